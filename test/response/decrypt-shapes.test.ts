import { describe, expect, it } from 'vitest';
import type { MintEncryption } from '../../src/testing/encrypt-assertion.js';
import { currentKey, decrypted, encrypting, mintEncrypted, nextKey, withKeys } from './encrypted.js';
import { codeOf, type Mint, replaced } from './message.js';

const OKTA: Mint = { sign: 'both', inclusiveNamespaces: ['xs'] };

describe('encrypted assertions as identity providers send them', () => {
  it.each<[string, Partial<MintEncryption>, Mint]>([
    ['Entra: aes256-cbc, rsa-oaep-mgf1p, signed inside, the Response unsigned', {}, {}],
    ['Entra, both signed', {}, { sign: 'both' }],
    ['Okta: EncryptedKey as a sibling with RetrievalMethod', { keyPlacement: 'sibling' }, OKTA],
    ['Keycloak: no DigestMethod, which means SHA-1', { digest: null }, { sign: 'both' }],
    [
      'Shibboleth: aes256-gcm, the Response signed, the assertion not',
      { dataAlgorithm: 'aes256-gcm' },
      { sign: 'response' },
    ],
    ['aes128-gcm', { dataAlgorithm: 'aes128-gcm' }, {}],
    ['SimpleSAMLphp: aes128-cbc', { dataAlgorithm: 'aes128-cbc' }, {}],
    ['a person beyond ASCII', {}, { nameId: { value: 'zoë.müller@contoso.com' } }],
  ])('%s', (_name, encrypt, options) => {
    const xml = mintEncrypted(encrypt, options);
    expect(xml).not.toContain('<Assertion');
    const result = decrypted(xml);
    expect(result.ok && result.value.assertion.nameId.value).toBe(
      options.nameId?.value ?? 'adele.vance@contoso.com',
    );
  });

  it.each(['xmldom', 'xml-crypto', 'dangerously-none'] as const)(
    'with the second reader %s',
    (secondReader) => {
      for (const sign of ['assertion', 'response', 'both'] as const) {
        expect(codeOf(decrypted(mintEncrypted({}, { sign }), withKeys({ secondReader })))).toBe('ok');
      }
    },
  );
});

describe('parameters of RSA-OAEP', () => {
  const hashes = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

  it.each(hashes)('rsa-oaep-mgf1p with digest %s has a mask of SHA-1', (digest) => {
    expect(codeOf(decrypted(mintEncrypted({ digest })))).toBe('ok');
  });

  it.each(hashes.flatMap((digest) => hashes.map((mgf) => [digest, mgf] as const)))(
    'rsa-oaep with digest %s and mask %s',
    (digest, mgf) => {
      const xml = mintEncrypted({ keyAlgorithm: 'rsa-oaep', digest, mgf });
      expect(codeOf(decrypted(xml))).toBe('ok');
    },
  );

  it('rsa-oaep without DigestMethod and MGF means SHA-1 for both', () => {
    expect(codeOf(decrypted(mintEncrypted({ keyAlgorithm: 'rsa-oaep', digest: null })))).toBe('ok');
  });

  it('ENC-12: a label that the key was not wrapped with is a failed decryption', () => {
    const labelled = replaced(
      mintEncrypted(),
      '<DigestMethod',
      '<e:OAEPparams>c29tZXRoaW5n</e:OAEPparams><DigestMethod',
    );
    expect(codeOf(decrypted(labelled))).toBe('decryption_failed');
  });

  it.each([
    ['another digest', '2000/09/xmldsig#sha1', '2001/04/xmlenc#sha256'],
    ['a mask of another hash', '11#mgf1sha256', '11#mgf1sha512'],
  ])('ENC-12: %s than the key was wrapped with is a failed decryption', (_name, from, to) => {
    const xml = mintEncrypted({ keyAlgorithm: 'rsa-oaep', mgf: 'sha256' }, { sign: 'none' });
    expect(codeOf(decrypted(replaced(xml, from, to)))).toBe('decryption_failed');
  });
});

describe('keys', () => {
  it('ENC-14: a message for the current and one for the next key are both decrypted', () => {
    for (const { certificate } of [currentKey, nextKey]) {
      expect(codeOf(decrypted(mintEncrypted({ certificatePem: certificate.pem })))).toBe('ok');
    }
  });

  it('ENC-14: next takes the place of current without an outage, and a retired key is refused', () => {
    const forOld = mintEncrypted();
    const forNew = mintEncrypted({ certificatePem: nextKey.certificate.pem });
    const before = withKeys({ keys: { current: currentKey } });
    const during = encrypting;
    const after = withKeys({ keys: { current: nextKey } });
    const verdicts = [before, during, after].map((to) => [
      codeOf(decrypted(forOld, to)),
      codeOf(decrypted(forNew, to)),
    ]);
    expect(verdicts).toEqual([
      ['ok', 'decryption_failed'],
      ['ok', 'ok'],
      ['decryption_failed', 'ok'],
    ]);
  });
});
