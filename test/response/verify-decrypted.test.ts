import { describe, expect, it } from 'vitest';
import { decryptResponse } from '../../src/response/decrypt.js';
import { permitUnreserved } from '../../src/response/decryption-permit.js';
import { sealedResponse } from '../../src/response/sealed-response.js';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { type SignedParts, signedPartsOf, verifyDecrypted } from '../../src/response/verify.js';
import { decrypted, encrypting, mintEncrypted, refusalOf, withKeys } from './encrypted.js';
import { accepted, codeOf, NOW, posted, replaced } from './message.js';

function partsOf(xml: string): SignedParts {
  const unverified = accepted(readUnverifiedResponse(posted(xml)));
  const permit = permitUnreserved(accepted(sealedResponse(unverified, encrypting, NOW)));
  return signedPartsOf(accepted(verifyDecrypted(accepted(decryptResponse(permit)))));
}

describe('what is handed on of a decrypted assertion', () => {
  it.each(['assertion', 'response', 'both'] as const)('are the bytes that were signed (%s)', (sign) => {
    const { document, assertion, envelopeIsSigned } = partsOf(mintEncrypted({}, { sign }));
    expect(document.root).toBe(assertion);
    expect(assertion.localName).toBe('Assertion');
    expect(document.source).not.toContain('<Signature');
    expect(envelopeIsSigned).toBe(sign !== 'assertion');
  });

  it.each([
    ['assertion', [], ['Assertion']],
    ['response', ['Response'], []],
    ['both', ['Response'], ['Assertion']],
  ] as const)('are the signatures to be verified once more (%s)', (sign, outside, inside) => {
    const parts = partsOf(mintEncrypted({}, { sign }));
    expect(parts.verified.map(({ element }) => element)).toEqual(outside);
    expect(parts.decrypted?.verified.map(({ element }) => element)).toEqual(inside);
    expect(parts.decrypted?.assertion.localName).toBe('Assertion');
  });
});

describe('signature policies of an encrypted assertion', () => {
  it('count the signature within the ciphertext', () => {
    const own = mintEncrypted();
    const both = mintEncrypted({}, { sign: 'both' });
    expect(codeOf(decrypted(own, withKeys({ signaturePolicy: 'assertion' })))).toBe('ok');
    for (const signaturePolicy of ['assertion', 'response', 'both'] as const) {
      expect([signaturePolicy, codeOf(decrypted(both, withKeys({ signaturePolicy })))]).toEqual([
        signaturePolicy,
        'ok',
      ]);
    }
  });
});

describe('a decrypted assertion that is not what was signed', () => {
  // Canonical form declares the prefixes where they are used: in all beyond any document, or at one tag beyond its limit.
  const tooLong = (xml: string): string =>
    replaced(
      replaced(xml, '<Assertion ', `<Assertion xmlns:p="urn:${'n'.repeat(1_000)}" `),
      '</AttributeValue>',
      `${'<p:a/>'.repeat(1_100)}</AttributeValue>`,
    );
  const declared = Array.from({ length: 10 }, (_, n) => ` xmlns:p${n}="u:${n}"`).join('');
  const used = Array.from({ length: 40 }, (_, n) => ` p${n % 10}:a${n}=""`).join('');
  const unreadable = (xml: string): string =>
    replaced(
      replaced(xml, '<Assertion ', `<Assertion${declared} `),
      '</AttributeValue>',
      `<a${used}/></AttributeValue>`,
    );
  const LIMIT = {
    code: 'xml_limit_exceeded',
    details: { limit: 'canonicalBytes', maximum: 1_048_576, offset: expect.any(Number) },
  };
  const AMBIGUOUS = {
    code: 'signed_content_ambiguous',
    details: { element: 'Assertion', reason: expect.stringMatching(/^xml_limit_exceeded: /) },
  };

  it.each([
    ['is too long in canonical form', tooLong, LIMIT],
    ['cannot be read in canonical form', unreadable, AMBIGUOUS],
  ])('%s, in a signed Response', (_kind, editPlaintext, expected) => {
    expect(refusalOf(decrypted(mintEncrypted({ editPlaintext }, { sign: 'response' })))).toEqual(expected);
  });

  it('is told by one code where nothing signed the ciphertext, with the refusal as its cause', () => {
    const xml = mintEncrypted({}, { editBeforeSigning: unreadable });
    const result = decrypted(xml);
    expect(refusalOf(result)).toEqual({ code: 'decrypted_assertion_unverified', details: AMBIGUOUS });
    expect(!result.ok && result.error.cause).toMatchObject(AMBIGUOUS);
    const signed = mintEncrypted({}, { editBeforeSigning: unreadable, sign: 'both' });
    expect(refusalOf(decrypted(signed))).toEqual(AMBIGUOUS);
  });
});
