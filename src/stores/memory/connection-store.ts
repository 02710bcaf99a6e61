import type { Connection } from '../../organizations/connection.js';
import type { ConnectionStore } from '../interfaces.js';

/**
 * Holds connections in the memory of this process; later changes need a new store. Throws `TypeError` when two
 * connections have one id, and when two enabled ones of one Issuer share a Reply URL, the shared one or one that they
 * set: nothing in a message would then say which of the two it belongs to.
 */
export function memoryConnectionStore(connections: Iterable<Connection>): Required<ConnectionStore> {
  const byId = new Map<string, Connection>();
  const byOrganization = new Map<string, Connection[]>();
  const byIssuer = new Map<string, Connection[]>();
  const shared = new Set<string>();
  for (const connection of connections) {
    if (byId.has(connection.id)) throw new TypeError(`Two connections have the id ${quoted(connection.id)}`);
    byId.set(connection.id, connection);
    requireOwnIssuer(connection, shared);
    append(byOrganization, connection.organizationId, connection);
    append(byIssuer, connection.issuerUrl, connection);
  }
  return {
    async findById(connectionId) {
      return byId.get(connectionId) ?? null;
    },
    async findByOrganization(organizationId) {
      return [...(byOrganization.get(organizationId) ?? [])];
    },
    async findByIssuer(issuerUrl) {
      return [...(byIssuer.get(issuerUrl) ?? [])];
    },
  };
}

function append(lists: Map<string, Connection[]>, key: string, connection: Connection): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [connection]);
  else list.push(connection);
}

function requireOwnIssuer(connection: Connection, shared: Set<string>): void {
  const { addresses, assertionConsumerServiceUrl, enabled, id, issuerUrl } = connection;
  if (!enabled || (addresses === 'own' && assertionConsumerServiceUrl === null)) return;
  const key = JSON.stringify([issuerUrl, assertionConsumerServiceUrl]);
  if (shared.has(key)) {
    throw new TypeError(
      `Connection ${quoted(id)} shares its Issuer URL and Reply URL with another enabled one`,
    );
  }
  shared.add(key);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
