import { type AnySsoError, refusal } from '../errors/index.js';
import { publicKeyHash } from '../organizations/connection-life/stored-certificates.js';
import { browserCookieName } from '../request/browser-binding.js';
import { admitOnce, consumeRequest } from './admit-once.js';
import { identityOf } from './identity.js';
import type { MatchedTest } from './match-answer.js';
import { permitOnce } from './permit-once.js';
import { type ProvenAnswer, proveAnswer } from './prove-answer.js';
import { newReference } from './reference.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { findConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import type { PassedTestSignIn, TestSignIn } from './test-sign-in.js';

/** A refusal always, so that nobody who looks at `ok` alone takes a test for a sign-in. */
export type FinishedTest = ReferencedRefusal & {
  readonly spentCookie: string;
  /** Absent where the request had been answered before: a test has one outcome. */
  readonly test?: TestSignIn;
};

/** Walks the answer to a test sign-in through every check of a sign-in, and makes no sign-in of it. */
export async function finishTest(settings: Settings, matched: MatchedTest, now: Date): Promise<FinishedTest> {
  const { connection, request } = matched;
  const spentCookie = browserCookieName(request.id);
  const { permit, consumed } = await permitOnce(settings, matched, now);
  const answered = consumed ? null : await consumeRequest(settings, request);
  if (answered !== null) return { ...refused(settings, answered.error, connection.id), spentCookie };
  if (!permit.ok && permit.error.code === 'request_already_used') {
    return { ...refused(settings, permit.error, connection.id), spentCookie };
  }
  const proven = permit.ok ? await proveAnswer(settings, matched, permit.value, now) : permit;
  if (!proven.ok) return { ...refusedTest(settings, matched, proven.error), spentCookie };
  const { assertion } = proven.value;
  const notAdmitted = await admitOnce(settings, connection, null, assertion, findConnection);
  if (notAdmitted !== null) return { ...refusedTest(settings, matched, notAdmitted.error), spentCookie };
  const reference = newReference();
  settings.emit({
    type: 'test_sign_in_passed',
    at: now,
    organizationId: connection.organizationId,
    connectionId: connection.id,
    requestId: request.id,
    connectionVersion: connection.version,
    reference,
  });
  const { connectionId } = request;
  const test = passedTest(matched, proven.value);
  return { ...refusal('test_sign_in_only', { connectionId }), reference, spentCookie, test };
}

function refusedTest(
  settings: Settings,
  { connection, request }: MatchedTest,
  error: AnySsoError,
): ReferencedRefusal & { readonly test: TestSignIn } {
  const told = refused(settings, error, connection.id, 'test_sign_in_refused');
  const test = Object.freeze<TestSignIn>({
    passed: false,
    organizationId: connection.organizationId,
    connectionId: connection.id,
    version: connection.version,
    returnTo: request.returnTo,
    code: error.code,
    reference: told.reference,
    error,
    publicKeyHash: null,
  });
  return { ...told, test };
}

function passedTest(
  { connection, request }: MatchedTest,
  { assertion, claimedDomain, claims, signedBy }: ProvenAnswer,
): PassedTestSignIn {
  return Object.freeze({
    passed: true,
    organizationId: claimedDomain.organizationId,
    connectionId: connection.id,
    version: connection.version,
    returnTo: request.returnTo,
    code: null,
    reference: null,
    email: claims.email.address,
    emailDomain: claimedDomain.domain,
    claims,
    identityKind: identityOf(connection, claims, assertion.nameId).kind,
    publicKeyHash: publicKeyHash(signedBy),
    warnings: connection.warnings,
  });
}
