import { publicKeyThumbprint } from '../certificates/public-key-thumbprint.js';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { askStore } from './ask-store.js';
import { ownOption } from './own-option.js';
import { findEnabledConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/** No connection id has parentheses. */
export const SHARED = '(shared)';

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

/**
 * At the shared address: the connection of our own request, never of what the message says about itself. Other
 * connections of the Issuer, also with a key in common, are not looked at: they cannot take this answer, and anybody can
 * write anybody's Issuer and public certificate into a connection, which must not keep its owner out. The request says
 * whose answer it is, the cookie that this browser asked, the connection's own keys that its identity provider answered,
 * and the claimed domain that the person belongs to the organisation.
 */
export async function connectionOfRequest(
  settings: Settings,
  connectionId: string,
): Promise<Result<Connection>> {
  const connection = await findEnabledConnection(settings, connectionId);
  if (!connection.ok) return connection;
  const { addresses, id } = connection.value;
  return addresses === 'shared'
    ? connection
    : refusal('connection_mismatch', { expected: id, received: SHARED });
}

/**
 * At the shared address: the enabled connection that shares it and has this Issuer, to the letter. An unsolicited message
 * has nothing else to tell by; its Issuer is unverified until a key of that connection verifies it. Where several have
 * the Issuer, the certificate that the signature names chooses among them: unverified as well, and no more than a
 * choice of whose keys must verify the message. The store gives each with its proven certificates only, so that a copy of
 * somebody's public certificate is no choice.
 *
 * @param certificate SHA-256 thumbprint of the certificate that the message names; null where it names none
 */
export async function connectionOfIssuer(
  settings: Settings,
  issuer: string | null,
  certificate: string | null,
): Promise<Result<Connection>> {
  if (issuer === null) return unknownIssuer(issuer);
  const sharing = await sharingOf(settings, issuer);
  if (!sharing.ok) return sharing;
  const [only, ...others] = sharing.value;
  if (only !== undefined && others.length === 0) return success(only);
  const named = sharing.value.find(({ certificates }) =>
    certificates.some(({ sha256Thumbprint }) => sha256Thumbprint === certificate),
  );
  if (named === undefined) return notUnique(issuer, sharing.value.length);
  return conflictOf(named, sharing.value) ?? success(named);
}

/** The enabled connections that share the address and have this Issuer: one at least. */
async function sharingOf(settings: Settings, issuer: string): Promise<Result<readonly Connection[]>> {
  if (issuer.length > LONGEST_ISSUER) return unknownIssuer(issuer);
  const found = await askStore('connections', () => findByIssuer(settings, issuer));
  if (!found.ok) return found;
  // Compared again here: some databases compare without regard to case.
  const sharing = found.value.filter(
    (each) => each.enabled === true && each.addresses === 'shared' && each.issuerUrl === issuer,
  );
  return sharing.length === 0 ? unknownIssuer(issuer) : success(sharing);
}

/**
 * Refuses where another connection trusts a key of this one: a message that the key signs could be for either. By the
 * Issuer alone they do not stand in each other's way: anybody can write anybody's Issuer into a connection.
 */
function conflictOf(connection: Connection, sharing: readonly Connection[]): Refusal | null {
  const others = sharing.filter(({ id }) => id !== connection.id);
  if (others.length === 0) return null;
  const keys = new Set(connection.certificates.map(publicKeyThumbprint));
  const rivals = others.filter(({ certificates }) =>
    certificates.some((each) => keys.has(publicKeyThumbprint(each))),
  );
  return rivals.length === 0 ? null : notUnique(connection.issuerUrl, rivals.length + 1);
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

/** Which they are is not told: the log of one organisation must not name connections of others. */
function notUnique(issuer: string, count: number): Refusal {
  return refusal('issuer_not_unique', { issuer, count });
}

function unknownIssuer(issuer: string | null): Refusal {
  return refusal('issuer_unknown', { issuer: issuer?.slice(0, LONGEST_SHOWN) ?? null });
}
