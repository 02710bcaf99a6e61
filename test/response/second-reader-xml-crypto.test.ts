import { describe, expect, it } from 'vitest';
import { verifyWithXmlCrypto } from '../../src/response/second-reader-xml-crypto.js';
import { partsOf, readUnverifiedResponse } from '../../src/response/structure.js';
import { signedPartsOf, verifyResponse } from '../../src/response/verify.js';
import type { VerifiedBytes } from '../../src/response/verify-signature.js';
import {
  accepted,
  anotherKeyPair,
  connection,
  connectionWith,
  mint,
  NOW,
  posted,
  replaced,
} from './message.js';

const signed = mint();
const response = (xml: string) => partsOf(accepted(readUnverifiedResponse(posted(xml)))).response;
type Bytes = Pick<VerifiedBytes, 'element' | 'canonical'>;

const verified = (xml: string): readonly Bytes[] =>
  signedPartsOf(accepted(verifyResponse(accepted(readUnverifiedResponse(posted(xml))), connection, NOW)))
    .verified;

function refused(xml: string, bytes: readonly Bytes[], to = connection): unknown {
  const refusal = verifyWithXmlCrypto(response(xml), bytes, to);
  return refusal === null ? null : { code: refusal.error.code, ...refusal.error.details };
}

describe('verifyWithXmlCrypto', () => {
  it('confirms what it verifies itself and reads alike', () => {
    expect(refused(signed, verified(signed))).toBeNull();
  });

  it('refuses where its canonical bytes are others', () => {
    const [only] = verified(signed);
    const other = { element: 'Assertion' as const, canonical: `${only?.canonical} ` };
    expect(refused(signed, [other])).toMatchObject({
      code: 'readers_disagree',
      field: `canonical Assertion from character ${only?.canonical.length}`,
      first: ' ',
      second: '',
    });
  });

  it('refuses what does not verify', () => {
    const tampered = replaced(signed, 'adele.vance@contoso.com</NameID>', 'alice@victim.test</NameID>');
    expect(refused(tampered, verified(signed))).toEqual({
      code: 'second_reader_failed',
      reason: 'xml-crypto refuses the Assertion',
    });
    const others = connectionWith({ certificates: [anotherKeyPair().certificatePem] });
    expect(refused(signed, verified(signed), others)).toMatchObject({ code: 'second_reader_failed' });
  });

  it('refuses where the signature is not there', () => {
    const bytes: Bytes[] = [{ element: 'Response', canonical: '' }];
    expect(refused(signed, bytes)).toEqual({
      code: 'second_reader_failed',
      reason: 'no signature on the Response',
    });
    const withoutAssertion = mint({ deviation: 'provider-error' });
    expect(refused(withoutAssertion, [{ element: 'Assertion', canonical: '' }])).toEqual({
      code: 'second_reader_failed',
      reason: 'no signature on the Assertion',
    });
  });
});
