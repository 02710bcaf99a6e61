import { type Refusal, refusal } from '../errors/index.js';
import type { Assertion, SubjectConfirmation } from './assertion.js';
import { excessLifetime, hasPassed, timeDetails } from './check-time.js';
import type { Expectations } from './expectations.js';
import { BEARER, PERSISTENT_FORMAT, TRANSIENT_FORMAT } from './names.js';

/** The NameID’s qualifiers and at least one bearer confirmation that fits (saml-profiles 4.1.4.2, 4.1.4.3). */
export function subjectViolation(assertion: Assertion, expectations: Expectations): Refusal | null {
  const qualifier = qualifierViolation(assertion, expectations);
  if (qualifier !== null) return qualifier;
  const bearers = assertion.subjectConfirmations.filter(({ method }) => method === BEARER);
  if (bearers.length === 0) {
    const received = assertion.subjectConfirmations.map(({ method }) => method);
    return refusal('subject_confirmation_method_not_bearer', { received });
  }
  let first: Refusal | null = null;
  for (const bearer of bearers) {
    const violation = confirmationViolation(bearer, assertion.issueInstant, expectations);
    if (violation === null) return null;
    first ??= violation;
  }
  return first;
}

/** A NameID of another pair of identity provider and service would identify another person here (saml-core 8.3.7). */
function qualifierViolation({ nameId, issuer }: Assertion, { entityId }: Expectations): Refusal | null {
  const { format, nameQualifier, spNameQualifier } = nameId;
  if (spNameQualifier !== null && spNameQualifier !== entityId) {
    return refusal('sp_name_qualifier_mismatch', { expected: entityId, received: spNameQualifier });
  }
  const isOpaque = format === PERSISTENT_FORMAT || format === TRANSIENT_FORMAT;
  if (isOpaque && nameQualifier !== null && nameQualifier !== issuer) {
    return refusal('name_qualifier_mismatch', { expected: issuer, received: nameQualifier });
  }
  return null;
}

function confirmationViolation(
  { data }: SubjectConfirmation,
  issueInstant: number,
  expectations: Expectations,
): Refusal | null {
  if (data === null) return refusal('subject_confirmation_data_missing', {});
  const { recipient, inResponseTo, notBefore, notOnOrAfter } = data;
  const expected = expectations.assertionConsumerServiceUrl;
  if (recipient === null) return refusal('recipient_missing', {});
  if (recipient !== expected) return refusal('recipient_mismatch', { expected, received: recipient });
  if (notBefore !== null) {
    return refusal('subject_confirmation_has_not_before', { received: new Date(notBefore).toISOString() });
  }
  if (notOnOrAfter === null) return refusal('subject_confirmation_not_on_or_after_missing', {});
  if (hasPassed(notOnOrAfter, expectations)) {
    const details = timeDetails('SubjectConfirmationData/@NotOnOrAfter', notOnOrAfter, expectations);
    return refusal('subject_confirmation_expired', details);
  }
  const seconds = excessLifetime(issueInstant, notOnOrAfter, expectations);
  if (seconds !== null) {
    const { maxLifetimeSeconds } = expectations.connection;
    return refusal('subject_confirmation_lifetime_exceeded', { seconds, maxLifetimeSeconds });
  }
  return inResponseToViolation(inResponseTo, expectations.inResponseTo);
}

function inResponseToViolation(received: string | null, expected: string | null): Refusal | null {
  if (expected === null)
    return received === null ? null : refusal('in_response_to_unsolicited', { received });
  if (received === null) return refusal('in_response_to_missing', { expected });
  return received === expected ? null : refusal('in_response_to_mismatch', { expected, received });
}
