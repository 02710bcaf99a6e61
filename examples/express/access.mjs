// The part that an application of your own has as well.
import {
  createAuditLog,
  createConnections,
  createDirectory,
  createDomainClaims,
  createServiceProvider,
  createServiceProviderKey,
  dnsResolver,
} from 'claimgate';
import { createScim, createScimCredentials, provisionedLookup } from 'claimgate/scim';
import { migrate, postgresStores } from 'claimgate/stores/postgres';
import { fromNodeRedis, redisStores } from 'claimgate/stores/redis';

/**
 * The stores: everything in PostgreSQL; requests, used assertions and the session index in Redis where there is one,
 * which spares the database their writing.
 */
export async function openStores(database, redis) {
  await migrate(database);
  const stores = postgresStores(database);
  return redis === null ? stores : { ...stores, ...redisStores(fromNodeRedis(redis)) };
}

/** Claims, connections, members, provisioning, the audit log and the service provider, over the stores. */
export function createAccess({ baseUrl, stores, keysOf, stubDns, onEvent, onScimEvent }) {
  const connections = createConnections({ store: stores.connections, keys: keysOf });
  const auditLog = createAuditLog({
    store: stores.audit,
    connections: connections.store(),
    onFailure: (error) => console.error('An audit entry could not be written:', error),
  });
  const domainClaims = createDomainClaims({
    store: stores.domainClaims,
    resolvers: [stubDns ?? dnsResolver()],
  });
  const directory = createDirectory({
    members: stores.members,
    policies: stores.policies,
    connections: connections.store(),
    domainClaims: stores.domainClaims,
    provisioned: provisionedLookup(stores.scim),
    onEvent: (event) => auditLog.onEvent(event),
  });
  const scimCredentials = createScimCredentials({ store: stores.scimCredentials, replay: stores.replays });
  const scim = createScim({
    baseUrl,
    store: stores.scim,
    members: stores.members,
    domainClaims: stores.domainClaims,
    credentials: scimCredentials,
    requestLog: stores.scimRequests,
    onEvent: onScimEvent,
  });
  const serviceProvider = createServiceProvider({
    baseUrl,
    connections: connections.store(),
    domainClaims: stores.domainClaims,
    requests: stores.requests,
    replays: stores.replays,
    sessions: stores.sessions,
    onEvent(event) {
      auditLog.onEvent(event);
      onEvent(event);
    },
  });
  const { members, scim: provisioned, scimRequests } = stores;
  return {
    ...{ auditLog, connections, directory, domainClaims, serviceProvider },
    ...{ members, provisioned, scim, scimCredentials, scimRequests },
  };
}

/** An application keeps its keys in its secret store; this one in its database. */
export async function newKeyPem() {
  const key = await createServiceProviderKey({ commonName: 'Claimgate example' });
  return { privateKeyPem: key.exportPrivateKeyPem(), certificatePem: key.certificate.pem };
}
