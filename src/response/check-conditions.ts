import { type Refusal, refusal } from '../errors/index.js';
import type { Assertion } from './assertion.js';
import { excessLifetime, hasPassed, isInFuture, timeDetails } from './check-time.js';
import type { Expectations } from './expectations.js';

/** Conditions: window, audience, and how often single conditions occur (saml-core 2.5.1). */
export function conditionsViolation(assertion: Assertion, expectations: Expectations): Refusal | null {
  const { oneTimeUseCount, proxyRestrictionCount } = assertion.conditions;
  if (oneTimeUseCount > 1) return refusal('one_time_use_repeated', {});
  if (proxyRestrictionCount > 1) return refusal('proxy_restriction_repeated', {});
  return windowViolation(assertion, expectations) ?? audienceViolation(assertion, expectations);
}

function windowViolation(
  { conditions, issueInstant }: Assertion,
  expectations: Expectations,
): Refusal | null {
  const { notBefore, notOnOrAfter } = conditions;
  if (notOnOrAfter === null) return refusal('conditions_not_on_or_after_missing', {});
  if (notBefore !== null && notBefore >= notOnOrAfter) {
    return refusal('conditions_empty_window', {
      notBefore: new Date(notBefore).toISOString(),
      notOnOrAfter: new Date(notOnOrAfter).toISOString(),
    });
  }
  if (notBefore !== null && isInFuture(notBefore, expectations)) {
    return refusal('conditions_not_yet_valid', timeDetails('Conditions/@NotBefore', notBefore, expectations));
  }
  if (hasPassed(notOnOrAfter, expectations)) {
    return refusal('conditions_expired', timeDetails('Conditions/@NotOnOrAfter', notOnOrAfter, expectations));
  }
  const seconds = excessLifetime(issueInstant, notOnOrAfter, expectations);
  if (seconds === null) return null;
  return refusal('conditions_lifetime_exceeded', {
    seconds,
    maxLifetimeSeconds: expectations.connection.maxLifetimeSeconds,
  });
}

/** Within one AudienceRestriction one Audience suffices; every restriction must be met (saml-core 2.5.1.4). */
function audienceViolation({ conditions }: Assertion, { entityId }: Expectations): Refusal | null {
  if (conditions.audienceRestrictions.length === 0) {
    return refusal('audience_restriction_missing', { expected: entityId });
  }
  for (const audiences of conditions.audienceRestrictions) {
    if (!audiences.includes(entityId)) {
      return refusal('audience_mismatch', { expected: entityId, received: audiences });
    }
  }
  return null;
}
