// The route that takes the post, written with claimgate: Express, stores in memory.

import { toExpress } from '../../../dist/express.js';
import { createServiceProvider, parseConnection } from '../../../dist/index.js';
import {
  memoryConnectionStore,
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
} from '../../../dist/stores/memory.js';

const ROOM = { maxEntries: 1_000_000 };

/** Mounts the route, and gives how a sign-in is started: the ID of its request, and what the browser posts with it. */
export function mountClaimgate(app, { issuerUrl, signInUrl, assertionConsumerServiceUrl, certificatePem }) {
  const connection = parseConnection({
    id: 'contoso',
    organizationId: 'org-1',
    issuerUrl,
    signInUrl,
    certificates: [certificatePem],
  });
  if (!connection.ok) throw connection.error;
  const serviceProvider = createServiceProvider({
    baseUrl: new URL(assertionConsumerServiceUrl).origin,
    connections: memoryConnectionStore([connection.value]),
    domainClaims: memoryDomainClaims([{ organizationId: 'org-1', domain: 'contoso.com' }]),
    requests: memoryRequestStore(ROOM),
    replays: memoryReplayStore(ROOM),
  });
  app.use(
    toExpress(serviceProvider, {
      onSignIn: ({ email, returnTo }, _request, response) => {
        response.setHeader('Set-Cookie', `session=${encodeURIComponent(email)}; Path=/; HttpOnly`);
        response.redirect(303, returnTo);
      },
    }),
  );
  return async () => {
    const started = await serviceProvider.startSignIn({ connectionId: 'contoso' }, { returnTo: '/home' });
    if (!started.ok) throw started.error;
    const { requestId, url, cookie } = started.value;
    const relayState = new URL(url).searchParams.get('RelayState');
    return { requestId, relayState, cookie: `${cookie.name}=${cookie.value}` };
  };
}
