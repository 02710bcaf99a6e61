import { type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { askStore } from './ask-store.js';
import type { Settings } from './settings.js';

/** Our own addresses for one connection, as they are entered in Entra's *Basic SAML Configuration*. */
export interface ConnectionUrls {
  /** Identifier (Entity ID); the metadata are served at the derived one. */
  readonly entityId: string;
  /** Reply URL (Assertion Consumer Service URL). */
  readonly assertionConsumerServiceUrl: string;
  /** Sign on URL: starts a sign-in of this connection, for the tile in My Apps. */
  readonly signOnUrl: string;
  /** Logout URL: takes the identity provider's logout messages, where single logout is on. */
  readonly logoutUrl: string;
}

const CONNECTION_ID = /^[A-Za-z0-9_-]{1,64}$/u;

function isConnectionId(value: string): boolean {
  return CONNECTION_ID.test(value);
}

/** A page of single sign-on. Only the one where an email address is entered belongs to no connection. */
export type Page =
  | { readonly name: 'sign-in'; readonly connectionId: string | null }
  | { readonly name: 'acs' | 'metadata' | 'logout'; readonly connectionId: string };

/** The page at a path, compared to the letter; null for a path that is not ours. */
export function pageOf(pathPrefix: string, pathname: string): Page | null {
  if (!pathname.startsWith(`${pathPrefix}/`)) return null;
  const [first = '', name, ...others] = pathname.slice(pathPrefix.length + 1).split('/');
  if (name === undefined) return first === 'sign-in' ? { name: first, connectionId: null } : null;
  if (!isConnectionId(first) || others.length > 0) return null;
  switch (name) {
    case 'sign-in':
    case 'acs':
    case 'metadata':
    case 'logout':
      return { name, connectionId: first };
    default:
      return null;
  }
}

/** The addresses of a connection id, which need not be stored yet. Throws `TypeError` for what is no id. */
export function derivedUrls(settings: Settings, connectionId: string): ConnectionUrls {
  if (typeof connectionId !== 'string' || !isConnectionId(connectionId)) {
    throw new TypeError('connectionId must be 1–64 characters of A–Z a–z 0–9 _ -');
  }
  const root = `${settings.origin}${settings.pathPrefix}/${connectionId}`;
  return {
    entityId: `${root}/metadata`,
    assertionConsumerServiceUrl: `${root}/acs`,
    signOnUrl: `${root}/sign-in`,
    logoutUrl: `${root}/logout`,
  };
}

/** The addresses of a connection, with those that it sets itself. */
export function urlsOf(settings: Settings, connection: Connection): ConnectionUrls {
  const derived = derivedUrls(settings, connection.id);
  return {
    entityId: connection.entityId ?? derived.entityId,
    assertionConsumerServiceUrl:
      connection.assertionConsumerServiceUrl ?? derived.assertionConsumerServiceUrl,
    signOnUrl: derived.signOnUrl,
    logoutUrl: derived.logoutUrl,
  };
}

/** The stored connection of an id, enabled or not. */
export async function findConnection(settings: Settings, connectionId: string): Promise<Result<Connection>> {
  if (typeof connectionId !== 'string' || !isConnectionId(connectionId)) {
    return refusal('connection_unknown', { connectionId: String(connectionId) });
  }
  const found = await askStore('connections', () => settings.connections.findById(connectionId));
  if (!found.ok) return found;
  // A store that compares without regard to case (as some databases do) must not hand out another connection.
  if (found.value?.id !== connectionId) return refusal('connection_unknown', { connectionId });
  return success(found.value);
}

/** The stored connection of an id, which must be enabled. */
export async function findEnabledConnection(
  settings: Settings,
  connectionId: string,
): Promise<Result<Connection>> {
  const found = await findConnection(settings, connectionId);
  if (!found.ok || found.value.enabled === true) return found;
  return refusal('connection_disabled', { connectionId });
}
