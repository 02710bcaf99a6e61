import { publicKeyThumbprint } from '../../certificates/public-key-thumbprint.js';
import type { Connection } from '../../organizations/connection.js';
import type { ConnectionStore } from '../interfaces/sign-in.js';

/**
 * Holds connections in the memory of this process; later changes need a new store. Throws `TypeError` when two
 * connections have one id, when two enabled ones of one Issuer set one Reply URL, and when two that share it also have a
 * key in common: nothing in a message would then say which of the two it belongs to.
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
  const { addresses, assertionConsumerServiceUrl, certificates, enabled, id, issuerUrl } = connection;
  if (!enabled || (addresses === 'own' && assertionConsumerServiceUrl === null)) return;
  const keys = addresses === 'shared' ? new Set(certificates.map(publicKeyThumbprint)) : [null];
  for (const key of keys) {
    const name = JSON.stringify([issuerUrl, assertionConsumerServiceUrl, key]);
    if (shared.has(name)) {
      const what = key === null ? 'Issuer URL and Reply URL' : 'Issuer URL, Reply URL and a key';
      throw new TypeError(`Connection ${quoted(id)} shares its ${what} with another enabled one`);
    }
    shared.add(name);
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
