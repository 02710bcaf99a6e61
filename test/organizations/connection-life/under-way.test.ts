import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors/index.js';
import type { Connections } from '../../../src/organizations/connection-life/connections.js';
import { createServiceProvider } from '../../../src/service-provider/create-service-provider.js';
import type { SignInRedirect } from '../../../src/service-provider/start-sign-in.js';
import {
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
} from '../../../src/stores/memory/index.js';
import { mintResponse } from '../../../src/testing/index.js';
import { createTestKeyPair } from '../../../src/testing/test-key-pair.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';
import { accepted, codeOf, createScene, ENTRA, ORG, OWNER } from './scene.js';

const keyPair = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
const thumbprint = keyPair.sha1Thumbprint;

/** An application whose one connection is enabled and signs people in. */
async function createApplication() {
  const scene = createScene();
  const { connections } = scene;
  const { id } = accepted(await connections.create(ORG, ENTRA, OWNER)).record;
  accepted(await connections.addCertificates(ORG, id, keyPair.certificatePem, {}, OWNER));
  accepted(await connections.enable(ORG, id, OWNER));
  const serviceProvider = createServiceProvider({
    baseUrl: 'https://app.example.com',
    clock: () => NOW,
    connections: connections.store(),
    domainClaims: memoryDomainClaims([{ organizationId: ORG, domain: 'contoso.com' }]),
    requests: memoryRequestStore({ now: () => NOW }),
    replays: memoryReplayStore({ now: () => NOW }),
  });
  const start = async () => accepted(await serviceProvider.startSignIn({ connectionId: id }));
  const finish = async ({ cookie, requestId }: SignInRedirect): Promise<ErrorCode | null> =>
    codeOf(
      await serviceProvider.finishSignIn({
        connectionId: id,
        samlResponse: mintResponse({
          keyPair,
          ...serviceProvider.urls(id),
          now: NOW,
          inResponseTo: requestId,
        }).samlResponse,
        relayState: null,
        cookie: (name) => (name === cookie.name ? cookie.value : undefined),
      }),
    );
  return { connections, finish, id, scene, serviceProvider, start };
}

/** What happens to the connection while a person is at the identity provider. */
type Meanwhile = (connections: Connections, id: string) => Promise<unknown>;

const next = certificateFixture('contoso-next.cer');
const meanwhile: readonly (readonly [string, ErrorCode | null, Meanwhile])[] = [
  ['nothing happens', null, async () => undefined],
  [
    'another certificate is added',
    null,
    (connections, id) => connections.addCertificates(ORG, id, next, {}, OWNER),
  ],
  [
    'the page afterwards is another one',
    null,
    (connections, id) => connections.change(ORG, id, { settings: { landingPath: '/home' } }, OWNER),
  ],
  [
    'the claim of the address is another one',
    'connection_changed',
    (connections, id) => connections.change(ORG, id, { settings: { emailAttribute: 'mail' } }, OWNER),
  ],
  [
    'more is demanded',
    'connection_changed',
    (connections, id) => connections.change(ORG, id, { settings: { signaturePolicy: 'both' } }, OWNER),
  ],
  [
    'its certificate is retired',
    'connection_changed',
    async (connections, id) => {
      accepted(await connections.addCertificates(ORG, id, next, {}, OWNER));
      return connections.retireCertificate(ORG, id, thumbprint, OWNER);
    },
  ],
  [
    'the connection is disabled',
    'connection_disabled',
    (connections, id) => connections.disable(ORG, id, OWNER),
  ],
  [
    'the connection is removed',
    'connection_unknown',
    async (connections, id) => {
      accepted(await connections.disable(ORG, id, OWNER));
      return connections.remove(ORG, id, OWNER);
    },
  ],
];

describe('a sign-in under way', () => {
  it.each(meanwhile)('while %s ends with %j', async (_, code, happens) => {
    const { connections, finish, id, start } = await createApplication();
    const started = await start();
    await happens(connections, id);
    expect(await finish(started)).toBe(code);
  });

  it('begun after a certificate was retired is refused by the key', async () => {
    const { connections, finish, id, start } = await createApplication();
    accepted(await connections.addCertificates(ORG, id, next, {}, OWNER));
    accepted(await connections.retireCertificate(ORG, id, thumbprint, OWNER));
    expect(await finish(await start())).toBe('signing_certificate_unknown');
  });
});

it('certificates that a refresher brings sign people in', async () => {
  const { connections, finish, id, start } = await createApplication();
  const [stored] = accepted(await connections.get(ORG, id)).connection?.certificates ?? [];
  if (stored === undefined) throw new Error('one certificate');
  accepted(await connections.addCertificates(ORG, id, next, {}, OWNER));
  accepted(await connections.removeCertificate(ORG, id, thumbprint, OWNER));
  expect(await finish(await start())).toBe('signing_certificate_unknown');
  accepted(await connections.followCertificates(ORG, id, [stored]));
  expect(await finish(await start())).toBeNull();
});
