import type { Result } from '../errors/index.js';
import { checkAssertion, type ValidAssertion } from './check.js';
import { statusViolation } from './check-envelope.js';
import { assertExpectations, type Expectations } from './expectations.js';
import { extractAssertion } from './extract.js';
import { confirmBySecondReader } from './second-reader.js';
import { partsOf, readUnverifiedResponse, type UnverifiedResponse } from './structure.js';
import { verifyResponse } from './verify.js';

/**
 * Walks a posted SAMLResponse from text to a valid assertion: decode, structure, verify, second reader, extract,
 * check. Pure and synchronous: whether the request is outstanding and the assertion unused is the caller's part
 * (`finishSignIn` does it).
 *
 * @param samlResponse the form field as posted: base64, at most 256 KiB
 * @param expectations what the Response must be; a missing one throws a TypeError
 * @returns the valid assertion, or a refusal with one code per cause (saml-profiles 4.1.4.3)
 */
export function validateResponse(samlResponse: string, expectations: Expectations): Result<ValidAssertion> {
  assertExpectations(expectations);
  const unverified = readUnverifiedResponse(samlResponse);
  return unverified.ok ? validateUnverified(unverified.value, expectations) : unverified;
}

/** The same walk for a Response that was read before, to find the request that it claims to answer. */
export function validateUnverified(
  unverified: UnverifiedResponse,
  expectations: Expectations,
): Result<ValidAssertion> {
  assertExpectations(expectations);
  const failed = statusViolation(partsOf(unverified).envelope);
  if (failed !== null) return failed;
  const signed = verifyResponse(unverified, expectations.connection, expectations.now);
  if (!signed.ok) return signed;
  const confirmed = confirmBySecondReader(signed.value);
  if (!confirmed.ok) return confirmed;
  const extracted = extractAssertion(confirmed.value);
  return extracted.ok ? checkAssertion(extracted.value, expectations) : extracted;
}
