import { describe, expect, it } from 'vitest';
import type { NameId } from '../../src/response/assertion.js';
import type { Claims } from '../../src/response/claims.js';
import { identityOf } from '../../src/service-provider/identity.js';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

function claims(tenantId: string | null, objectId: string | null): Claims {
  return { tenantId, objectId } as Claims;
}

function nameId(value: string, format: string | null = PERSISTENT): NameId {
  return { value, format, nameQualifier: null, spNameQualifier: null };
}

describe('identityOf', () => {
  it('names a person of Entra by tenant and object, whatever the NameID is', () => {
    const before = identityOf('contoso', claims('t', 'o'), nameId('old@contoso.com'));
    const after = identityOf('contoso', claims('t', 'o'), nameId('new@contoso.com'));
    expect(before).toEqual({ kind: 'tenant-object', key: '["tenant-object","contoso","t","o"]' });
    expect(after).toEqual(before);
  });

  it.each([
    ['tenant', null, 'o'],
    ['object', 't', null],
    ['tenant that is not empty', '', 'o'],
  ])('falls back to the NameID without a %s', (_name, tenantId, objectId) => {
    expect(identityOf('contoso', claims(tenantId, objectId), nameId('7'))).toEqual({
      kind: 'name-id',
      key: JSON.stringify(['name-id', 'contoso', PERSISTENT, '7']),
    });
  });

  it('reads an absent Format as unspecified', () => {
    const absent = identityOf('contoso', claims(null, null), nameId('7', null));
    expect(absent).toEqual(identityOf('contoso', claims(null, null), nameId('7', UNSPECIFIED)));
  });

  it('says of a transient NameID that it recognises nobody', () => {
    const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
    expect(identityOf('contoso', claims(null, null), nameId('_1', format)).kind).toBe('transient');
  });

  it('keeps apart NameIDs that only their NameQualifier tells apart, which of opaque ones the check stage proved', () => {
    const key = (nameQualifier: string | null, format: string): string =>
      identityOf('contoso', claims(null, null), { ...nameId('7', format), nameQualifier }).key;
    expect(
      new Set([key('urn:one', UNSPECIFIED), key('urn:two', UNSPECIFIED), key(null, UNSPECIFIED)]).size,
    ).toBe(3);
    expect(key('https://idp.example/', PERSISTENT)).toBe(key(null, PERSISTENT));
  });

  it('never gives two people one key, however the parts are cut', () => {
    const keys = [
      identityOf('a', claims('b', 'c'), nameId('x')),
      identityOf('a', claims('b","c', ''), nameId('x')),
      identityOf('a', claims(null, null), nameId('b","c')),
      identityOf('a', claims(null, null), nameId('c', 'b')),
      identityOf('a","b', claims(null, null), nameId('c', 'b')),
      identityOf('a', claims('b', 'C'), nameId('x')),
      identityOf('a', claims(null, null), nameId('\ud800')),
      identityOf('a', claims(null, null), nameId('\udc00')),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
