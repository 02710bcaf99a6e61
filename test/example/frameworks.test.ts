import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApplication as createFastify } from '../../examples/fastify/application.js';
import { createApplication as createHono } from '../../examples/hono/application.js';
import type { SignIn } from '../../src/index.js';
import { mintResponse, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { answerTo, BASE_URL, createSite, relayStateOf, start } from '../service-provider/site.js';

type Send = (path: string, init?: RequestInit) => Promise<Response>;

const ACS = '/saml/contoso/acs';
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const site = createSite();
const seen: SignIn[] = [];
const begin = (signIn: SignIn): string => {
  seen.push(signIn);
  return `session=${randomUUID()}; Path=/`;
};

/** Each framework by a function that starts the application and sends a request to it. */
const FRAMEWORKS: readonly (readonly [string, () => Promise<Send>])[] = [
  [
    'Fastify',
    async () => {
      const application = await createFastify(site.serviceProvider, (signIn, reply) => {
        reply.header('set-cookie', begin(signIn));
      });
      const address = await application.listen({ host: '127.0.0.1', port: 0 });
      cleanUps.push(() => application.close());
      return (path, init) => fetch(`${address}${path}`, { redirect: 'manual', ...init });
    },
  ],
  [
    'Hono',
    async () => {
      const application = createHono(site.serviceProvider, begin);
      return async (path, init) => application.request(`${BASE_URL}${path}`, init);
    },
  ],
];

describe.each(FRAMEWORKS)('the example for %s', (_name, run) => {
  it('signs a person in, and sets the cookies of both sides', async () => {
    const send = await run();
    const started = await start(site, { returnTo: '/reports' });
    const { name, value } = started.cookie;
    const response = await send(ACS, {
      method: 'POST',
      headers: { cookie: `${name}=${value}` },
      body: new URLSearchParams({
        SAMLResponse: answerTo(site, started),
        RelayState: relayStateOf(started) ?? '',
      }),
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/reports');
    const cookies = response.headers.getSetCookie();
    expect(cookies.filter((cookie) => cookie.startsWith('session='))).toHaveLength(1);
    expect(cookies.filter((cookie) => cookie.startsWith(`${name}=;`))).toHaveLength(1);
    expect(seen.at(-1)?.email).toBe('adele.vance@contoso.com');
  });

  it('sends a person to the identity provider', async () => {
    const send = await run();
    const response = await send('/saml/sign-in?email=adele.vance%40contoso.com');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/login\.microsoftonline\.com\/.*SAMLRequest=/u,
    );
  });

  it('refuses a form with two responses, and makes no session of it', async () => {
    const send = await run();
    const count = seen.length;
    const form = new URLSearchParams({ SAMLResponse: 'PFJlc3BvbnNlLz4=' });
    form.append('SAMLResponse', 'PFJlc3BvbnNlLz4=');
    const response = await send(ACS, { method: 'POST', body: form });
    expect(await response.text()).toContain('Reference');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(seen).toHaveLength(count);
  });

  it('refuses a body of another type', async () => {
    const send = await run();
    const headers = { 'content-type': 'application/json' };
    const response = await send(ACS, { method: 'POST', headers, body: '{"SAMLResponse":"x"}' });
    expect(response.status).toBe(415);
  });

  it('keeps its own routes', async () => {
    const send = await run();
    expect(await (await send('/')).text()).toBe('Public');
    expect((await send('/saml-not')).status).toBe(404);
  });
});

describe('the example for Next.js', () => {
  const keyPair = createTestKeyPair();
  const environment = {
    APPLICATION_URL: BASE_URL,
    CONTOSO_ISSUER_URL: `https://sts.windows.net/${TEST_TENANT_ID}/`,
    CONTOSO_SIGN_IN_URL: `https://login.microsoftonline.com/${TEST_TENANT_ID}/saml2`,
    CONTOSO_CERTIFICATE: keyPair.certificatePem,
  };
  const load = () => import('../../examples/nextjs/app/saml/[...page]/route.js');

  it('signs a person in', async () => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    cleanUps.push(() => vi.unstubAllEnvs());
    const { GET, POST, runtime } = await load();
    expect(runtime).toBe('nodejs');
    const started = await GET(new Request(`${BASE_URL}/saml/contoso/sign-in?returnTo=/reports`));
    expect(started.status).toBe(303);
    const [cookie = ''] = started.headers.getSetCookie();
    const location = new URL(started.headers.get('location') ?? '');
    const deflated = Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64');
    const [, requestId = ''] = / ID="([^"]+)"/u.exec(inflateRawSync(deflated).toString()) ?? [];
    const minted = mintResponse({
      keyPair,
      entityId: `${BASE_URL}/saml/contoso/metadata`,
      assertionConsumerServiceUrl: `${BASE_URL}${ACS}`,
      inResponseTo: requestId,
    });
    const answered = await POST(
      new Request(`${BASE_URL}${ACS}`, {
        method: 'POST',
        headers: { cookie: cookie.split(';')[0] ?? '' },
        body: new URLSearchParams({
          SAMLResponse: minted.samlResponse,
          RelayState: location.searchParams.get('RelayState') ?? '',
        }),
      }),
    );
    expect([answered.status, answered.headers.get('location')]).toEqual([303, '/reports']);
    expect(answered.headers.getSetCookie().some((each) => each.startsWith('__Host-session='))).toBe(true);
    const { sessions } = await import('../../examples/nextjs/single-sign-on.js');
    expect([...sessions.values()].map(({ email }) => email)).toEqual(['adele.vance@contoso.com']);
  });

  it('says which setting is missing', async () => {
    vi.resetModules();
    const { GET } = await load();
    expect(() => GET(new Request(`${BASE_URL}/saml/contoso/sign-in`))).toThrow('APPLICATION_URL is not set');
  });
});
