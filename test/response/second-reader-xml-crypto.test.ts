import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { DSIG, ENVELOPED_SIGNATURE, EXC_C14N } from '../../src/response/names.js';
import { verifyWithXmlCrypto } from '../../src/response/second-reader-xml-crypto.js';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { signedPartsOf, verifyResponse } from '../../src/response/verify.js';
import type { VerifiedBytes } from '../../src/response/verify-signature.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import {
  accepted,
  anotherKeyPair,
  connection,
  connectionWith,
  keyPair,
  mint,
  NOW,
  posted,
  replaced,
} from './message.js';

const signed = mint();
/** A namespace name that is written again at each element that uses it. */
const LONG = `u:${'x'.repeat(1_000)}`;
const response = (xml: string) => accepted(readXml(bytesFromUtf8(xml))).root;
type Bytes = Pick<VerifiedBytes, 'element' | 'canonical'>;

const verified = (xml: string): readonly Bytes[] =>
  signedPartsOf(accepted(verifyResponse(accepted(readUnverifiedResponse(posted(xml))), connection, NOW)))
    .verified;

function refused(xml: string, bytes: readonly Bytes[], to = connection): unknown {
  const refusal = verifyWithXmlCrypto(response(xml), bytes, to);
  return refusal === null ? null : { code: refusal.error.code, ...refusal.error.details };
}

/** An assertion with a signature that refers to it that often. */
function signedByXmlCrypto(times: number): string {
  const signer = new SignedXml({
    privateKey: keyPair.privateKeyPem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXC_C14N,
    idAttribute: 'ID',
  });
  const assertion = "//*[local-name(.)='Assertion']";
  for (let i = 0; i < times; i++) {
    signer.addReference({
      xpath: assertion,
      transforms: [ENVELOPED_SIGNATURE, EXC_C14N],
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    });
  }
  signer.computeSignature(mint({ sign: 'none' }), { location: { reference: assertion, action: 'append' } });
  return signer.getSignedXml();
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

  it('refuses a signature that is too long when it is canonical', () => {
    const xml = `<Response><Signature xmlns="${DSIG}" xmlns:k="${LONG}">${'<k:a/>'.repeat(1_200)}</Signature></Response>`;
    expect(refused(xml, [{ element: 'Response', canonical: '' }])).toMatchObject({
      code: 'xml_limit_exceeded',
      limit: 'canonicalBytes',
    });
  });

  it('refuses a signature of more than one reference, though each of them holds', () => {
    const [only] = verified(signed);
    const bytes = [{ element: 'Assertion' as const, canonical: only?.canonical ?? '' }];
    const refers = (times: number) => refused(signedByXmlCrypto(times), bytes);
    expect(refers(1)).toBeNull();
    expect(refers(2)).toEqual({ code: 'second_reader_failed', reason: 'xml-crypto refuses the Assertion' });
  });

  it('does not read KeyInfo, which may be too long when it is canonical', () => {
    const keyInfo = `<KeyInfo xmlns:k="${LONG}">${'<k:a/>'.repeat(1_200)}</KeyInfo>`;
    const long = replaced(
      signed,
      /<\/SignatureValue>(?:<KeyInfo>.*<\/KeyInfo>)?/,
      `</SignatureValue>${keyInfo}`,
    );
    expect(refused(long, verified(long))).toBeNull();
  });

  it('takes a byte order mark away at the beginning only', () => {
    const inside = mint({ editBeforeSigning: (xml) => xml.replaceAll('Adele Vance', 'Adele\uFEFF Vance') });
    expect(inside).toContain('\uFEFF');
    expect(refused(inside, verified(inside))).toBeNull();
    expect(refused(`\uFEFF${inside}`, verified(inside))).toBeNull();
  });
});
