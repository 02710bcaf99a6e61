import { type Result, refusal, success } from '../errors/index.js';
import type { Connection, SignaturePolicy } from '../organizations/connection.js';
import { canonicalize } from '../xml/canonicalize.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';
import { type DecryptedParts, type DecryptedResponse, decryptedPartsOf } from './decrypt.js';
import type { Envelope } from './envelope.js';
import { readSigned, readSignedAssertion } from './read-signed.js';
import { partsOf, type ResponseParts, type UnverifiedResponse } from './structure.js';
import { type SignedElement, type VerifiedBytes, verifySignature } from './verify-signature.js';

/** What the signatures cover, read again from the canonical bytes that were hashed. */
export interface SignedParts {
  /** The document that was read from canonical bytes: the signed Response, else the signed assertion. */
  readonly document: XmlDocument;
  /** The assertion within that document. */
  readonly assertion: XmlElement;
  readonly envelope: Envelope;
  /** Whether the envelope was read from signed bytes. By Entra's default it was not. */
  readonly envelopeIsSigned: boolean;
  readonly connection: Connection;
  /** The posted Response and what each of its signatures was made over, for a reader that verifies a second time. */
  readonly posted: XmlElement;
  readonly verified: readonly VerifiedBytes[];
  /** The same of an assertion that was encrypted in the posted Response; else null. */
  readonly decrypted: { readonly assertion: XmlElement; readonly verified: readonly VerifiedBytes[] } | null;
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
// An instance does not lead to its class either.
Reflect.deleteProperty(SignedContentProof.prototype, 'constructor');

/** Content that a key of the connection signed. */
export type SignedContent = SignedContentProof;

/** The signed parts. A forged `SignedContent` throws a TypeError. */
export const signedPartsOf: (signed: SignedContent) => SignedParts = SignedContentProof.parts;

/**
 * Verify stage: every signature present must verify with a certificate of the connection (saml-profiles
 * 4.1.4.3), one must cover the assertion (4.1.4.5), and the connection's signature policy must be met. `now` is for
 * a connection that refuses expired certificates.
 */
export function verifyResponse(
  unverified: UnverifiedResponse,
  connection: Connection,
  now: Date,
): Result<SignedContent> {
  const posted = partsOf(unverified);
  const { assertion } = posted;
  if (assertion === null) throw new TypeError('a Response without success has nothing to verify');
  const signatures = signaturesOf(posted, assertion);
  const unsatisfied = policyRefusal(signatures.map(elementName), connection.signaturePolicy);
  if (unsatisfied !== null) return unsatisfied;

  const verified: VerifiedBytes[] = [];
  for (const [element, signature] of signatures) {
    const bytes = verifySignature(element, signature, connection, now);
    if (!bytes.ok) return bytes;
    verified.push(bytes.value);
  }
  const read = readSigned(verified);
  if (!read.ok) return read;
  const { envelope } = read.value;
  return success(
    new SignedContentProof({
      document: read.value.document,
      assertion: read.value.assertion,
      envelope: envelope ?? posted.envelope,
      envelopeIsSigned: envelope !== null,
      connection,
      posted: posted.response,
      verified,
      decrypted: null,
    }),
  );
}

/**
 * Verify stage for a decrypted assertion: its own signature, or that of the Response over the ciphertext, which was
 * verified before anything was decrypted. Where nothing signed the ciphertext, each refusal has the one code that the
 * outside cannot tell from a failed decryption.
 */
export function verifyDecrypted(decrypted: DecryptedResponse): Result<SignedContent> {
  const parts = decryptedPartsOf(decrypted);
  const signed = signedPlaintext(parts);
  if (signed.ok || parts.sealed.verified !== null) return signed;
  const { code, details } = signed.error;
  return refusal('decrypted_assertion_unverified', { code, details }, { cause: signed.error });
}

function signedPlaintext({ sealed, assertion, assertionSignature }: DecryptedParts): Result<SignedContent> {
  const { connection, envelope, now, posted } = sealed;
  const envelopeIsSigned = sealed.verified !== null;
  const signed: SignedElement[] = envelopeIsSigned ? ['Response'] : [];
  if (assertionSignature !== null) signed.push('Assertion');
  const unsatisfied = policyRefusal(signed, connection.signaturePolicy);
  if (unsatisfied !== null) return unsatisfied;
  const own =
    assertionSignature === null ? null : verifySignature(assertion, assertionSignature, connection, now);
  if (own?.ok === false) return own;
  // Without a signature of its own the plaintext is what the signed Response holds as ciphertext.
  const canonical =
    own === null
      ? canonicalize(assertion, { omit: null, inclusivePrefixes: [] })
      : success(own.value.canonical);
  if (!canonical.ok) return canonical;
  const read = readSignedAssertion(canonical.value);
  if (!read.ok) return read;
  return success(
    new SignedContentProof({
      document: read.value.document,
      assertion: read.value.assertion,
      envelope,
      envelopeIsSigned,
      connection,
      posted,
      verified: sealed.verified === null ? [] : [sealed.verified],
      decrypted: { assertion, verified: own === null ? [] : [own.value] },
    }),
  );
}

function elementName([element]: readonly XmlElement[]): SignedElement {
  return element?.localName as SignedElement;
}

function policyRefusal(signed: readonly SignedElement[], policy: SignaturePolicy): Result<never> | null {
  if (signed.length === 0) return refusal('signature_missing', {});
  const missing =
    (policy !== 'assertion-covered' && policy !== 'response' && !signed.includes('Assertion')) ||
    (policy !== 'assertion-covered' && policy !== 'assertion' && !signed.includes('Response'));
  return missing ? refusal('signature_policy_unsatisfied', { policy, signed }) : null;
}

function signaturesOf(
  { response, responseSignature, assertionSignature }: ResponseParts,
  assertion: XmlElement,
): [XmlElement, XmlElement][] {
  const signatures: [XmlElement, XmlElement][] = [];
  if (responseSignature !== null) signatures.push([response, responseSignature]);
  if (assertionSignature !== null) signatures.push([assertion, assertionSignature]);
  return signatures;
}
