import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors/index.js';
import type { ConnectionView } from '../../../src/organizations/connection-life/connections.js';
import { createServiceProvider } from '../../../src/service-provider/create-service-provider.js';
import type { StoredCertificate } from '../../../src/stores/interfaces/connection-records.js';
import {
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
} from '../../../src/stores/memory/index.js';
import { mintResponse, type TestKeyPair } from '../../../src/testing/index.js';
import { createTestKeyPair } from '../../../src/testing/test-key-pair.js';
import { NOW } from '../../certificates/fixture.js';
import {
  accepted,
  codeOf,
  createScene,
  detailsOf,
  ENTRA,
  kept,
  ORG,
  OTHER_ORG,
  OWNER,
  type Scene,
} from './scene.js';

const BEGIN = { notBefore: new Date('2026-01-01T00:00:00Z') };
const [ours, next, squatters] = [
  createTestKeyPair(BEGIN),
  createTestKeyPair(BEGIN),
  createTestKeyPair(BEGIN),
];
const SHARED = { ...ENTRA, addresses: 'shared', allowIdpInitiated: true } as const;
const ISSUER = ENTRA.issuerUrl ?? '';

/** A shared connection with a certificate, whose key a test sign-in proved, enabled. */
async function enabledWith(scene: Scene, organizationId: string, keyPair: TestKeyPair) {
  const { connections } = scene;
  const { id } = accepted(await connections.create(organizationId, SHARED, OWNER)).record;
  const view = accepted(await add(scene, organizationId, id, keyPair));
  accepted(await test(scene, view, view.record.certificates[0]));
  return accepted(await connections.enable(organizationId, id, OWNER));
}

function add({ connections }: Scene, organizationId: string, id: string, { certificatePem }: TestKeyPair) {
  return connections.addCertificates(organizationId, id, certificatePem, {}, OWNER);
}

/** A test sign-in of the connection as it is, which passed by the key of the certificate. */
function test({ connections }: Scene, { record }: ConnectionView, stored: StoredCertificate | undefined) {
  const { id, organizationId, version } = record;
  const publicKeyHash = stored?.publicKeyHash ?? null;
  const passed = { version, passed: true, code: null, reference: null, publicKeyHash };
  return connections.recordTest(organizationId, id, passed, OWNER);
}

/** Contoso, and Fabrikam, who put Contoso's Issuer and next certificate beside a key of their own. */
async function squatted() {
  const scene = createScene();
  const contoso = await enabledWith(scene, ORG, ours);
  const fabrikam = await enabledWith(scene, OTHER_ORG, squatters);
  accepted(await add(scene, OTHER_ORG, fabrikam.record.id, next));
  return { scene, contoso, fabrikam };
}

/** The application: what becomes of a sign-in that Contoso's identity provider signed with a key. */
function application({ connections }: Scene, { record: { id } }: ConnectionView) {
  const serviceProvider = createServiceProvider({
    baseUrl: 'https://app.example.com',
    clock: () => NOW,
    connections: connections.store(),
    domainClaims: memoryDomainClaims([{ organizationId: ORG, domain: 'contoso.com' }]),
    requests: memoryRequestStore({ now: () => NOW }),
    replays: memoryReplayStore({ now: () => NOW }),
  });
  const signIn = async (keyPair: TestKeyPair, isAsked: boolean): Promise<ErrorCode | string | null> => {
    const started = isAsked ? accepted(await serviceProvider.startSignIn({ connectionId: id })) : null;
    const finished = await serviceProvider.finishSignIn({
      connectionId: null,
      samlResponse: mintResponse({
        keyPair,
        ...serviceProvider.urls(id, 'shared'),
        tenantId: ISSUER.split('/')[3] ?? '',
        now: NOW,
        inResponseTo: started?.requestId ?? null,
      }).samlResponse,
      relayState: null,
      cookie: (name) => (name === started?.cookie.name ? started.cookie.value : undefined),
    });
    return finished.ok ? finished.value.connectionId : codeOf(finished);
  };
  return {
    asked: (key: TestKeyPair) => signIn(key, true),
    unasked: (key: TestKeyPair) => signIn(key, false),
  };
}

