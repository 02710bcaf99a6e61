// The part that an application of your own has as well.
import {
  connectionInputFromMetadata,
  createServiceProvider,
  createServiceProviderKey,
  fetchFederationMetadata,
} from 'claimgate';
import {
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
  memorySessionIndexStore,
} from 'claimgate/stores/memory';
import { LiveConnection } from './live-connection.mjs';

/** The customer of this example. It has proved that the domain is its own. */
export const organization = { id: 'contoso', name: 'Contoso', domain: 'contoso.com' };

/** What Contoso's administrator gave is one address: the App Federation Metadata Url. */
export async function connectContoso(metadataUrl) {
  // Only because the test tenant is on this machine, without https.
  const fetched = await fetchFederationMetadata(metadataUrl, { dangerouslyAllowLoopback: true });
  if (!fetched.ok) throw fetched.error;
  const connection = new LiveConnection({
    ...connectionInputFromMetadata(fetched.value.metadata),
    id: 'contoso',
    organizationId: organization.id,
    keys: { current: await newKey(), next: await newKey() },
    signAuthnRequests: true,
  });
  return { connection, fetched: fetched.value };
}

/** An application reads its keys from its secret store; this one makes them at each start. */
export function newKey() {
  return createServiceProviderKey({ commonName: 'Claimgate example' });
}

/** Everything is kept in memory: for one process, and gone when it stops. */
export function createSingleSignOn({ baseUrl, connection, onEvent }) {
  return createServiceProvider({
    baseUrl,
    connections: connection,
    domainClaims: memoryDomainClaims([{ organizationId: organization.id, domain: organization.domain }]),
    requests: memoryRequestStore(),
    replays: memoryReplayStore(),
    sessions: memorySessionIndexStore(),
    onEvent,
  });
}
