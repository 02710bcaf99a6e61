import { type Result, refusal, type Success, success } from '../errors/index.js';
import type { IndexedSession } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import { loggedOutViolation } from './logged-out.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { findConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import type { SignIn } from './sign-in.js';

/** A session that the application makes of a sign-in. */
export interface NewSession {
  /** The application's own name of the session; unique within the connection. */
  readonly sessionKey: string;
  /** When the session ends by itself. */
  readonly expiresAt: Date;
}

/**
 * Puts a session into the index, so that the identity provider can end it. A logout that arrived since the
 * sign-in was accepted is seen here: the session is then refused, and the application must not begin it.
 */
export async function addSession(
  settings: Settings,
  signIn: SignIn,
  { expiresAt, sessionKey }: NewSession,
): Promise<Success<IndexedSession> | ReferencedRefusal> {
  if (typeof sessionKey !== 'string' || sessionKey === '') throw new TypeError('sessionKey must be a string');
  if (!(expiresAt instanceof Date) || Number.isNaN(expiresAt.getTime())) {
    throw new TypeError('expiresAt must be a valid Date');
  }
  const { connectionId, identity, nameId, organizationId, sessionIndexes } = signIn;
  const session: IndexedSession = {
    organizationId,
    connectionId,
    sessionKey,
    identityKey: identity.key,
    nameId,
    sessionIndexes,
    expiresAt,
  };
  const added = await add(settings, session, signIn);
  return added.ok ? added : refused(settings, added.error, connectionId);
}

// First added, then looked whether it is logged out: a logout does the two the other way round, so that whichever
// of them comes second sees the other.
async function add(
  settings: Settings,
  session: IndexedSession,
  signIn: SignIn,
): Promise<Result<IndexedSession>> {
  const { sessions } = settings;
  if (sessions === null) return refusal('logout_not_enabled', {});
  const connection = await findConnection(settings, session.connectionId);
  if (!connection.ok) return connection;
  const added = await askStore('sessions', () => sessions.add(session));
  if (!added.ok) return added;
  const violation = await loggedOutViolation(settings, connection.value, {
    id: signIn.assertionId,
    issueInstant: signIn.assertionIssueInstant.getTime(),
    nameId: signIn.nameId,
    sessionIndexes: signIn.sessionIndexes,
  });
  if (violation === null) return success(session);
  await askStore('sessions', () =>
    sessions.remove(session.organizationId, session.connectionId, session.sessionKey),
  );
  return violation;
}

/** Takes a session out of the index that ended without single logout. True when it was there. */
export async function removeSession(
  settings: Settings,
  connectionId: string,
  sessionKey: string,
): Promise<Result<boolean>> {
  const { sessions } = settings;
  if (sessions === null) return refusal('logout_not_enabled', {});
  const connection = await findConnection(settings, connectionId);
  if (!connection.ok) return connection;
  const { id, organizationId } = connection.value;
  return askStore('sessions', () => sessions.remove(organizationId, id, sessionKey));
}
