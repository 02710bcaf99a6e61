import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { unwrapKey } from '../certificates/unwrap-key.js';
import { type Result, refusal, success } from '../errors/index.js';
import type { ConnectionKeys } from '../organizations/connection.js';
import { escapeAttribute } from '../xml/escape.js';
import { childOf } from '../xml/lookup.js';
import { readCanonicalXml } from '../xml/read-xml.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';
import { decryptData } from './decrypt-data.js';
import { type DecryptionPermit, spendPermit } from './decryption-permit.js';
import type { Ciphertext } from './encrypted-assertion.js';
import { DSIG } from './names.js';
import { isAssertion, isSignature, placementViolation } from './placement.js';
import { type SealedParts, sealedPartsOf } from './sealed-response.js';
import { signatureShapeViolation } from './signature-shape.js';

/** A Response with its assertion in the clear. */
export interface DecryptedParts {
  readonly sealed: SealedParts;
  /** Read from the plaintext, in the scope of the namespaces that its place has. */
  readonly assertion: XmlElement;
  readonly assertionSignature: XmlElement | null;
}

// Proof that an assertion was decrypted and is of sound structure. Only this file can make one.
class DecryptedResponseProof {
  readonly #parts: DecryptedParts;

  constructor(parts: DecryptedParts) {
    this.#parts = parts;
  }

  static parts(decrypted: DecryptedResponse): DecryptedParts {
    return decrypted.#parts;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(DecryptedResponseProof.prototype, 'constructor');

/** A Response whose assertion was decrypted, which proves nothing about who wrote it: anybody can encrypt to us. */
export type DecryptedResponse = DecryptedResponseProof;

/** The decrypted parts. A forged `DecryptedResponse` throws a TypeError. */
export const decryptedPartsOf: (decrypted: DecryptedResponse) => DecryptedParts =
  DecryptedResponseProof.parts;

/**
 * Decrypt stage (saml-core 2.3.4, 6.1; xmlenc-core 4.4): the plaintext must be one saml:Assertion of sound structure.
 * Everything that can go wrong is one refusal without details, reached by the same work: every key is tried, and
 * where none unwraps, a random one decrypts.
 */
export function decryptResponse(permit: DecryptionPermit): Result<DecryptedResponse> {
  const sealed = sealedPartsOf(spendPermit(permit));
  const { ciphertext, encrypted, keys, posted } = sealed;
  const plaintext = decryptData(ciphertext.algorithm, dataKey(keys, ciphertext), ciphertext.data);
  const assertion = readPlaintext(plaintext.octets, encrypted, posted.document);
  if (!plaintext.isSound || assertion === null) return refusal('decryption_failed', {});
  const assertionSignature = childOf(assertion, DSIG, 'Signature');
  return success(new DecryptedResponseProof({ sealed, assertion, assertionSignature }));
}

function dataKey({ current, next }: ConnectionKeys, { algorithm, oaep, wrappedKey }: Ciphertext): Buffer {
  const keys = next === null ? [current] : [current, next];
  const unwrapped = keys.map((key) => unwrapKey(key, wrappedKey, oaep, algorithm.keyLength));
  const random = randomBytes(algorithm.keyLength);
  return unwrapped.find((key) => key !== null) ?? random;
}

/** The assertion that the plaintext is; null where it is anything else, or not of sound structure. */
function readPlaintext(octets: Buffer, encrypted: XmlElement, posted: XmlDocument): XmlElement | null {
  const open = contextOf(encrypted);
  const source = `${open}${octets.toString('latin1')}${CLOSE}`;
  // Read in any case: what is not UTF-8 shall not be refused sooner than what is not XML.
  const read = readCanonicalXml(source);
  if (!isUtf8(octets) || !read.ok) return null;
  const [assertion] = read.value.root.children;
  // Nothing before, beside or behind the one element; a plaintext that closes the context has no such element.
  const isWhole = assertion?.start === open.length && assertion.end === source.length - CLOSE.length;
  if (!isWhole || !isAssertion(assertion)) return null;
  return isSoundlyStructured(assertion, posted) ? assertion : null;
}

const CLOSE = '</context>';

/**
 * A start tag with the namespaces in scope where the plaintext belongs (xmlenc-core 4.4: it takes the place of the
 * EncryptedData). An identity provider that encrypts a part of its document need not declare them again within.
 */
function contextOf(encrypted: XmlElement): string {
  const declared = new Map<string, string>();
  for (let at: XmlElement | null = encrypted; at !== null; at = at.parent) {
    for (const { prefix, uri } of at.declarations) if (!declared.has(prefix)) declared.set(prefix, uri);
  }
  let tag = '<context';
  for (const [prefix, uri] of declared) {
    tag += `${prefix === '' ? ' xmlns' : ` xmlns:${prefix}`}="${escapeAttribute(uri)}"`;
  }
  return `${tag}>`;
}

/**
 * The rules of the structure stage; an ID of the Response around may not return either. Around is what was posted:
 * the bytes that a signature of the Response covers leave the signature out, and the IDs within.
 */
function isSoundlyStructured(assertion: XmlElement, around: XmlDocument): boolean {
  const ids = new Set<string>();
  return (
    placementViolation(around, ids) === null &&
    placementViolation({ ...assertion.document, root: assertion }, ids) === null &&
    assertion.children.filter(isSignature).length <= 1 &&
    signatureShapeViolation(assertion) === null
  );
}
