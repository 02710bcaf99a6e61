import { describe, expect, it } from 'vitest';
import { type SealedParts, sealedPartsOf, sealedResponse } from '../../src/response/sealed-response.js';
import { partsOf, readUnverifiedResponse, type UnverifiedResponse } from '../../src/response/structure.js';
import { encrypting, mintEncrypted, refusalOf, withKeys } from './encrypted.js';
import { accepted, connection, mint, NOW, posted, RESPONSE_ID, replaced } from './message.js';

const read = (xml: string): UnverifiedResponse => accepted(readUnverifiedResponse(posted(xml)));
const sealed = (xml: string, to = encrypting) => sealedResponse(read(xml), to, NOW);
const partsIn = (xml: string): SealedParts => sealedPartsOf(accepted(sealed(xml)));

describe('what is decrypted of an encrypted Response', () => {
  it('is what was posted where the Response is not signed', () => {
    const unverified = read(mintEncrypted());
    const parts = sealedPartsOf(accepted(sealedResponse(unverified, encrypting, NOW)));
    const { response, encryptedAssertion, envelope } = partsOf(unverified);
    expect(parts.verified).toBeNull();
    expect(parts.posted).toBe(response);
    expect(parts.encrypted).toBe(encryptedAssertion);
    expect(parts.envelope).toBe(envelope);
  });

  it.each(['response', 'both'] as const)('is what was signed where it is (%s)', (sign) => {
    const unverified = read(mintEncrypted({}, { sign }));
    const parts = sealedPartsOf(accepted(sealedResponse(unverified, encrypting, NOW)));
    const { response, envelope } = partsOf(unverified);
    expect(parts.verified?.element).toBe('Response');
    expect(parts.posted).toBe(response);
    expect(parts.encrypted.localName).toBe('EncryptedAssertion');
    expect(parts.encrypted.document.source).toBe(parts.verified?.canonical);
    expect(parts.encrypted.document.source).not.toContain('<Signature');
    expect(parts.envelope).toEqual(envelope);
    expect(parts.envelope).not.toBe(envelope);
    expect(parts.envelope.id).toBe(RESPONSE_ID);
  });

  it('is the same ciphertext in either', () => {
    const xml = mintEncrypted({}, { sign: 'response' });
    const signed = partsIn(xml).ciphertext;
    expect(partsIn(xml.replace(/<Signature .*<\/Signature>/, '')).ciphertext).toEqual(signed);
    expect(signed.data.length).toBeGreaterThan(1_000);
  });
});

describe('an encrypted Response that is refused without a key', () => {
  it('where a signed Response cannot be read in canonical form', () => {
    // Canonical form declares the prefixes where they are used, which makes more of them than one tag may have.
    const declared = Array.from({ length: 10 }, (_, n) => ` xmlns:p${n}="u:${n}"`).join('');
    const used = Array.from({ length: 40 }, (_, n) => ` p${n % 10}:a${n}=""`).join('');
    const editBeforeSigning = (xml: string): string =>
      replaced(
        replaced(xml, '<samlp:Response ', `<samlp:Response${declared} `),
        '<samlp:Status>',
        `<samlp:Extensions><a${used}/></samlp:Extensions><samlp:Status>`,
      );
    expect(refusalOf(sealed(mintEncrypted({}, { sign: 'response', editBeforeSigning })))).toEqual({
      code: 'signed_content_ambiguous',
      details: { element: 'Response', reason: expect.stringMatching(/^xml_limit_exceeded: /) },
    });
    expect(sealed(mintEncrypted({}, { editBeforeSigning })).ok).toBe(true);
  });

  it('where a signed Response was changed', () => {
    const xml = replaced(mintEncrypted({}, { sign: 'response' }), 'InResponseTo="', 'InResponseTo="x');
    expect(refusalOf(sealed(xml)).code).toBe('digest_mismatch');
  });

  it.each(['response', 'both'] as const)(
    'where the policy asks for its signature (%s)',
    (signaturePolicy) => {
      const demanding = withKeys({ signaturePolicy });
      expect(refusalOf(sealed(mintEncrypted(), demanding))).toEqual({
        code: 'signature_policy_unsatisfied',
        details: { policy: signaturePolicy, signed: [] },
      });
      expect(sealed(mintEncrypted({}, { sign: 'response' }), demanding).ok).toBe(true);
    },
  );

  it('but not where the policy asks for a signature that may be within', () => {
    for (const signaturePolicy of ['assertion', 'assertion-covered'] as const) {
      expect(sealed(mintEncrypted(), withKeys({ signaturePolicy })).ok).toBe(true);
    }
  });

  it('where the connection has no keys; one that is not encrypted is a mistake whether it has or not', () => {
    expect(refusalOf(sealed(mintEncrypted(), connection))).toEqual({
      code: 'assertion_encrypted',
      details: {},
    });
    expect(() => sealed(mint(), connection)).toThrow(TypeError);
    expect(() => sealed(mint(), encrypting)).toThrow(TypeError);
  });
});
