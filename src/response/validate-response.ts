import { type Result, refusal } from '../errors/index.js';
import { checkAssertion, type ValidAssertion } from './check.js';
import { statusViolation } from './check-envelope.js';
import { decryptResponse } from './decrypt.js';
import { type DecryptionPermit, permitUnreserved } from './decryption-permit.js';
import { assertExpectations, type Expectations } from './expectations.js';
import { extractAssertion } from './extract.js';
import { isEncrypted, sealedResponse } from './sealed-response.js';
import { confirmBySecondReader } from './second-reader.js';
import { partsOf, readUnverifiedResponse, type UnverifiedResponse } from './structure.js';
import { type SignedContent, verifyDecrypted, verifyResponse } from './verify.js';

/** What `validateResponse` may do beyond the pure walk. */
export interface ValidateOptions {
  /**
   * `dangerously-unreserved`: decrypt although nothing holds a message to one attempt. Only where no sender learns the
   * outcome, as in tests. Without it an encrypted Response is refused (`decryption_not_permitted`).
   */
  readonly decryption?: 'dangerously-unreserved';
}

/**
 * Walks a posted SAMLResponse from text to a valid assertion: decode, structure, decrypt, verify, second reader,
 * extract, check. Pure and synchronous: whether the request is outstanding, the assertion unused and a wrapped key
 * untried is the caller's part (`finishSignIn` does it).
 *
 * @param samlResponse the form field as posted: base64, at most 256 KiB
 * @param expectations what the Response must be; a missing one throws a TypeError
 * @returns the valid assertion, or a refusal with one code per cause (saml-profiles 4.1.4.3)
 */
export function validateResponse(
  samlResponse: string,
  expectations: Expectations,
  options: ValidateOptions = {},
): Result<ValidAssertion> {
  assertExpectations(expectations);
  const unverified = readUnverifiedResponse(samlResponse);
  if (!unverified.ok) return unverified;
  const unreserved = Object.hasOwn(options, 'decryption') && options.decryption === 'dangerously-unreserved';
  if (!unreserved || !isEncrypted(unverified.value)) {
    return validateUnverified(unverified.value, expectations);
  }
  const sealed = sealedResponse(unverified.value, expectations.connection, expectations.now);
  return sealed.ok ? validateDecrypted(permitUnreserved(sealed.value), expectations) : sealed;
}

/** The same walk for a Response that was read before, to find the request that it claims to answer. */
export function validateUnverified(
  unverified: UnverifiedResponse,
  expectations: Expectations,
): Result<ValidAssertion> {
  assertExpectations(expectations);
  const { connection, now } = expectations;
  const failed = statusViolation(partsOf(unverified).envelope);
  if (failed !== null) return failed;
  if (isEncrypted(unverified)) {
    return connection.keys === null
      ? refusal('assertion_encrypted', {})
      : refusal('decryption_not_permitted', {});
  }
  if (connection.requireEncryption) return refusal('encryption_required', {});
  const signed = verifyResponse(unverified, connection, now);
  return signed.ok ? validateSigned(signed.value, expectations) : signed;
}

/** The walk of an encrypted Response whose one attempt at decryption is permitted. */
export function validateDecrypted(
  permit: DecryptionPermit,
  expectations: Expectations,
): Result<ValidAssertion> {
  assertExpectations(expectations);
  const decrypted = decryptResponse(permit);
  if (!decrypted.ok) return decrypted;
  const signed = verifyDecrypted(decrypted.value);
  return signed.ok ? validateSigned(signed.value, expectations) : signed;
}

function validateSigned(signed: SignedContent, expectations: Expectations): Result<ValidAssertion> {
  const confirmed = confirmBySecondReader(signed);
  if (!confirmed.ok) return confirmed;
  const extracted = extractAssertion(confirmed.value);
  return extracted.ok ? checkAssertion(extracted.value, expectations) : extracted;
}
