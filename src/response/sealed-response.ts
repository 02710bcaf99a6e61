import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection, ConnectionKeys } from '../organizations/connection.js';
import type { XmlElement } from '../xml/xml-element.js';
import { type Ciphertext, readCiphertext } from './encrypted-assertion.js';
import type { Envelope } from './envelope.js';
import { readSignedSealed } from './read-signed.js';
import { partsOf, type ResponseParts, type UnverifiedResponse } from './structure.js';
import { type VerifiedBytes, verifySignature } from './verify-signature.js';

/** What is known of a Response before its assertion is decrypted. */
export interface SealedParts {
  readonly connection: Connection;
  /** The posted Response. */
  readonly posted: XmlElement;
  readonly keys: ConnectionKeys;
  readonly ciphertext: Ciphertext;
  /** The EncryptedAssertion: of the canonical bytes where the Response is signed, else as posted. */
  readonly encrypted: XmlElement;
  readonly envelope: Envelope;
  /** What the signature of the Response covers; null where it has none. */
  readonly verified: VerifiedBytes | null;
  /** When it was verified. */
  readonly now: Date;
}

// Proof that all that can be checked of an encrypted Response without a key was checked. Only this file can make one.
class SealedResponseProof {
  readonly #parts: SealedParts;

  constructor(parts: SealedParts) {
    this.#parts = parts;
  }

  static parts(sealed: SealedResponse): SealedParts {
    return sealed.#parts;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(SealedResponseProof.prototype, 'constructor');

/** A Response with an encrypted assertion. */
export type SealedResponse = SealedResponseProof;

/** The parts of an encrypted Response. A forged `SealedResponse` throws a TypeError. */
export const sealedPartsOf: (sealed: SealedResponse) => SealedParts = SealedResponseProof.parts;

/** Whether the assertion of a Response is encrypted. */
export function isEncrypted(unverified: UnverifiedResponse): boolean {
  return partsOf(unverified).encryptedAssertion !== null;
}

/**
 * Checks what an encrypted Response shows without a key: the connection has keys, the signature of the Response
 * verifies where there is one, and the algorithms and policies are met. From a signed Response the EncryptedAssertion is
 * read again from the canonical bytes, so that the plaintext comes from a ciphertext that was signed.
 */
export function sealedResponse(
  unverified: UnverifiedResponse,
  connection: Connection,
  now: Date,
): Result<SealedResponse> {
  const posted = partsOf(unverified);
  const { encryptedAssertion } = posted;
  const { keys, signaturePolicy } = connection;
  if (encryptedAssertion === null) throw new TypeError('the Response has no encrypted assertion');
  if (keys === null) return refusal('assertion_encrypted', {});
  const isSigned = posted.responseSignature !== null;
  if (!isSigned && (signaturePolicy === 'response' || signaturePolicy === 'both')) {
    return refusal('signature_policy_unsatisfied', { policy: signaturePolicy, signed: [] });
  }
  const verified = verifiedBytes(posted, connection, now);
  if (!verified.ok) return verified;
  const asPosted = { encryptedAssertion, envelope: posted.envelope };
  const read = verified.value === null ? success(asPosted) : readSignedSealed(verified.value.canonical);
  if (!read.ok) return read;
  const { encryptedAssertion: encrypted, envelope } = read.value;
  const ciphertext = readCiphertext(encrypted);
  if (!ciphertext.ok) return ciphertext;
  const unsatisfied = policyViolation(connection, isSigned, ciphertext.value);
  if (unsatisfied !== null) return unsatisfied;
  return success(
    new SealedResponseProof({
      connection,
      posted: posted.response,
      keys,
      ciphertext: ciphertext.value,
      encrypted,
      envelope,
      verified: verified.value,
      now,
    }),
  );
}

function verifiedBytes(
  { response, responseSignature }: ResponseParts,
  connection: Connection,
  now: Date,
): Result<VerifiedBytes | null> {
  return responseSignature === null
    ? success(null)
    : verifySignature(response, responseSignature, connection, now);
}

function policyViolation(
  { encryptionPolicy }: Connection,
  isSigned: boolean,
  { algorithm }: Ciphertext,
): Refusal | null {
  if (encryptionPolicy === 'any' || isSigned || algorithm.authenticated) return null;
  return refusal('encryption_policy_unsatisfied', {
    policy: encryptionPolicy,
    algorithm: algorithm.identifier,
  });
}
