import { type Result, refusal, success } from '../errors/index.js';
import type { Connection, SignaturePolicy } from '../organizations/connection.js';
import { canonicalize } from '../xml/canonicalize.js';
import { readCanonicalXml } from '../xml/read-xml.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';
import type { Envelope } from './envelope.js';
import { isAssertion, placementViolation } from './placement.js';
import { partsOf, type ResponseParts, responseParts, type UnverifiedResponse } from './structure.js';
import { type SignedElement, type VerifiedBytes, verifySignature } from './verify-signature.js';

/** What the signatures cover, read again from the canonical bytes that were hashed. */
export interface SignedParts {
  /** The assertion: root of its own canonical bytes, or child of the canonical Response. */
  readonly assertion: XmlElement;
  readonly envelope: Envelope;
  /** Whether the envelope was read from signed bytes. By Entra's default it was not. */
  readonly envelopeIsSigned: boolean;
  /** The documents that were read from canonical bytes, one for each signature. */
  readonly documents: readonly { readonly element: SignedElement; readonly document: XmlDocument }[];
  readonly connection: Connection;
  /** The posted Response, for a reader that verifies a second time. Values are never taken from it. */
  readonly posted: XmlElement;
}

// Proof that every signature of the message was verified and one covers the assertion. Only this file makes one.
class SignedContentProof {
  readonly #parts: SignedParts;

  constructor(parts: SignedParts) {
    this.#parts = parts;
  }

  static parts(signed: SignedContent): SignedParts {
    return signed.#parts;
  }
}

/** Content that a key of the connection signed. */
export type SignedContent = SignedContentProof;

/** The signed parts. A forged `SignedContent` throws a TypeError. */
export const signedPartsOf: (signed: SignedContent) => SignedParts = SignedContentProof.parts;

/**
 * Verify stage: every signature present must verify with a certificate of the connection (saml-profiles
 * 4.1.4.3), one must cover the assertion (4.1.4.5), and the connection's signature policy must be met.
 */
export function verifyResponse(
  unverified: UnverifiedResponse,
  connection: Connection,
): Result<SignedContent> {
  const posted = partsOf(unverified);
  const { assertion } = posted;
  if (assertion === null) throw new TypeError('a Response without success has nothing to verify');
  const unsatisfied = policyRefusal(posted, connection.signaturePolicy);
  if (unsatisfied !== null) return unsatisfied;

  const verified: VerifiedBytes[] = [];
  for (const [element, signature] of signaturesOf(posted)) {
    const bytes = verifySignature(element, signature, connection);
    if (!bytes.ok) return bytes;
    verified.push(bytes.value);
  }
  return readSigned(verified, posted, connection);
}

function policyRefusal(posted: ResponseParts, policy: SignaturePolicy): Result<never> | null {
  const signed = signaturesOf(posted).map(([element]) => element.localName as SignedElement);
  if (signed.length === 0) return refusal('signature_missing', {});
  const missing =
    (policy !== 'assertion-covered' && policy !== 'response' && !signed.includes('Assertion')) ||
    (policy !== 'assertion-covered' && policy !== 'assertion' && !signed.includes('Response'));
  return missing ? refusal('signature_policy_unsatisfied', { policy, signed }) : null;
}

function signaturesOf({
  response,
  responseSignature,
  assertion,
  assertionSignature,
}: ResponseParts): [XmlElement, XmlElement][] {
  const signatures: [XmlElement, XmlElement][] = [];
  if (responseSignature !== null) signatures.push([response, responseSignature]);
  if (assertion !== null && assertionSignature !== null) signatures.push([assertion, assertionSignature]);
  return signatures;
}

/** Reads the canonical bytes again; from here on the posted document is not believed any more. */
function readSigned(
  verified: readonly VerifiedBytes[],
  posted: ResponseParts,
  connection: Connection,
): Result<SignedContent> {
  const documents: { element: SignedElement; document: XmlDocument }[] = [];
  let response: ResponseParts | null = null;
  let assertion: XmlElement | null = null;
  for (const { element, canonical } of verified) {
    const read = readCanonicalXml(canonical);
    if (!read.ok) return ambiguous(element, read.error.message);
    documents.push({ element, document: read.value });
    if (element === 'Response') {
      const parts = responseParts(read.value);
      if (!parts.ok) return ambiguous(element, parts.error.message);
      response = parts.value;
    } else {
      const violation = isAssertion(read.value.root) ? placementViolation(read.value) : null;
      if (!isAssertion(read.value.root) || violation !== null) return ambiguous(element, 'not one assertion');
      assertion = read.value.root;
    }
  }
  const inner = response?.assertion ?? null;
  if (response !== null && inner === null) return ambiguous('Response', 'not one assertion');
  if (inner !== null && assertion !== null && !areSame(inner, response, assertion)) {
    return ambiguous('Response', 'the assertion in the signed Response is not the signed assertion');
  }
  const covered = assertion ?? inner;
  if (covered === null) return refusal('signature_missing', {});
  return success(
    new SignedContentProof({
      assertion: covered,
      envelope: response?.envelope ?? posted.envelope,
      envelopeIsSigned: response !== null,
      documents,
      connection,
      posted: posted.response,
    }),
  );
}

/** Whether the assertion within the canonical Response is, but for its signature, the assertion that was signed. */
function areSame(inner: XmlElement, response: ResponseParts | null, assertion: XmlElement): boolean {
  const options = { omit: response?.assertionSignature ?? null, inclusivePrefixes: [] };
  return canonicalize(inner, options) === canonicalize(assertion, { omit: null, inclusivePrefixes: [] });
}

function ambiguous(element: SignedElement, reason: string): Result<never> {
  return refusal('signed_content_ambiguous', { element, reason });
}
