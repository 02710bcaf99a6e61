import { type Result, refusal, success } from '../errors/index.js';
import type { Addresses, Connection } from '../organizations/connection.js';
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

/** A page of single sign-on. Without connection: where an email address is entered, and the shared addresses. */
export type Page =
  | { readonly name: 'sign-in' | 'acs' | 'metadata'; readonly connectionId: string | null }
  | { readonly name: 'logout'; readonly connectionId: string };

/** The page at a path, compared to the letter; null for a path that is not ours. */
export function pageOf(pathPrefix: string, pathname: string): Page | null {
  if (!pathname.startsWith(`${pathPrefix}/`)) return null;
  const [first = '', name, ...others] = pathname.slice(pathPrefix.length + 1).split('/');
  if (name === undefined) return commonPage(first);
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

/** A connection id stands before a further segment always, so that one named `acs` is not mistaken for this. */
function commonPage(name: string): Page | null {
  return name === 'sign-in' || name === 'acs' || name === 'metadata' ? { name, connectionId: null } : null;
}

/** The addresses of a connection id, which need not be stored yet. Throws `TypeError` for what is no id. */
export function derivedUrls(
  settings: Settings,
  connectionId: string,
  addresses: Addresses = 'own',
): ConnectionUrls {
  if (typeof connectionId !== 'string' || !isConnectionId(connectionId)) {
    throw new TypeError('connectionId must be 1–64 characters of A–Z a–z 0–9 _ -');
  }
  const root = `${settings.origin}${settings.pathPrefix}/${connectionId}`;
  return {
    ...answeredUrls(addresses === 'shared' ? `${settings.origin}${settings.pathPrefix}` : root),
    signOnUrl: `${root}/sign-in`,
    logoutUrl: `${root}/logout`,
  };
}

/** The addresses that connections share who say so. */
export function sharedUrls({ origin, pathPrefix }: Settings): AnsweredUrls {
  return answeredUrls(`${origin}${pathPrefix}`);
}

type AnsweredUrls = Pick<ConnectionUrls, 'entityId' | 'assertionConsumerServiceUrl'>;

function answeredUrls(root: string): AnsweredUrls {
  return { entityId: `${root}/metadata`, assertionConsumerServiceUrl: `${root}/acs` };
}

/** The addresses of a connection, with those that it sets itself. */
export function urlsOf(settings: Settings, connection: Connection): ConnectionUrls {
  const derived = derivedUrls(settings, connection.id, connection.addresses);
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
