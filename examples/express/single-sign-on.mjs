// The part that an application of your own has as well.
import { createServiceProvider, parseConnection } from 'claimgate';
import {
  memoryConnectionStore,
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
} from 'claimgate/stores/memory';

/** The customer of this example. It has proved that the domain is its own. */
export const organization = { id: 'contoso', name: 'Contoso', domain: 'contoso.com' };

/** What Contoso's administrator pasted into the settings: Issuer URL, IdP Sign-in URL and the certificate. */
export function connectContoso({ issuer, signInUrl, keyPair }) {
  const connection = parseConnection({
    id: 'contoso',
    organizationId: organization.id,
    issuerUrl: issuer,
    signInUrl,
    certificates: [keyPair.certificatePem],
  });
  if (!connection.ok) throw connection.error;
  return connection.value;
}

/** Everything is kept in memory: for one process, and gone when it stops. */
export function createSingleSignOn({ baseUrl, connection, onEvent }) {
  return createServiceProvider({
    baseUrl,
    connections: memoryConnectionStore([connection]),
    domainClaims: memoryDomainClaims([{ organizationId: organization.id, domain: organization.domain }]),
    requests: memoryRequestStore(),
    replays: memoryReplayStore(),
    onEvent,
  });
}
