import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Result, success } from '../errors/index.js';
import { type ClaimedDomain, resolveClaimedDomain } from '../organizations/resolve.js';
import type { Assertion } from '../response/assertion.js';
import { type Claims, readClaims } from '../response/claims.js';
import type { DecryptionPermit } from '../response/decryption-permit.js';
import type { Expectations } from '../response/expectations.js';
import { validateDecrypted, validateUnverified } from '../response/validate-response.js';
import type { MatchedAnswer } from './match-answer.js';
import { urlsOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/** What a message says once every check of the walk has passed. */
export interface ProvenAnswer {
  readonly assertion: Assertion;
  readonly claims: Claims;
  readonly claimedDomain: ClaimedDomain;
  /** Whose key signed it. */
  readonly signedBy: IdpCertificate;
}

/** Every check of the walk, and the claimed domain; whether the message comes for the first time is not looked at. */
export async function proveAnswer(
  settings: Settings,
  { connection, unverified, request }: MatchedAnswer,
  permit: DecryptionPermit | null,
  now: Date,
): Promise<Result<ProvenAnswer>> {
  const { entityId, assertionConsumerServiceUrl } = urlsOf(settings, connection);
  const expectations: Expectations = {
    connection,
    entityId,
    assertionConsumerServiceUrl,
    inResponseTo: request?.id ?? null,
    authnInstantNotBefore: request?.forceAuthn ? request.issuedAt : null,
    now,
  };
  const valid =
    permit === null ? validateUnverified(unverified, expectations) : validateDecrypted(permit, expectations);
  if (!valid.ok) return valid;
  const claims = readClaims(valid.value);
  if (!claims.ok) return claims;
  const { email } = claims.value;
  const claimedDomain = await resolveClaimedDomain({ connection, email }, settings.domainClaims);
  if (!claimedDomain.ok) return claimedDomain;
  return success({
    assertion: valid.value.assertion,
    claims: claims.value,
    claimedDomain: claimedDomain.value,
    signedBy: valid.value.signedBy,
  });
}
