import { createVerify, hash } from 'node:crypto';
import { XMLSerializer } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { parsedByXmldom } from './xmldom-reader.js';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';

/**
 * The bytes that xml-crypto alone vouches for: one text for each signature, or for each that is the child of an element
 * of this name. Throws where one does not verify.
 */
export function signedBytes(xml: string, certificates: readonly string[], parent?: string): string[] {
  const document = forXmlCrypto(xml);
  const signatures = [...parsedByXmldom(document).getElementsByTagNameNS(DSIG, 'Signature')].filter(
    ({ parentElement }) => parent === undefined || parentElement?.localName === parent,
  );
  return signatures.map((signature) => {
    // xmldom writes a carriage return as it is, which the next reader would turn into a line feed.
    const signatureXml = new XMLSerializer().serializeToString(signature).replaceAll('\r', '&#xD;');
    return verified(document, signatureXml, certificates);
  });
}

/** U+0085 and U+2028 are line ends of XML 1.1 only, but xml-crypto's reader takes them for such; a reference it keeps. */
function forXmlCrypto(xml: string): string {
  return xml
    .replace(/^\uFEFF/, '')
    .replace(/[\u0085\u2028]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function verified(xml: string, signatureXml: string, certificates: readonly string[]): string {
  let last: unknown = new Error('no certificate');
  for (const publicCert of certificates) {
    try {
      const verifier = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
      verifier.SignatureAlgorithms[`${MORE}rsa-sha384`] = RsaSha384;
      verifier.HashAlgorithms[`${MORE}sha384`] = Sha384;
      verifier.loadSignature(signatureXml);
      if (!verifier.checkSignature(xml)) throw new Error('xml-crypto refuses the signature');
      const [reference, ...more] = verifier.getSignedReferences();
      if (reference === undefined || more.length > 0) throw new Error('not one signed reference');
      return reference;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

// xml-crypto knows SHA-1, SHA-256 and SHA-512 by itself.
class Sha384 {
  getAlgorithmName(): string {
    return `${MORE}sha384`;
  }

  getHash(xml: string): string {
    return hash('sha384', xml, 'base64');
  }
}

class RsaSha384 {
  getAlgorithmName(): string {
    return `${MORE}rsa-sha384`;
  }

  getSignature(): never {
    throw new Error('it verifies only');
  }

  verifySignature(
    material: string,
    key: Parameters<ReturnType<typeof createVerify>['verify']>[0],
    value: string,
  ): boolean {
    return createVerify('RSA-SHA384').update(material).verify(key, value, 'base64');
  }
}
