import { type Refusal, type Result, type Success, success } from '../errors/index.js';
import { logoutRequestViolation } from '../logout/check-logout-message.js';
import type { LogoutRequest } from '../logout/logout-message.js';
import type { LogoutStatus } from '../logout/logout-status.js';
import { readLogoutRequest } from '../logout/read-logout-message.js';
import { type SignedLogoutMessage, signedLogoutPartsOf } from '../logout/verify-logout-message.js';
import { writeLogoutResponse } from '../logout/write-logout-message.js';
import { type Delivery, deliverMessage } from '../request/deliver-message.js';
import { newRequestId } from '../request/identifiers.js';
import type { IndexedSession, SessionIndexStore } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import { endSessionsWith } from './end-sessions.js';
import { rememberLogout } from './logged-out.js';
import type { AnsweredLogout, EndSessions } from './logout.js';
import { beginAttempt, endAttempts } from './logout-attempts.js';
import { refused } from './refused.js';
import { urlsOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import { signerOf } from './signer.js';

/** What one LogoutRequest is dealt with in. */
interface Dealing {
  readonly settings: Settings;
  readonly sessions: SessionIndexStore;
  readonly signed: SignedLogoutMessage;
  readonly endSessions: EndSessions;
  readonly now: Date;
}

/**
 * Ends the sessions that a signed LogoutRequest names and answers it, whatever comes of it (saml-profiles
 * 4.4.3.5). A request about sessions that are not known is answered with success: none of them goes on.
 */
export async function answerLogoutRequest(dealing: Dealing): Promise<Success<AnsweredLogout>> {
  const { now, settings, signed } = dealing;
  const { connection, id: requestId } = signedLogoutPartsOf(signed);
  const found: IndexedSession[] = [];
  const done = await carryOut(dealing, found);
  if (!done.ok) refused(settings, done.error, connection.id, 'logout_refused');
  const status = done.ok ? done.value : statusOf(done);
  const { id: connectionId, organizationId } = connection;
  const sessionCount = found.length;
  settings.emit({
    type: 'logout_answered',
    at: now,
    organizationId,
    connectionId,
    requestId,
    status,
    sessionCount,
  });
  const delivery = await deliveryOf(dealing, requestId, status);
  return success({ kind: 'answered', organizationId, connectionId, sessions: found, status, delivery });
}

async function carryOut(dealing: Dealing, found: IndexedSession[]): Promise<Result<'success' | 'partial'>> {
  const { endSessions, now, sessions, settings, signed } = dealing;
  const { connection } = signedLogoutPartsOf(signed);
  const request = readLogoutRequest(signed);
  if (!request.ok) return request;
  const { logoutUrl } = urlsOf(settings, connection);
  const violation =
    logoutRequestViolation(request.value, { connection, logoutUrl, now }) ??
    (await rememberLogout(settings, connection, request.value, now));
  if (violation !== null) return violation;
  const attempt = await beginAttempt(settings, connection.id, request.value, now);
  if (!attempt.ok) return attempt;
  const named = await findSessions(dealing, request.value);
  if (!named.ok) return named;
  found.push(...named.value);
  const ended = await endSessionsWith(sessions, endSessions, found);
  // A failure leaves the other attempts: the same message may come again, and finds what goes on.
  return ended.ok ? ((await endAttempts(settings, attempt.value)) ?? ended) : ended;
}

/**
 * By SessionIndex where the request names any: Entra's NameID may be another one than it sent at the sign-in.
 * Without one all sessions of the person end. The Format is never compared.
 */
async function findSessions(
  { sessions, signed }: Dealing,
  { nameId, sessionIndexes }: LogoutRequest,
): Promise<Result<readonly IndexedSession[]>> {
  const { id, organizationId } = signedLogoutPartsOf(signed).connection;
  if (sessionIndexes.length === 0) {
    return askStore('sessions', () => sessions.findByNameId(organizationId, id, nameId.value));
  }
  const byKey = new Map<string, IndexedSession>();
  for (const sessionIndex of sessionIndexes) {
    const some = await askStore('sessions', () => sessions.findBySession(organizationId, id, sessionIndex));
    if (!some.ok) return some;
    for (const session of some.value) byKey.set(session.sessionKey, session);
  }
  return success([...byKey.values()]);
}

function statusOf({ error }: Refusal): LogoutStatus {
  return error.code === 'store_unavailable' || error.code === 'logout_hook_failed'
    ? 'responder'
    : 'requester';
}

async function deliveryOf(
  { now, settings, signed }: Dealing,
  inResponseTo: string,
  status: LogoutStatus,
): Promise<Delivery | null> {
  const { connection, relayState } = signedLogoutPartsOf(signed);
  const { logoutBinding: binding, logoutUrl: address } = connection;
  if (address === null) return null;
  const xml = writeLogoutResponse({
    id: newRequestId(),
    issuedAt: now,
    destination: address,
    entityId: urlsOf(settings, connection).entityId,
    inResponseTo,
    status,
  });
  return deliverMessage(
    { address, binding },
    { field: 'SAMLResponse', xml, relayState },
    signerOf(connection),
  );
}
