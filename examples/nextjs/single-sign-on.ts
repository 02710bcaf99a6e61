import { createHash, randomBytes } from 'node:crypto';
import {
  type Connection,
  createHandlers,
  createServiceProvider,
  type Handlers,
  parseConnection,
  type SignIn,
} from 'claimgate';
import {
  memoryConnectionStore,
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
} from 'claimgate/stores/memory';

/** Sessions of this process, by the hash of what the cookie holds. Yours are in your database. */
export const sessions: Map<string, SignIn> = new Map();

/**
 * The handlers of single sign-on, made at the first request: Next.js evaluates modules at build time, too, where the
 * environment of production is not there. The stores are for one process: where Next.js runs several, take
 * `claimgate/stores/postgres` or `claimgate/stores/redis`.
 */
export function singleSignOn(): Handlers {
  handlers ??= createHandlers(
    createServiceProvider({
      baseUrl: setting('APPLICATION_URL'),
      connections: memoryConnectionStore([contoso()]),
      domainClaims: memoryDomainClaims([{ organizationId: 'contoso', domain: 'contoso.com' }]),
      requests: memoryRequestStore(),
      replays: memoryReplayStore(),
    }),
    { onSignIn: beginSession, signInByEmail: true },
  );
  return handlers;
}

let handlers: Handlers | undefined;

function contoso(): Connection {
  const parsed = parseConnection({
    id: 'contoso',
    organizationId: 'contoso',
    issuerUrl: setting('CONTOSO_ISSUER_URL'),
    signInUrl: setting('CONTOSO_SIGN_IN_URL'),
    certificates: [setting('CONTOSO_CERTIFICATE')],
  });
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}

function beginSession(signIn: SignIn): Response {
  const id = randomBytes(32).toString('base64url');
  sessions.set(createHash('sha256').update(id).digest('base64url'), signIn);
  const cookie = `__Host-session=${id}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=28800`;
  return new Response(null, { status: 303, headers: { Location: signIn.returnTo, 'Set-Cookie': cookie } });
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
