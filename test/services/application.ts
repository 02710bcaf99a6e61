import express, { type Express, type Request, type Response } from 'express';
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
} from '../../src/stores/memory/index.js';
import type { Site } from './loopback.js';

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
    onEvent: (event) => events.push(event),
  });
  const onSignIn = (signIn: SignIn) => {
    signIns.push(signIn);
  };
  site.server.on('request', pagesOf(serviceProvider, onSignIn));
  return { url: site.url, serviceProvider, events, signIns };
}

function parsed(input: ConnectionInput) {
  const connection = parseConnection(input);
  if (!connection.ok) throw connection.error;
  return connection.value;
}

function pagesOf(serviceProvider: ServiceProvider, onSignIn: (signIn: SignIn) => void): Express {
  const app = express();
  app.use(toExpress(serviceProvider, { onSignIn }));
  // As an application asks for a fresh password before something that matters, or looks whether somebody is known.
  app.get('/again/:connectionId', (req, res) => start(req, res, { forceAuthn: true }));
  app.get('/quietly/:connectionId', (req, res) => start(req, res, { isPassive: true }));
  app.get('/account', (_req, res) => void res.send('<!doctype html><title>Account</title><h1>Account</h1>'));
  app.get('/', (_req, res) => void res.send('<!doctype html><title>Home</title><h1>Home</h1>'));
  return app;

  async function start(
    req: Request<{ connectionId: string }>,
    res: Response,
    options: { readonly forceAuthn?: true; readonly isPassive?: true },
  ): Promise<void> {
    const { connectionId } = req.params;
    const started = await serviceProvider.startSignIn({ connectionId }, { returnTo: '/account', ...options });
    if (!started.ok) throw started.error;
    const { name, value } = started.value.cookie;
    res.cookie(name, value, { path: '/', secure: true, httpOnly: true, sameSite: 'none' });
    res.redirect(303, started.value.url);
  }
}
