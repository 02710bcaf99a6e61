import { type Result, refusal, type Success, success } from '../errors/index.js';
import { writeLogoutRequest } from '../logout/write-logout-message.js';
import type { Connection } from '../organizations/connection.js';
import { type Delivery, deliverMessage } from '../request/deliver-message.js';
import { newRelayState, newRequestId } from '../request/identifiers.js';
import { requireRelayState } from '../request/outgoing-message.js';
import type { IndexedSession, PendingRequest, SessionIndexStore } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import type { LogoutRedirect, LogoutSubject, SignedInSubject, StartLogoutOptions } from './logout.js';
import { ownOption } from './own-option.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { readReturnPlace } from './return-place.js';
import { findConnection, urlsOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import { signerOf } from './signer.js';

type Named = Pick<IndexedSession, 'nameId' | 'sessionIndexes'>;

/**
 * Takes the session out of the index and makes our LogoutRequest (saml-profiles 4.4.3.1). The application ends
 * its own session first, whatever this returns.
 */
export async function startLogout(
  settings: Settings,
  subject: LogoutSubject,
  options: StartLogoutOptions,
): Promise<Success<LogoutRedirect> | ReferencedRefusal> {
  const started = await logoutOf(settings, subject, options);
  return started.ok ? started : refused(settings, started.error, subject.connectionId, 'logout_refused');
}

async function logoutOf(
  settings: Settings,
  subject: LogoutSubject,
  options: StartLogoutOptions,
): Promise<Result<LogoutRedirect>> {
  const { sessions } = settings;
  if (sessions === null) return refusal('logout_not_enabled', {});
  const connection = await findConnection(settings, subject.connectionId);
  if (!connection.ok) return connection;
  const named = await namedSession(sessions, connection.value, subject);
  if (!named.ok) return named;
  const returnTo = readReturnPlace(settings, ownOption(options, 'returnTo'));
  if (!returnTo.ok) return returnTo;
  const { logoutUrl } = connection.value;
  if (logoutUrl === null) return refusal('logout_not_configured', { connectionId: connection.value.id });

  const request = pendingLogout(settings, connection.value, returnTo.value);
  const delivery = await deliveryOf(settings, connection.value, logoutUrl, request, named.value);
  const saved = await askStore('requests', () => settings.requests.save(request));
  if (!saved.ok) return saved;
  const { connectionId, id: requestId, issuedAt: at, organizationId } = request;
  settings.emit({ type: 'logout_started', at, organizationId, connectionId, requestId });
  return success({ ...delivery, requestId, connectionId });
}

/** What the identity provider calls the session. It leaves the index before anything is sent. */
async function namedSession(
  sessions: SessionIndexStore,
  { id: connectionId, organizationId }: Connection,
  subject: LogoutSubject,
): Promise<Result<Named>> {
  if (!('sessionKey' in subject)) return success(namedBy(subject));
  const { sessionKey } = subject;
  const found = await askStore('sessions', () => sessions.find(organizationId, connectionId, sessionKey));
  if (!found.ok) return found;
  const session = found.value;
  if (session === null) return refusal('logout_session_unknown', { connectionId });
  const removed = await askStore('sessions', () => sessions.remove(organizationId, connectionId, sessionKey));
  return removed.ok ? success(session) : removed;
}

function namedBy(subject: SignedInSubject): Named {
  const { nameId, sessionIndex, sessionIndexes } = subject;
  return { nameId, sessionIndexes: sessionIndexes ?? (sessionIndex === null ? [] : [sessionIndex]) };
}

function pendingLogout(settings: Settings, connection: Connection, returnTo: string): PendingRequest {
  const issuedAt = settings.now();
  return {
    id: newRequestId(),
    purpose: 'logout',
    organizationId: connection.organizationId,
    connectionId: connection.id,
    connectionVersion: connection.version,
    // No cookie is asked for: the answer is signed, and all it does is to send the browser back.
    browserHash: '',
    relayState: newRelayState(),
    returnTo,
    forceAuthn: false,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + settings.requestLifetimeSeconds * 1000),
  };
}

function deliveryOf(
  settings: Settings,
  connection: Connection,
  address: string,
  { id, issuedAt, relayState }: PendingRequest,
  { nameId, sessionIndexes }: Named,
): Promise<Delivery> {
  const { entityId } = urlsOf(settings, connection);
  const xml = writeLogoutRequest({ id, issuedAt, destination: address, entityId, nameId, sessionIndexes });
  return deliverMessage(
    { address, binding: connection.logoutBinding },
    { field: 'SAMLRequest', xml, relayState: requireRelayState(relayState) },
    signerOf(connection),
  );
}
