import { describe, expect, it } from 'vitest';
import type { NameId } from '../../src/response/assertion.js';
import type { Claims } from '../../src/response/claims.js';
import { identityOf } from '../../src/service-provider/identity.js';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const ISSUER = 'https://idp.example/';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

const at = (id: string, issuerUrl: string = ISSUER) => ({ id, issuerUrl });
const CONTOSO = at('contoso');

function claims(tenantId: string | null, objectId: string | null): Claims {
  return { tenantId, objectId } as Claims;
}

function nameId(value: string, format: string | null = PERSISTENT): NameId {
  return { value, format, nameQualifier: null, spNameQualifier: null };
}

describe('identityOf', () => {
  it('names a person of Entra by tenant and object, whatever the NameID is', () => {
    const before = identityOf(CONTOSO, claims('t', 'o'), nameId('old@contoso.com'));
    const after = identityOf(CONTOSO, claims('t', 'o'), nameId('new@contoso.com'));
    expect(before).toEqual({ kind: 'tenant-object', key: `["tenant-object","contoso","${ISSUER}","t","o"]` });
    expect(after).toEqual(before);
  });

  it.each([
    ['tenant', null, 'o'],
    ['object', 't', null],
    ['tenant that is not empty', '', 'o'],
  ])('falls back to the NameID without a %s', (_name, tenantId, objectId) => {
    expect(identityOf(CONTOSO, claims(tenantId, objectId), nameId('7'))).toEqual({
      kind: 'name-id',
      key: JSON.stringify(['name-id', 'contoso', ISSUER, PERSISTENT, '7']),
    });
  });

  it('reads an absent Format as unspecified', () => {
    const absent = identityOf(CONTOSO, claims(null, null), nameId('7', null));
    expect(absent).toEqual(identityOf(CONTOSO, claims(null, null), nameId('7', UNSPECIFIED)));
  });

  it('says of a transient NameID that it recognises nobody', () => {
    const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
    expect(identityOf(CONTOSO, claims(null, null), nameId('_1', format)).kind).toBe('transient');
  });

  it('keeps apart NameIDs that only their NameQualifier tells apart, which of opaque ones the check stage proved', () => {
    const key = (nameQualifier: string | null, format: string): string =>
      identityOf(CONTOSO, claims(null, null), { ...nameId('7', format), nameQualifier }).key;
    expect(
      new Set([key('urn:one', UNSPECIFIED), key('urn:two', UNSPECIFIED), key(null, UNSPECIFIED)]).size,
    ).toBe(3);
    expect(key('https://idp.example/', PERSISTENT)).toBe(key(null, PERSISTENT));
  });

  it('does not take another identity provider of the connection for the one before, whatever it says', () => {
    for (const said of [claims('t', 'o'), claims(null, null)]) {
      const before = identityOf(CONTOSO, said, nameId('7')).key;
      expect(identityOf(at('contoso', 'https://evil.example/'), said, nameId('7')).key).not.toBe(before);
    }
    const parts = ['name-id', 'contoso', ISSUER, UNSPECIFIED, '7', 'urn:one'];
    const qualified = { ...nameId('7', null), nameQualifier: 'urn:one' };
    expect(identityOf(CONTOSO, claims(null, null), qualified).key).toBe(JSON.stringify(parts));
  });

  it('never gives two people one key, however the parts are cut', () => {
    const keys = [
      identityOf(at('a'), claims('b', 'c'), nameId('x')),
      identityOf(at('a'), claims('b","c', ''), nameId('x')),
      identityOf(at('a'), claims(null, null), nameId('b","c')),
      identityOf(at('a'), claims(null, null), nameId('c', 'b')),
      identityOf(at('a","b'), claims(null, null), nameId('c', 'b')),
      identityOf(at('a'), claims('b', 'C'), nameId('x')),
      identityOf(at('a'), claims(null, null), nameId('\ud800')),
      identityOf(at('a'), claims(null, null), nameId('\udc00')),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
