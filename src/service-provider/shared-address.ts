import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { askStore } from './ask-store.js';
import { ownOption } from './own-option.js';
import { findEnabledConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/** No connection id has parentheses. */
const SHARED = '(shared)';

/** saml-core 8.3.6. */
const LONGEST_ISSUER = 1024;
const LONGEST_SHOWN = 256;

/**
 * The connection whose address a message came to; null at the shared one, which leaves open whose message it is. A
 * connection takes answers at one address only, so that an Audience or a Recipient never fits two of them.
 */
export async function connectionOfAddress(
  settings: Settings,
  connectionId: string | null,
): Promise<Result<Connection | null>> {
  if (connectionId === null) return success(null);
  const connection = await findEnabledConnection(settings, connectionId);
  if (!connection.ok || connection.value.addresses !== 'shared') return connection;
  return refusal('connection_mismatch', { expected: SHARED, received: connection.value.id });
}

/** At the shared address: the connection of our own request, never of what the message says about itself. */
export async function connectionOfRequest(
  settings: Settings,
  connectionId: string,
): Promise<Result<Connection>> {
  const connection = await findEnabledConnection(settings, connectionId);
  if (!connection.ok) return connection;
  const { addresses, id, issuerUrl } = connection.value;
  if (addresses !== 'shared') return refusal('connection_mismatch', { expected: id, received: SHARED });
  const sole = await connectionOfIssuer(settings, issuerUrl);
  if (!sole.ok) return sole;
  return sole.value.id === id ? connection : refusal('connection_changed', { connectionId: id });
}

/**
 * At the shared address: the one enabled connection that shares it and has this Issuer, to the letter. An unsolicited
 * message has nothing else to tell by; its Issuer is unverified until a key of that connection verifies it.
 */
export async function connectionOfIssuer(
  settings: Settings,
  issuer: string | null,
): Promise<Result<Connection>> {
  if (issuer === null || issuer.length > LONGEST_ISSUER) return unknownIssuer(issuer);
  const found = await askStore('connections', () => findByIssuer(settings, issuer));
  if (!found.ok) return found;
  // Compared again here: some databases compare without regard to case.
  const sharing = found.value.filter(
    (each) => each.enabled === true && each.addresses === 'shared' && each.issuerUrl === issuer,
  );
  const [connection, ...others] = sharing;
  if (connection === undefined) return unknownIssuer(issuer);
  if (others.length === 0) return success(connection);
  return refusal('issuer_not_unique', { issuer, connectionIds: sharing.map(({ id }) => id) });
}

async function findByIssuer({ connections }: Settings, issuer: string): Promise<readonly Connection[]> {
  const find = ownOption(connections, 'findByIssuer');
  if (typeof find !== 'function') {
    throw new TypeError('connections that share addresses need a store with findByIssuer()');
  }
  const found: unknown = await find.call(connections, issuer);
  if (!Array.isArray(found)) throw new TypeError('findByIssuer() must give an array');
  return found;
}

function unknownIssuer(issuer: string | null): Refusal {
  return refusal('issuer_unknown', { issuer: issuer?.slice(0, LONGEST_SHOWN) ?? null });
}
