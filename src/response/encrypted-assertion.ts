import type { OaepParameters } from '../certificates/unwrap-key.js';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import { isStrictBase64 } from './decode.js';
import { type DataAlgorithm, dataAlgorithm, oaepParameters } from './encryption-algorithms.js';
import { DSIG, XENC, XENC11 } from './names.js';
import { algorithmOf } from './signature-shape.js';

/** What an EncryptedAssertion says, as far as it is needed to decrypt it. */
export interface Ciphertext {
  readonly algorithm: DataAlgorithm;
  readonly data: Buffer;
  readonly oaep: OaepParameters;
  readonly wrappedKey: Buffer;
}

const ELEMENT_TYPE = 'http://www.w3.org/2001/04/xmlenc#Element';
const ENCRYPTED_KEY_TYPE = 'http://www.w3.org/2001/04/xmlenc#EncryptedKey';

/**
 * Refuses an EncryptedAssertion of the right model whose EncryptedData is no element, or which has another number of
 * EncryptedKeys than one, or one that its RetrievalMethod does not name. Null where all of it is so.
 */
export function encryptedAssertionViolation(encrypted: XmlElement): Refusal | null {
  const data = child(encrypted, 'EncryptedData');
  const type = attributeOf(data, 'Type');
  if (type !== null && type !== ELEMENT_TYPE) {
    return refusal('attribute_unexpected', { element: 'EncryptedData', attribute: `Type="${type}"` });
  }
  const keyInfo = childOf(data, DSIG, 'KeyInfo');
  const retrieval = keyInfo && childOf(keyInfo, DSIG, 'RetrievalMethod');
  const inside = keyInfo === null ? [] : keyInfo.children.filter(isEncryptedKey);
  const beside = encrypted.children.filter(isEncryptedKey);
  if (inside.length + beside.length !== 1) {
    return misplaced(`${inside.length} in KeyInfo, ${beside.length} behind EncryptedData`);
  }
  if (retrieval === null) return null;
  const [sibling] = beside;
  if (sibling === undefined) return misplaced('RetrievalMethod and an EncryptedKey in KeyInfo');
  const retrievedType = attributeOf(retrieval, 'Type');
  if (retrievedType !== null && retrievedType !== ENCRYPTED_KEY_TYPE) {
    return misplaced('RetrievalMethod is for something else');
  }
  const id = attributeOf(sibling, 'Id');
  const isNamed = id !== null && id !== '' && attributeOf(retrieval, 'URI') === `#${id}`;
  return isNamed ? null : misplaced('RetrievalMethod does not name the EncryptedKey');
}

/** Reads an EncryptedAssertion of sound structure; refuses algorithms that are not on the list. */
export function readCiphertext(encrypted: XmlElement): Result<Ciphertext> {
  const data = child(encrypted, 'EncryptedData');
  const algorithm = dataAlgorithm(algorithmOf(child(data, 'EncryptionMethod')));
  if (!algorithm.ok) return algorithm;
  const key = soleEncryptedKey(encrypted, data);
  const method = child(key, 'EncryptionMethod');
  const digest = childOf(method, DSIG, 'DigestMethod');
  const mask = childOf(method, XENC11, 'MGF');
  const label = childOf(method, XENC, 'OAEPparams');
  const oaep = oaepParameters({
    algorithm: algorithmOf(method),
    digest: digest && algorithmOf(digest),
    mask: mask && algorithmOf(mask),
    label: label === null ? Buffer.alloc(0) : octets(label),
  });
  if (!oaep.ok) return oaep;
  return success({
    algorithm: algorithm.value,
    data: cipherValue(data),
    oaep: oaep.value,
    wrappedKey: cipherValue(key),
  });
}

function soleEncryptedKey(encrypted: XmlElement, data: XmlElement): XmlElement {
  const keyInfo = childOf(data, DSIG, 'KeyInfo');
  return (keyInfo && childOf(keyInfo, XENC, 'EncryptedKey')) ?? child(encrypted, 'EncryptedKey');
}

function cipherValue(element: XmlElement): Buffer {
  return octets(child(child(element, 'CipherData'), 'CipherValue'));
}

/** Octets of base64 that may be folded. What is no base64 becomes nothing, which no key decrypts. */
function octets(element: XmlElement): Buffer {
  const base64 = textOf(element).replace(/[\t\n\r ]/g, '');
  const decoded = Buffer.from(base64, 'base64');
  return isStrictBase64(base64, decoded) ? decoded : Buffer.alloc(0);
}

/** A child of the xenc namespace that the model has proven to be there. */
function child(element: XmlElement, localName: string): XmlElement {
  return childOf(element, XENC, localName) as XmlElement;
}

function isEncryptedKey({ localName, namespace }: XmlElement): boolean {
  return localName === 'EncryptedKey' && namespace === XENC;
}

function misplaced(reason: string): Refusal {
  return refusal('encrypted_key_misplaced', { reason });
}
