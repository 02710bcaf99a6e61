import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { decrypted, mintEncrypted, refusalOf, withKeys } from './encrypted.js';
import { connectionWith, mint, validate } from './message.js';

type Sign = 'assertion' | 'response' | 'both';

// No message is known that the strict reader accepts and xml-crypto does not; so xml-crypto is made to say no.
describe('the second reader has the last word', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['assertion', 'Assertion'],
    ['response', 'Response'],
    ['both', 'Response'],
  ] as [Sign, string][])('where xml-crypto refuses what is signed as %s', (sign, element) => {
    vi.spyOn(SignedXml.prototype, 'checkSignature').mockReturnValue(false as never);
    expect(refusalOf(validate(mint({ sign }), {}, connectionWith({ secondReader: 'xml-crypto' })))).toEqual({
      code: 'second_reader_failed',
      details: { reason: `xml-crypto refuses the ${element}` },
    });
  });

  it('where xml-crypto refuses the signature within what was encrypted', () => {
    const to = withKeys({ secondReader: 'xml-crypto' });
    const xml = mintEncrypted({}, { sign: 'assertion' });
    const check = vi.spyOn(SignedXml.prototype, 'checkSignature').mockReturnValue(false as never);
    const refused = refusalOf(decrypted(xml, to));
    expect(check).toHaveBeenCalledTimes(1);
    expect(refused).toEqual({
      code: 'second_reader_failed',
      details: { reason: 'xml-crypto refuses the Assertion' },
    });
  });

  it.each(['xmldom', 'dangerously-none'] as const)('but xml-crypto is not asked by %s', (secondReader) => {
    const check = vi.spyOn(SignedXml.prototype, 'checkSignature');
    const minted = mint();
    check.mockReturnValue(false as never);
    expect(validate(minted, {}, connectionWith({ secondReader })).ok).toBe(true);
  });
});
