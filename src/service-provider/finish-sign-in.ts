import { type Result, type Success, success } from '../errors/index.js';
import { type ClaimedDomain, resolveClaimedDomain } from '../organizations/resolve.js';
import { browserCookieName } from '../request/browser-binding.js';
import type { Assertion } from '../response/assertion.js';
import { type Claims, readClaims } from '../response/claims.js';
import type { DecryptionPermit } from '../response/decryption-permit.js';
import type { Expectations } from '../response/expectations.js';
import { validateDecrypted, validateUnverified } from '../response/validate-response.js';
import { admitOnce } from './admit-once.js';
import { identityOf } from './identity.js';
import { loggedOutViolation } from './logged-out.js';
import { type MatchedAnswer, matchAnswer } from './match-answer.js';
import { permitOnce } from './permit-once.js';
import type { PostedAnswer } from './posted-answer.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { landingPlace } from './return-place.js';
import { urlsOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import type { SignIn } from './sign-in.js';

/** How a sign-in ended. `spentCookie` is the cookie to delete, null while the request may still be answered. */
export type FinishedSignIn =
  | (Success<SignIn> & { readonly spentCookie: string | null })
  | (ReferencedRefusal & { readonly spentCookie: string | null });

interface ProvenAnswer {
  readonly assertion: Assertion;
  readonly claims: Claims;
  readonly claimedDomain: ClaimedDomain;
}

/** Walks a posted message to a sign-in or to a refusal. The time is read once. */
export async function finishSignIn(settings: Settings, answer: PostedAnswer): Promise<FinishedSignIn> {
  const now = settings.now();
  const matched = await matchAnswer(settings, answer, now);
  if (!matched.ok) return { ...refused(settings, matched.error, answer.connectionId), spentCookie: null };
  const { connection, request } = matched.value;
  const spentCookie = request && browserCookieName(request.id);
  const { permit, consumed } = await permitOnce(settings, matched.value, now);
  const proven = permit.ok ? await proveAnswer(settings, matched.value, permit.value, now) : permit;
  if (!proven.ok) {
    const refusedAnswer = refused(settings, proven.error, connection.id);
    return { ...refusedAnswer, spentCookie: consumed ? spentCookie : null };
  }

  const { assertion } = proven.value;
  const notAdmitted =
    (await admitOnce(settings, connection, consumed ? null : request, assertion)) ??
    (await loggedOutViolation(settings, connection, assertion));
  if (notAdmitted !== null) {
    return { ...refused(settings, notAdmitted.error, connection.id), spentCookie };
  }
  const returnTo = request?.returnTo ?? landingPlace(settings, connection, answer.relayState);
  const signIn = signInOf(matched.value, proven.value, returnTo);
  settings.emit({
    type: 'sign_in_accepted',
    at: now,
    organizationId: signIn.organizationId,
    connectionId: connection.id,
    requestId: request?.id ?? null,
    assertionId: assertion.id,
    identityKey: signIn.identity.key,
  });
  return { ...success(signIn), spentCookie };
}

async function proveAnswer(
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
  });
}

function signInOf(
  { connection, request }: MatchedAnswer,
  { assertion, claims, claimedDomain }: ProvenAnswer,
  returnTo: string,
): SignIn {
  const { authnStatements, nameId } = assertion;
  const [statement] = authnStatements;
  if (statement === undefined) throw new TypeError('A valid assertion without AuthnStatement');
  return Object.freeze({
    organizationId: claimedDomain.organizationId,
    connectionId: connection.id,
    identity: identityOf(connection.id, claims, nameId),
    email: claims.email.address,
    emailDomain: claimedDomain.domain,
    claims,
    nameId,
    sessionIndex: authnStatements.find(({ sessionIndex }) => sessionIndex !== null)?.sessionIndex ?? null,
    sessionNotOnOrAfter: nearestEnd(assertion),
    authnInstant: new Date(statement.authnInstant),
    authnContextClassRef: statement.authnContextClassRef,
    assertionId: assertion.id,
    assertionIssueInstant: new Date(assertion.issueInstant),
    idpInitiated: request === null,
    returnTo,
  });
}

/** With several statements the session ends with the nearest (saml-profiles 4.1.4.3). */
function nearestEnd({ authnStatements }: Assertion): Date | null {
  const ends = authnStatements.flatMap(({ sessionNotOnOrAfter }) => sessionNotOnOrAfter ?? []);
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
