import { createHash } from 'node:crypto';
import { type Refusal, refusal } from '../errors/index.js';
import type { LogoutRequest } from '../logout/logout-message.js';
import type { Connection } from '../organizations/connection.js';
import type { Assertion } from '../response/assertion.js';
import { askStore } from './ask-store.js';
import type { Settings } from './settings.js';

/** What of an assertion a logout may have named before it arrived. */
export type LoggedOutSubject = Pick<Assertion, 'id' | 'issueInstant'> & {
  readonly nameId: { readonly value: string };
  readonly sessionIndexes: readonly string[];
};

/**
 * Remembers a LogoutRequest for the assertions that it concerns and that have not arrived yet, until the last of
 * them can no longer be valid (saml-core 3.7.3.1). Null when it is remembered.
 */
export async function rememberLogout(
  { sessions }: Settings,
  connection: Connection,
  request: LogoutRequest,
  now: Date,
): Promise<Refusal | null> {
  const { clockSkewSeconds, id, maxLifetimeSeconds, organizationId } = connection;
  const until = new Date(now.getTime() + (maxLifetimeSeconds + 2 * clockSkewSeconds) * 1000);
  const loggedOutAt = new Date(request.issueInstant);
  const { nameId, sessionIndexes } = request;
  const keys = sessionIndexes.length > 0 ? sessionIndexes.map(sessionKeyOf) : [nameIdKeyOf(nameId.value)];
  for (const key of keys) {
    const remembered = await askStore('sessions', async () =>
      sessions?.rememberLogout(organizationId, id, key, loggedOutAt, until),
    );
    if (!remembered.ok) return remembered;
  }
  return null;
}

/**
 * Refuses an assertion whose session was logged out before it arrived. A session that was named by its
 * SessionIndex does not come back; one that was named by its NameID alone does, with an assertion that was issued
 * after the logout. Null where nothing was logged out, and where single logout is off.
 */
export async function loggedOutViolation(
  { sessions }: Settings,
  { id: connectionId, organizationId }: Connection,
  assertion: LoggedOutSubject,
): Promise<Refusal | null> {
  if (sessions === null) return null;
  const find = (key: string) =>
    askStore('sessions', () => sessions.findLogout(organizationId, connectionId, key));
  const violation = refusal('session_already_logged_out', { assertionId: assertion.id });
  for (const sessionIndex of assertion.sessionIndexes) {
    const found = await find(sessionKeyOf(sessionIndex));
    if (!found.ok) return found;
    if (found.value !== null) return violation;
  }
  const found = await find(nameIdKeyOf(assertion.nameId.value));
  if (!found.ok) return found;
  // Written so that an invalid date counts as a logout.
  const isAfter = found.value === null || assertion.issueInstant > found.value.getTime();
  return isAfter ? null : violation;
}

function sessionKeyOf(sessionIndex: string): string {
  return `session-index:${hashOf(sessionIndex)}`;
}

function nameIdKeyOf(nameId: string): string {
  return `name-id:${hashOf(nameId)}`;
}

/** Of one length, whatever a sender makes of the value. */
function hashOf(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('base64url');
}
