import { type ErrorDetails, type Refusal, refusal } from '../errors/index.js';
import type { Assertion } from './assertion.js';
import { hasPassed, isInFuture, timeDetails } from './check-time.js';
import type { Expectations } from './expectations.js';

type TimeDetails = ErrorDetails['issue_instant_in_future'];

/** Who issued the assertion, and when (saml-core 2.3.3, saml-profiles 4.1.4.2). */
export function issuanceViolation(assertion: Assertion, expectations: Expectations): Refusal | null {
  const { issuer, issueInstant } = assertion;
  const { issuerUrl, maxLifetimeSeconds } = expectations.connection;
  if (issuer !== issuerUrl)
    return refusal('assertion_issuer_mismatch', { expected: issuerUrl, received: issuer });
  const details = (): TimeDetails => timeDetails('Assertion/@IssueInstant', issueInstant, expectations);
  if (isInFuture(issueInstant, expectations)) return refusal('issue_instant_in_future', details());
  if (hasPassed(issueInstant + maxLifetimeSeconds * 1000, expectations)) {
    return refusal('issue_instant_too_old', { ...details(), maxLifetimeSeconds });
  }
  return null;
}
