import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connectionInputFromMetadata,
  createMetadataRefresher,
  fetchFederationMetadata,
  type MetadataRefresher,
  startMetadataRefresh,
} from '../../src/metadata/index.js';
import { replaceCertificates } from '../../src/organizations/replace-certificates.js';
import { memoryMetadataRefreshStore } from '../../src/stores/memory/index.js';
import { TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair, type TestKeyPair } from '../../src/testing/test-key-pair.js';
import { ENDPOINTS, entity, keyOf, role } from '../metadata/federation-documents.js';
import { listenMetadata, type MetadataServer } from '../metadata/metadata-server.js';
import {
  accepted,
  answerTo,
  connection,
  createSite,
  finish,
  NOW,
  refusalOf,
  type Site,
  start,
} from './site.js';

const validity = { notBefore: new Date('2026-01-01T00:00:00Z') };
const old = createTestKeyPair(validity);
const next = createTestKeyPair(validity);
const DAY = 86_400_000;

let server: MetadataServer;
let listed: readonly TestKeyPair[] = [old];

beforeAll(async () => {
  server = await listenMetadata((_, response) => {
    const keys = listed.map(({ certificateBase64 }) =>
      keyOf('signing', `<X509Certificate>${certificateBase64}</X509Certificate>`),
    );
    response.end(entity(role(keys.join('') + ENDPOINTS), `https://sts.windows.net/${TEST_TENANT_ID}/`));
  });
});
afterAll(() => server.close());

/** An application that imported the metadata, follows them and tells the refresher of its events. */
async function followingSite(): Promise<{ readonly site: Site; readonly refresher: MetadataRefresher }> {
  listed = [old];
  const fetched = accepted(await fetchFederationMetadata(server.url, server.options));
  const store = memoryMetadataRefreshStore();
  await store.save('contoso', accepted(startMetadataRefresh(server.url, fetched, NOW)), 0);
  const refresher = createMetadataRefresher({
    store,
    fetch: server.options,
    clock: () => site.now,
    onCertificates: (connectionId, certificates) => {
      const before = site.connections.get(connectionId);
      if (before === undefined) throw new Error(connectionId);
      site.connections.set(
        connectionId,
        accepted(replaceCertificates(before, certificates, { now: site.now })),
      );
    },
  });
  const { certificates } = connectionInputFromMetadata(fetched.metadata);
  const site: Site = createSite({ onEvent: refresher.watch }, [connection({ certificates })]);
  return { site, refresher };
}

async function signIn(site: Site, keyPair: TestKeyPair): Promise<string> {
  const started = await start(site);
  const finished = await finish(site, started, answerTo(site, started, { keyPair }));
  return refusalOf(finished)?.code ?? 'ok';
}

describe('a rollover that nobody announced', () => {
  it('costs one sign-in: the unknown key leads to a refresh, and the next one passes', async () => {
    const { site } = await followingSite();
    expect(await signIn(site, old)).toBe('ok');
    listed = [next];
    site.now = new Date(NOW.getTime() + DAY);
    expect(await signIn(site, next)).toBe('signing_certificate_unknown');
    await expect.poll(() => site.connections.get('contoso')?.certificates).toHaveLength(2);
    expect(await signIn(site, next)).toBe('ok');
    expect(await signIn(site, old)).toBe('ok');
  });

  it('ends a sign-in under way well, when the refresh comes in between', async () => {
    const { site, refresher } = await followingSite();
    const started = await start(site);
    listed = [next, old];
    await refresher.refresh('contoso');
    const finished = await finish(site, started, answerTo(site, started, { keyPair: next }));
    expect(refusalOf(finished)).toBeNull();
  });

  it('refuses the old key when its grace is over, and at once when it is retired', async () => {
    const graceful = await followingSite();
    listed = [next];
    await graceful.refresher.refresh('contoso');
    graceful.site.now = new Date(NOW.getTime() + 7 * DAY);
    await graceful.refresher.refresh('contoso');
    expect(await signIn(graceful.site, old)).toBe('signing_certificate_unknown');
    expect(await signIn(graceful.site, next)).toBe('ok');

    const { site, refresher } = await followingSite();
    listed = [next, old];
    await refresher.refresh('contoso');
    const [leaked] = connection({ certificates: [old.certificatePem] }).certificates;
    await refresher.retire('contoso', leaked?.sha256Thumbprint ?? '');
    expect(await signIn(site, old)).toBe('signing_certificate_unknown');
    expect(await signIn(site, next)).toBe('ok');
  });

  it('does not happen because a stranger signs', async () => {
    const { site } = await followingSite();
    site.now = new Date(NOW.getTime() + DAY);
    const stranger = createTestKeyPair(validity);
    const requests = server.asked.length;
    expect(await signIn(site, stranger)).toBe('signing_certificate_unknown');
    await expect.poll(() => server.asked.length).toBe(requests + 1);
    for (let count = 0; count < 3; count += 1) {
      expect(await signIn(site, stranger)).toBe('signing_certificate_unknown');
    }
    expect(server.asked.length).toBe(requests + 1);
    expect(await signIn(site, old)).toBe('ok');
  });
});
