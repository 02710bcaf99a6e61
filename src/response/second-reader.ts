import { type Result, success } from '../errors/index.js';
import { verifyWithXmlCrypto } from './second-reader-xml-crypto.js';
import { differenceToXmldom } from './second-reader-xmldom.js';
import { type SignedContent, signedPartsOf } from './verify.js';

/**
 * Second-reader stage: an independent reader reads the signed bytes too, and every name, attribute and text must
 * be the same. It may only confirm what the strict reader read; it is reached by signed messages alone.
 */
export function confirmBySecondReader(signed: SignedContent): Result<SignedContent> {
  const { connection, document, posted, verified, decrypted } = signedPartsOf(signed);
  if (connection.secondReader === 'dangerously-none') return success(signed);
  const difference = differenceToXmldom(document);
  if (difference !== null) return difference;
  if (connection.secondReader === 'xml-crypto') {
    const refused =
      verifyWithXmlCrypto(posted, verified, connection) ??
      (decrypted && verifyWithXmlCrypto(decrypted.assertion, decrypted.verified, connection));
    if (refused !== null) return refused;
  }
  return success(signed);
}
