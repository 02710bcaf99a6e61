import { type AnySsoError, type Success, success } from '../errors/index.js';
import { browserCookieName } from '../request/browser-binding.js';
import type { Assertion } from '../response/assertion.js';
import { admitOnce } from './admit-once.js';
import { finishTest } from './finish-test.js';
import { identityOf } from './identity.js';
import { loggedOutViolation } from './logged-out.js';
import { isTest, type MatchedSignIn, matchAnswer } from './match-answer.js';
import { permitOnce } from './permit-once.js';
import type { PostedAnswer } from './posted-answer.js';
import { type ProvenAnswer, proveAnswer } from './prove-answer.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { landingPlace } from './return-place.js';
import type { Settings } from './settings.js';
import type { SignIn } from './sign-in.js';
import { toldAlike } from './tell-alike.js';
import type { TestSignIn } from './test-sign-in.js';

/**
 * How a sign-in ended. `spentCookie` is the cookie to delete, null while the request may still be answered. A test
 * sign-in always ends as a refusal, which signs nobody in, with its outcome as `test`.
 */
export type FinishedSignIn =
  | (Success<SignIn> & { readonly spentCookie: string | null })
  | (ReferencedRefusal & { readonly spentCookie: string | null; readonly test?: TestSignIn });

/** Walks a posted message to a sign-in or to a refusal. The time is read once. */
export async function finishSignIn(settings: Settings, answer: PostedAnswer): Promise<FinishedSignIn> {
  const now = settings.now();
  const matched = await matchAnswer(settings, answer, now);
  if (!matched.ok) {
    return { ...refuse(settings, answer, matched.error, answer.connectionId), spentCookie: null };
  }
  if (isTest(matched.value)) return finishTest(settings, matched.value, now);
  const { connection, request } = matched.value;
  const spentCookie = request && browserCookieName(request.id);
  const { permit, consumed } = await permitOnce(settings, matched.value, now);
  const proven = permit.ok ? await proveAnswer(settings, matched.value, permit.value, now) : permit;
  if (!proven.ok) {
    const refusedAnswer = refuse(settings, answer, proven.error, connection.id);
    return { ...refusedAnswer, spentCookie: consumed ? spentCookie : null };
  }

  const { assertion } = proven.value;
  const notAdmitted =
    (await admitOnce(settings, connection, consumed ? null : request, assertion)) ??
    (await loggedOutViolation(settings, connection, {
      ...assertion,
      sessionIndexes: sessionIndexesOf(assertion),
    }));
  if (notAdmitted !== null) {
    return { ...refuse(settings, answer, notAdmitted.error, connection.id), spentCookie };
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

function refuse(
  settings: Settings,
  { connectionId: addressed, samlResponse }: PostedAnswer,
  error: AnySsoError,
  connectionId: string | null,
): ReferencedRefusal {
  const shown = addressed === null ? toldAlike(error) : error;
  return refused(settings, shown, connectionId, 'sign_in_refused', samlResponse);
}

function signInOf(
  { connection, request }: MatchedSignIn,
  { assertion, claims, claimedDomain }: ProvenAnswer,
  returnTo: string,
): SignIn {
  const { authnStatements, nameId } = assertion;
  const [statement] = authnStatements;
  if (statement === undefined) throw new TypeError('A valid assertion without AuthnStatement');
  const sessionIndexes = sessionIndexesOf(assertion);
  return Object.freeze({
    organizationId: claimedDomain.organizationId,
    connectionId: connection.id,
    identity: identityOf(connection, claims, nameId),
    email: claims.email.address,
    emailDomain: claimedDomain.domain,
    claims,
    nameId,
    sessionIndex: sessionIndexes[0] ?? null,
    sessionIndexes,
    sessionNotOnOrAfter: nearestEnd(assertion),
    authnInstant: new Date(statement.authnInstant),
    authnContextClassRef: statement.authnContextClassRef,
    assertionId: assertion.id,
    assertionIssueInstant: new Date(assertion.issueInstant),
    idpInitiated: request === null,
    returnTo,
  });
}

/** Each statement may begin a session of its own there (saml-core 2.7.2); a logout names any of them. */
function sessionIndexesOf({ authnStatements }: Assertion): readonly string[] {
  return Object.freeze([...new Set(authnStatements.flatMap(({ sessionIndex }) => sessionIndex ?? []))]);
}

/** With several statements the session ends with the nearest (saml-profiles 4.1.4.3). */
function nearestEnd({ authnStatements }: Assertion): Date | null {
  const ends = authnStatements.flatMap(({ sessionNotOnOrAfter }) => sessionNotOnOrAfter ?? []);
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
