import type { ErrorCode, Result } from '../../src/errors/index.js';
import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import {
  createServiceProvider,
  type ServiceProvider,
} from '../../src/service-provider/create-service-provider.js';
import type { ServiceProviderEvent } from '../../src/service-provider/events.js';
import type { FinishedSignIn } from '../../src/service-provider/finish-sign-in.js';
import type { ServiceProviderOptions } from '../../src/service-provider/settings.js';
import type { SignInRedirect } from '../../src/service-provider/start-sign-in.js';
import type { PendingRequest } from '../../src/stores/interfaces/sign-in.js';
import { memoryDomainClaims, memoryReplayStore, memoryRequestStore } from '../../src/stores/memory/index.js';
import { type MintOptions, mintResponse, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';

export const NOW: Date = new Date('2026-11-21T12:00:00.000Z');
export const BASE_URL = 'https://app.example.com';

const keyPair = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });

/** A connection of Contoso as an administrator sets it up. */
export function connection(input: Partial<ConnectionInput> = {}): Connection {
  return accepted(
    parseConnection(
      {
        id: 'contoso',
        organizationId: 'org-contoso',
        issuerUrl: `https://sts.windows.net/${TEST_TENANT_ID}/`,
        signInUrl: `https://login.microsoftonline.com/${TEST_TENANT_ID}/saml2`,
        certificates: [keyPair.certificatePem],
        ...input,
      },
      { now: NOW },
    ),
  );
}

/** An application with a service provider, whose connections and clock a test can change under way. */
export interface Site {
  readonly serviceProvider: ServiceProvider;
  readonly events: ServiceProviderEvent[];
  readonly connections: Map<string, Connection>;
  /** What the request store was given. */
  readonly saved: PendingRequest[];
  now: Date;
}

export function createSite(
  options: Partial<ServiceProviderOptions> = {},
  connections: readonly Connection[] = [connection()],
): Site {
  const events: ServiceProviderEvent[] = [];
  const saved: PendingRequest[] = [];
  const byId = new Map(connections.map((each) => [each.id, each]));
  const clock = (): Date => site.now;
  const requests = memoryRequestStore({ now: clock });
  const serviceProvider = createServiceProvider({
    baseUrl: BASE_URL,
    clock,
    connections: {
      findById: async (id) => byId.get(id) ?? null,
      findByOrganization: async (id) => [...byId.values()].filter((each) => each.organizationId === id),
      findByIssuer: async (issuer) => [...byId.values()].filter((each) => each.issuerUrl === issuer),
    },
    domainClaims: memoryDomainClaims([
      { organizationId: 'org-contoso', domain: 'contoso.com' },
      { organizationId: 'org-fabrikam', domain: 'fabrikam.com' },
    ]),
    requests: {
      ...requests,
      save: async (request) => {
        saved.push(request);
        await requests.save(request);
      },
    },
    replays: memoryReplayStore({ now: clock }),
    onEvent: (event) => events.push(event),
    ...options,
  });
  const site: Site = { serviceProvider, events, connections: byId, saved, now: NOW };
  return site;
}

/** The minted answer of the identity provider, base64, for a connection of the site. */
export function answerTo(
  site: Site,
  started: Pick<SignInRedirect, 'requestId' | 'connectionId'>,
  mint: Partial<MintOptions> = {},
): string {
  const { addresses } = site.connections.get(started.connectionId) ?? {};
  const urls = site.serviceProvider.urls(started.connectionId, addresses);
  return mintResponse({ keyPair, ...urls, now: site.now, inResponseTo: started.requestId, ...mint })
    .samlResponse;
}

/** Posts an answer as the browser that began the sign-in does. */
export function finish(
  site: Site,
  started: SignInRedirect,
  samlResponse: string,
  posted: {
    connectionId?: string | null;
    relayState?: string | null;
    cookies?: ReadonlyMap<string, string>;
  } = {},
): Promise<FinishedSignIn> {
  const cookies = posted.cookies ?? new Map([[started.cookie.name, started.cookie.value]]);
  return site.serviceProvider.finishSignIn({
    connectionId: posted.connectionId === undefined ? started.connectionId : posted.connectionId,
    samlResponse,
    relayState: posted.relayState === undefined ? relayStateOf(started) : posted.relayState,
    cookie: (name) => cookies.get(name),
  });
}

/** Posts to the shared Reply URL what the tile of My Apps sends. */
export function tile(
  site: Site,
  connectionId: string,
  mint: Partial<MintOptions> = {},
): Promise<FinishedSignIn> {
  return site.serviceProvider.finishSignIn({
    connectionId: null,
    samlResponse: answerTo(site, { requestId: '', connectionId }, { inResponseTo: null, ...mint }),
    relayState: null,
    cookie: () => undefined,
  });
}

/** A sign-in of Contoso that waits for its answer. */
export async function start(
  site: Site,
  options: Parameters<ServiceProvider['startSignIn']>[1] = {},
  connectionId = 'contoso',
): Promise<SignInRedirect> {
  return accepted(await site.serviceProvider.startSignIn({ connectionId }, options));
}

export function relayStateOf(started: SignInRedirect): string | null {
  return new URL(started.url).searchParams.get('RelayState');
}

/** The value of a success; a refusal fails the test with its code. */
export function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw result.error;
  return result.value;
}

/** Code and details of a refusal; null for a success. */
export function refusalOf(result: Result<unknown>): { code: ErrorCode; details: unknown } | null {
  return result.ok ? null : { code: result.error.code, details: result.error.details };
}
