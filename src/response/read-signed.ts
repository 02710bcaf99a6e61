import { type Result, refusal, success } from '../errors/index.js';
import { canonicalize } from '../xml/canonicalize.js';
import { readCanonicalXml } from '../xml/read-xml.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';
import type { Envelope } from './envelope.js';
import { isAssertion, placementViolation } from './placement.js';
import { type ResponseParts, responseParts } from './structure.js';
import type { SignedElement, VerifiedBytes } from './verify-signature.js';

/** What signed bytes say when they are read by themselves. */
export interface SignedReading {
  /** The signed Response, else the signed assertion. */
  readonly document: XmlDocument;
  /** The assertion within that document. */
  readonly assertion: XmlElement;
  /** Null where no signature covers the Response. */
  readonly envelope: Envelope | null;
}

/** What a Response says before its assertion is decrypted. */
export interface SealedReading {
  readonly encryptedAssertion: XmlElement;
  readonly envelope: Envelope;
}

/** Reads the bytes that the signatures of one message cover; from here on the posted document is not believed any more. */
export function readSigned(verified: readonly VerifiedBytes[]): Result<SignedReading> {
  const response = verified.find(({ element }) => element === 'Response');
  const assertion = verified.find(({ element }) => element === 'Assertion');
  if (response !== undefined) return readSignedResponse(response.canonical, assertion?.canonical ?? null);
  return assertion === undefined
    ? refusal('signature_missing', {})
    : readSignedAssertion(assertion.canonical);
}

/** Reads canonical bytes that must be one assertion. */
export function readSignedAssertion(canonical: string): Result<SignedReading> {
  const read = readCanonicalXml(canonical);
  if (!read.ok) return ambiguous('Assertion', read.error.message);
  const document = read.value;
  const isSound = isAssertion(document.root) && placementViolation(document) === null;
  return isSound
    ? success({ document, assertion: document.root, envelope: null })
    : ambiguous('Assertion', 'not one assertion');
}

/** Reads canonical bytes that must be a Response with an encrypted assertion. */
export function readSignedSealed(canonical: string): Result<SealedReading> {
  const parts = readSignedParts(canonical);
  if (!parts.ok) return parts;
  const { encryptedAssertion, envelope } = parts.value;
  return encryptedAssertion === null
    ? ambiguous('Response', 'not one EncryptedAssertion')
    : success({ encryptedAssertion, envelope });
}

/** Reads canonical bytes that must be a Response, and hold the assertion that is signed too, where one is. */
function readSignedResponse(canonical: string, signed: string | null): Result<SignedReading> {
  const parts = readSignedParts(canonical);
  if (!parts.ok) return parts;
  const { response, assertion, assertionSignature, envelope } = parts.value;
  if (assertion === null) return ambiguous('Response', 'not one assertion');
  if (signed !== null && !isSame(assertion, assertionSignature, signed)) {
    return ambiguous('Response', 'the assertion in the signed Response is not the signed assertion');
  }
  return success({ document: response.document, assertion, envelope });
}

function readSignedParts(canonical: string): Result<ResponseParts> {
  const read = readCanonicalXml(canonical);
  if (!read.ok) return ambiguous('Response', read.error.message);
  const parts = responseParts(read.value);
  return parts.ok ? parts : ambiguous('Response', parts.error.message);
}

/** Whether the assertion within the canonical Response is, but for its signature, the assertion that was signed. */
function isSame(inner: XmlElement, signature: XmlElement | null, canonical: string): boolean {
  const found = canonicalize(inner, { omit: signature, inclusivePrefixes: [] });
  if (!found.ok) return false;
  if (found.value === canonical) return true;
  // A PrefixList of the assertion's signature adds declarations that the inner one need not have.
  const read = readCanonicalXml(canonical);
  if (!read.ok) return false;
  const again = canonicalize(read.value.root, { omit: null, inclusivePrefixes: [] });
  return again.ok && again.value === found.value;
}

function ambiguous(element: SignedElement, reason: string): Result<never> {
  return refusal('signed_content_ambiguous', { element, reason });
}
