import { createVerify, hash, type KeyObject } from 'node:crypto';
import type { SignedXml } from 'xml-crypto';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Refusal, refusal } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { canonicalize } from '../xml/canonicalize.js';
import { utf8FromBytes } from '../xml/characters.js';
import { childOf } from '../xml/lookup.js';
import type { XmlElement } from '../xml/xml-element.js';
import { loadXmlCrypto } from './load-xml-crypto.cjs';
import { DSIG } from './names.js';
import { isAssertion } from './placement.js';
import type { VerifiedBytes } from './verify-signature.js';

/**
 * Verifies the posted document a second time, with xml-crypto: every signature must verify with a certificate
 * of the connection, and the canonical bytes that xml-crypto hashed must be ours. Null when all of it is so.
 */
export function verifyWithXmlCrypto(
  posted: XmlElement,
  verified: readonly Pick<VerifiedBytes, 'element' | 'canonical'>[],
  connection: Connection,
): Refusal | null {
  const absent = failureToLoad();
  if (absent !== null) return absent;
  const xml = forXmlCrypto(posted.document.source);
  for (const { element, canonical } of verified) {
    const signed = element === posted.localName ? posted : posted.children.find(isAssertion);
    const signature = signed && childOf(signed, DSIG, 'Signature');
    if (!signature) return refusal('second_reader_failed', { reason: `no signature on the ${element}` });
    // KeyInfo is covered by no signature and never a source of keys: it need not be parsed once more.
    const keyInfo = childOf(signature, DSIG, 'KeyInfo');
    const ours = canonicalize(signature, { omit: keyInfo, inclusivePrefixes: [] });
    if (!ours.ok) return ours;
    const second = signedBytes(xml, utf8FromBytes(ours.value), connection.certificates);
    if (second === null)
      return refusal('second_reader_failed', { reason: `xml-crypto refuses the ${element}` });
    const first = utf8FromBytes(canonical);
    if (second !== first) {
      return disagreement(element, first, second);
    }
  }
  return null;
}

/** Where an application was bundled so that xml-crypto cannot be found, that is told: no signature is to blame. */
function failureToLoad(): Refusal | null {
  try {
    loadXmlCrypto();
    return null;
  } catch (thrown) {
    return refusal('second_reader_failed', { reason: `xml-crypto cannot be loaded: ${String(thrown)}` });
  }
}

/** Where the two begin to differ, and a few characters from there: the assertion itself does not belong in a log. */
function disagreement(element: string, first: string, second: string): Refusal {
  let offset = 0;
  while (first[offset] === second[offset]) offset++;
  const excerpt = (canonical: string): string => canonical.slice(offset, offset + 20);
  return refusal('readers_disagree', {
    field: `canonical ${element} from character ${offset}`,
    first: excerpt(first),
    second: excerpt(second),
  });
}

/**
 * xml-crypto's reader takes U+0085 and U+2028 for line ends, which they are in XML 1.1 only, and stumbles over a
 * byte order mark. Outside of names, where neither character may occur, a reference says the same.
 */
function forXmlCrypto(source: string): string {
  return utf8FromBytes(source)
    .replace(/^\uFEFF/, '')
    .replace(/[\u0085\u2028]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The canonical XML that xml-crypto verified with one of the certificates; null where none verifies. */
function signedBytes(
  xml: string,
  signatureXml: string,
  certificates: readonly IdpCertificate[],
): string | null {
  for (const { publicKey } of certificates) {
    try {
      const verifier = signedXml(publicKey);
      verifier.loadSignature(signatureXml);
      const references = verifier.checkSignature(xml) ? verifier.getSignedReferences() : [];
      if (references.length === 1) return references[0] ?? null;
    } catch {
      // A signature that another certificate made is reported by an exception; the next one is tried.
    }
  }
  return null;
}

function signedXml(publicKey: KeyObject): SignedXml {
  const { SignedXml: Verifier } = loadXmlCrypto();
  const verifier = new Verifier({ publicCert: publicKey, getCertFromKeyInfo: () => null });
  // SAML's IDs are attributes named ID, and no other attribute of the message has the value of one, however it is spelled:
  // that was refused before. Each name on this list costs a search through the whole document.
  verifier.idAttributes = ['ID'];
  verifier.SignatureAlgorithms['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384'] = RsaSha384;
  verifier.HashAlgorithms['http://www.w3.org/2001/04/xmldsig-more#sha384'] = Sha384;
  return verifier;
}

// xml-crypto knows SHA-1, SHA-256 and SHA-512 by itself.
class Sha384 {
  getAlgorithmName(): string {
    return 'http://www.w3.org/2001/04/xmldsig-more#sha384';
  }

  getHash(xml: string): string {
    return hash('sha384', xml, 'base64');
  }
}

class RsaSha384 {
  getAlgorithmName(): string {
    return 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384';
  }

  getSignature(): never {
    throw new Error('this reader verifies only');
  }

  verifySignature(
    material: string,
    key: Parameters<ReturnType<typeof createVerify>['verify']>[0],
    value: string,
  ): boolean {
    return createVerify('RSA-SHA384').update(material).verify(key, value, 'base64');
  }
}
