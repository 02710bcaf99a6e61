import { type Refusal, refusal } from '../errors/index.js';
import type { Assertion } from './assertion.js';
import { hasPassed, isInFuture, timeDetails } from './check-time.js';
import type { Expectations } from './expectations.js';

/**
 * AuthnStatements (saml-core 2.7.2). An old AuthnInstant is normal, Entra’s may be months old; only a request
 * with ForceAuthn makes its age a condition.
 */
export function authnStatementsViolation(
  { authnStatements }: Assertion,
  expectations: Expectations,
): Refusal | null {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { authnInstant, sessionNotOnOrAfter } of authnStatements) {
    if (isInFuture(authnInstant, expectations)) {
      const details = timeDetails('AuthnStatement/@AuthnInstant', authnInstant, expectations);
      return refusal('authn_instant_in_future', details);
    }
    if (sessionNotOnOrAfter !== null && hasPassed(sessionNotOnOrAfter, expectations)) {
      const details = timeDetails('AuthnStatement/@SessionNotOnOrAfter', sessionNotOnOrAfter, expectations);
      return refusal('session_expired', details);
    }
    latest = Math.max(latest, authnInstant);
  }
  const requestedAt = expectations.authnInstantNotBefore;
  const skew = expectations.connection.clockSkewSeconds * 1000;
  if (requestedAt === null || latest >= requestedAt.getTime() - skew) return null;
  return refusal('authn_instant_before_request', {
    authnInstant: new Date(latest).toISOString(),
    requestedAt: requestedAt.toISOString(),
  });
}
