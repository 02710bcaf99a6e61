import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { signElement } from '../../src/testing/index.js';
import {
  contoso,
  ISSUER,
  idpKey,
  logoutRequest,
  logoutResponse,
  logoutSite,
  ourKey,
  outcomeOf,
  posted,
  queryOf,
  redirect,
} from './idp.js';

const base64 = (xml: string): string => Buffer.from(xml).toString('base64');
const refuses = (query: string): Promise<string> => outcomeOf(redirect(logoutSite(), query));

function signedXml(id: string, xml: string, key = idpKey): string {
  const { privateKeyPem } = key;
  return signElement(xml, { elementId: id, privateKeyPem, keyInfoCertificates: [] });
}

describe('SLO-08: what grows when it is inflated', () => {
  it('is not inflated before its signature is verified', async () => {
    const deflated = deflateRawSync(Buffer.alloc(50_000_000));
    expect(deflated.length).toBeLessThan(60_000);
    const forged = queryOf('', { deflated, field: 'SAMLRequest', privateKeyPem: ourKey.privateKeyPem });
    expect(await refuses(forged)).toBe('signature_invalid');
  });

  it('is refused at the limit', async () => {
    const deflated = deflateRawSync(Buffer.alloc(10_000_000));
    expect(await refuses(queryOf('', { deflated, field: 'SAMLRequest' }))).toBe(
      'logout_message_not_deflated',
    );
  });

  it('and so is what is no DEFLATE stream, or has something behind it', async () => {
    const whole = deflateRawSync(Buffer.from(logoutRequest()));
    for (const deflated of [
      Buffer.from(logoutRequest()),
      whole.subarray(0, -3),
      Buffer.concat([whole, Buffer.from('more')]),
    ]) {
      expect(await refuses(queryOf('', { deflated, field: 'SAMLRequest' }))).toBe(
        'logout_message_not_deflated',
      );
    }
  });
});

describe('SLO-09: signature wrapping of posted requests', () => {
  const good = (): string => signedXml('_good', logoutRequest({ id: '_good', nameId: 'victim-free' }));
  const evil = (inner: string, signature = ''): string =>
    logoutRequest({ id: '_evil', nameId: 'victim' }).replace(
      '</Issuer>',
      `</Issuer>${signature}<samlp:Extensions>${inner}</samlp:Extensions>`,
    );
  const signatureOf = (xml: string): string => /<Signature [\s\S]*<\/Signature>/u.exec(xml)?.[0] ?? '';
  const verdict = (xml: string): Promise<string> =>
    outcomeOf(posted(logoutSite(), { SAMLRequest: base64(xml) }));

  it('accepts the genuine one', async () => {
    expect(await verdict(good())).toBe('success');
    const twice = logoutSite({}, [contoso({ secondReader: 'xml-crypto' })]);
    expect(await outcomeOf(posted(twice, { SAMLRequest: base64(good()) }))).toBe('success');
  });

  it('refuses the signed message within another one', async () => {
    expect(await verdict(evil(good()))).toBe('signature_misplaced');
  });

  it('refuses a signature that is about another element', async () => {
    const inner = good().replace(signatureOf(good()), '');
    expect(await verdict(evil(inner, signatureOf(good())))).toBe('reference_not_parent');
  });

  it('refuses two elements with one ID', async () => {
    const inner = good().replace(signatureOf(good()), '');
    const xml = evil(inner, signatureOf(good())).replace('ID="_evil"', 'ID="_good"');
    expect(await verdict(xml)).toBe('id_repeated');
  });

  it('refuses changed content, another key, and two signatures', async () => {
    expect(await verdict(good().replace('victim-free', 'victim'))).toBe('digest_mismatch');
    expect(await verdict(signedXml('_own', logoutRequest({ id: '_own' }), ourKey))).toBe('signature_invalid');
    expect(await verdict(good().replace('</Issuer>', `</Issuer>${signatureOf(good())}`))).toBe(
      'signature_not_single',
    );
  });

  it('refuses another message than the field is for', async () => {
    expect(await verdict(signedXml('_assertion', `<a ID="_assertion"><Issuer>${ISSUER}</Issuer></a>`))).toBe(
      'logout_message_unexpected',
    );
    const response = logoutResponse('_x');
    expect(await refuses(queryOf(response, { field: 'SAMLRequest' }))).toBe('logout_message_unexpected');
  });

  it('refuses an XML signature in a redirect', async () => {
    expect(await refuses(queryOf(good()))).toBe('logout_signature_misplaced');
  });
});
