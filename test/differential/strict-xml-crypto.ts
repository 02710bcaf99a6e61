import { isDeepStrictEqual } from 'node:util';
import { decoded } from './decoded.js';
import { decryptedAlone } from './decrypt-alone.js';
import { type Identity, identityIn, type SamlElement } from './identity.js';
import { elementsOf, localName } from './markup.js';
import { readBySaxes } from './saxes-reader.js';
import { signedBytes } from './xml-crypto-alone.js';
import { readByXmldom } from './xmldom-reader.js';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';

/** What xml-crypto with a strict reader found. */
export interface StrictReading {
  readonly identities: readonly Identity[];
  /** The posted text, and behind it that of an encrypted assertion. */
  readonly text: string;
  /** Names of the Attribute elements in the signed bytes, one for each. */
  readonly attributeNames: readonly string[];
  /** Whether an encrypted assertion takes namespaces from around it. */
  readonly needsContext: boolean;
}

/**
 * xml-crypto with a strict reader: saxes reads the posted text and throws for the least irregularity; every signature
 * must refer to its parent, by an ID that nothing else has, and verify with a certificate on file; an encrypted
 * assertion is decrypted and held to the same. Gives the identities in the bytes that xml-crypto vouches for, read with
 * saxes and with xmldom. Throws where any of it fails.
 */
export function identitiesByStrictXmlCrypto(
  field: string,
  certificates: readonly string[],
  privateKeys: readonly string[],
): StrictReading {
  const xml = decoded(field);
  const root = readBySaxes(xml);
  if (root.namespace !== PROTOCOL || root.localName !== 'Response') throw new Error('no Response');
  requireOwnReferences(root);
  const outer = signedBytes(xml, certificates);
  const plaintext = decryptedAlone(root, privateKeys);
  if (plaintext === null) {
    if (outer.length === 0) throw new Error('no signature');
    return { ...readAll(outer), text: xml, needsContext: false };
  }
  const decrypted = inPlace(xml, plaintext);
  requireOwnReferences(readBySaxes(decrypted));
  const inner = signedBytes(decrypted, certificates, 'Assertion');
  // Where only the Response is signed, around the ciphertext, what is in it is signed as a whole.
  const texts = inner.length > 0 ? inner : outer.map(() => plaintext);
  if (texts.length === 0) throw new Error('no signature');
  const needsContext = !isSignedByItself(plaintext, inner, certificates);
  return { ...readAll(texts), text: xml + plaintext, needsContext };
}

/** The plaintext takes the place of its EncryptedData (xmlenc-core 4.4), where other namespaces may be in scope. */
function inPlace(xml: string, plaintext: string): string {
  const elements = elementsOf(xml);
  const around = elements.find(({ name }) => localName(name) === 'EncryptedAssertion');
  const data = elements.find(
    ({ name, start }) => localName(name) === 'EncryptedData' && start > (around?.start ?? xml.length),
  );
  if (data === undefined) throw new Error('no EncryptedData');
  return xml.slice(0, data.start) + plaintext + xml.slice(data.end);
}

function isSignedByItself(
  plaintext: string,
  inner: readonly string[],
  certificates: readonly string[],
): boolean {
  try {
    return isDeepStrictEqual(signedBytes(plaintext, certificates), inner);
  } catch {
    return false;
  }
}

function readAll(texts: readonly string[]): Pick<StrictReading, 'identities' | 'attributeNames'> {
  const roots = texts.map(readBySaxes);
  const attributes = roots
    .slice(0, 1)
    .flatMap(elementsIn)
    .filter((one) => one.localName === 'Attribute');
  return {
    identities: [...roots, ...texts.map(readByXmldom)].map(identityIn),
    attributeNames: attributes.map((attribute) => attribute.attribute('', 'Name') ?? ''),
  };
}

function requireOwnReferences(root: SamlElement): void {
  const ids = new Set<string>();
  for (const element of elementsIn(root)) {
    for (const name of ['ID', 'Id', 'id']) {
      const id = element.attribute('', name);
      if (id === null) continue;
      if (ids.has(id)) throw new Error('an ID twice');
      ids.add(id);
    }
    const signatures = element.children.filter(
      (child) => child.namespace === DSIG && child.localName === 'Signature',
    );
    if (signatures.length > 1) throw new Error('two signatures of one element');
    for (const signature of signatures) {
      const references = named(named([signature], 'SignedInfo'), 'Reference');
      const [reference] = references;
      if (references.length !== 1 || reference?.attribute('', 'URI') !== `#${element.attribute('', 'ID')}`)
        throw new Error('a signature that does not refer to its parent');
    }
  }
}

function elementsIn(element: SamlElement): SamlElement[] {
  return [element, ...element.children.flatMap(elementsIn)];
}

/** Children of this local name of all these. */
function named(elements: readonly SamlElement[], name: string): SamlElement[] {
  return elements.flatMap(({ children }) => children).filter((child) => child.localName === name);
}
