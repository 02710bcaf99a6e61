import { toExpress } from '../../src/express/index.js';
import {
  type ConnectionInput,
  createServiceProvider,
  parseConnection,
  type ServiceProvider,
  type ServiceProviderEvent,
  type SignIn,
} from '../../src/index.js';
import {
  memoryConnectionStore,
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
  memorySessionIndexStore,
} from '../../src/stores/memory/index.js';
import { ApplicationSessions } from './application-sessions.js';
import type { Site } from './loopback.js';
import { pagesOf } from './pages.js';

/** Organisations of the application and the domains that they proved to be theirs. */
export const CONTOSO = 'org-contoso';
export const FABRIKAM = 'org-fabrikam';
const DOMAINS = [
  { organizationId: CONTOSO, domain: 'contoso.com' },
  { organizationId: FABRIKAM, domain: 'fabrikam.com' },
];

/** A small application with claimgate, and what it was told. */
export interface Application {
  readonly url: string;
  readonly serviceProvider: ServiceProvider;
  readonly events: readonly ServiceProviderEvent[];
  readonly signIns: readonly SignIn[];
  readonly sessions: ApplicationSessions;
}

/** Puts the application on a site that is open already. */
export function runApplication(site: Site, connections: readonly ConnectionInput[]): Application {
  const events: ServiceProviderEvent[] = [];
  const signIns: SignIn[] = [];
  const serviceProvider = createServiceProvider({
    baseUrl: site.url,
    connections: memoryConnectionStore(connections.map(parsed)),
    domainClaims: memoryDomainClaims(DOMAINS),
    requests: memoryRequestStore(),
    replays: memoryReplayStore(),
    sessions: memorySessionIndexStore(),
    onEvent: (event) => events.push(event),
  });
  const sessions = new ApplicationSessions();
  const pages = pagesOf(serviceProvider, sessions);
  pages.use(
    toExpress(serviceProvider, {
      signInByEmail: true,
      async onSignIn(signIn, _req, res) {
        signIns.push(signIn);
        await sessions.begin(serviceProvider, signIn, res);
      },
      onLogout: (ended) => sessions.end(ended),
    }),
  );
  site.server.on('request', pages);
  return { url: site.url, serviceProvider, events, signIns, sessions };
}

function parsed(input: ConnectionInput) {
  const connection = parseConnection(input);
  if (!connection.ok) throw connection.error;
  return connection.value;
}