describe('the next certificate of a shared connection that another organisation put into its own', () => {
  it('is uploaded, followed and imported all the same', async () => {
    const { scene, contoso } = await squatted();
    const { id } = contoso.record;
    const view = accepted(await add(scene, ORG, id, next));
    const listed = view.connection?.certificates ?? [];
    expect(listed).toHaveLength(2);
    const bare = await squatted();
    const metadata = { issuerUrl: ISSUER, signInUrl: ENTRA.signInUrl ?? '', certificates: listed };
    const { connections } = bare.scene;
    accepted(await connections.followCertificates(ORG, bare.contoso.record.id, listed));
    accepted(await connections.importMetadata(ORG, bare.contoso.record.id, metadata, OWNER));
  });

  it('signs people in: asked at once, unasked once a test sign-in proved its key', async () => {
    const { scene, contoso } = await squatted();
    const { id } = contoso.record;
    const { asked, unasked } = application(scene, contoso);
    const view = accepted(await add(scene, ORG, id, next));
    expect([await asked(ours), await unasked(ours), await asked(next)]).toEqual([id, id, id]);
    expect(await unasked(next)).toBe('issuer_not_unique');
    accepted(await test(scene, view, view.record.certificates[1]));
    expect([await asked(next), await unasked(next)]).toEqual([id, id]);
    accepted(await scene.connections.retireCertificate(ORG, id, ours.sha1Thumbprint, OWNER));
    expect([await asked(next), await unasked(next)]).toEqual([id, id]);
  });

  it('is nothing to who copied it: no sign-in is theirs, and who proved the key keeps it', async () => {
    const { scene, contoso, fabrikam } = await squatted();
    const view = accepted(await add(scene, ORG, contoso.record.id, next));
    const found = await scene.connections.store().findByIssuer(ISSUER);
    const byId = Object.fromEntries(
      found.map(({ id, certificates }) => [id, certificates.map((each) => each.sha1Thumbprint)]),
    );
    expect(byId).toEqual({
      [contoso.record.id]: [ours.sha1Thumbprint],
      [fabrikam.record.id]: [squatters.sha1Thumbprint],
    });
    accepted(await test(scene, view, view.record.certificates[1]));
    const theirs = accepted(await scene.connections.get(OTHER_ORG, fabrikam.record.id));
    const refused = await test(scene, theirs, theirs.record.certificates[1]);
    expect(codeOf(refused)).toBe('connection_issuer_not_unique');
    expect(await kept(scene, fabrikam)).toEqual(theirs.record);
  });
});

describe('a key', () => {
  it('that no test proved is unknown to messages that answer no request, on file or alone on file', async () => {
    const scene = createScene();
    const contoso = await enabledWith(scene, ORG, ours);
    const { asked, unasked } = application(scene, contoso);
    accepted(await add(scene, ORG, contoso.record.id, next));
    expect([await asked(next), await unasked(next)]).toEqual([
      contoso.record.id,
      'signing_certificate_unknown',
    ]);
    accepted(await scene.connections.retireCertificate(ORG, contoso.record.id, ours.sha1Thumbprint, OWNER));
    expect([await asked(next), await unasked(next)]).toEqual([
      contoso.record.id,
      'signing_certificate_unknown',
    ]);
    expect(await unasked(ours)).toBe('signing_certificate_unknown');
  });

  it('is proven by a passed test alone, with all its certificates, through changes, not for another Issuer', async () => {
    const scene = createScene();
    const { connections } = scene;
    const { id } = accepted(await connections.create(ORG, SHARED, OWNER)).record;
    const proven = async () =>
      accepted(await connections.get(ORG, id)).record.certificates.map(({ provenAt }) => provenAt);
    const { privateKeyPem } = ours;
    const renewed = createTestKeyPair({ notBefore: new Date('2026-02-01T00:00:00Z'), privateKeyPem });
    accepted(await add(scene, ORG, id, ours));
    const view = accepted(await add(scene, ORG, id, next));
    const failed = { version: 1, passed: false, code: 'email_missing', reference: null } as const;
    const publicKeyHash = view.record.certificates[0]?.publicKeyHash ?? null;
    accepted(await connections.recordTest(ORG, id, { ...failed, publicKeyHash }, OWNER));
    expect(await proven()).toEqual([null, null]);
    accepted(await test(scene, view, view.record.certificates[0]));
    accepted(await add(scene, ORG, id, renewed));
    const settings = { emailAttribute: 'mail' };
    accepted(await connections.change(ORG, id, { settings }, OWNER));
    accepted(await connections.retireCertificate(ORG, id, next.sha1Thumbprint, OWNER));
    expect(await proven()).toEqual([NOW, null, NOW]);
    const tenant = '99999999-8888-4777-8666-555555555555';
    const issuerUrl = `https://sts.windows.net/${tenant}/`;
    accepted(await connections.change(ORG, id, { settings: { issuerUrl: null } }, OWNER));
    expect(await proven()).toEqual([null, null, null]);
    const back = accepted(await connections.change(ORG, id, { settings: { issuerUrl: ISSUER } }, OWNER));
    accepted(await test(scene, back, back.record.certificates[0]));
    const certificates = back.connection?.certificates ?? [];
    const signInUrl = `https://login.microsoftonline.com/${tenant}/saml2`;
    const metadata = { issuerUrl, signInUrl, certificates };
    accepted(await connections.importMetadata(ORG, id, metadata, OWNER));
    expect(await proven()).toEqual([null, null, null]);
  });

  it('that came on file after the test enables nothing', async () => {
    const scene = createScene();
    const { connections } = scene;
    const { id } = accepted(await connections.create(ORG, SHARED, OWNER)).record;
    const view = accepted(await add(scene, ORG, id, ours));
    const stored = accepted(await add(scene, ORG, id, next)).record.certificates[1];
    accepted(await connections.removeCertificate(ORG, id, next.sha1Thumbprint, OWNER));
    const { record } = accepted(await connections.get(ORG, id));
    accepted(await test(scene, { ...view, record }, stored));
    accepted(await add(scene, ORG, id, next));
    const enabling = await connections.enable(ORG, id, OWNER);
    expect(codeOf(enabling)).toBe('connection_test_required');
    expect(detailsOf(enabling)).toMatchObject({ reason: 'certificate-gone' });
  });
});
