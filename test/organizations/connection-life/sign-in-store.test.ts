import { describe, expect, it } from 'vitest';
import type { ConnectionKeysInput } from '../../../src/organizations/connection.js';
import { createConnections } from '../../../src/organizations/connection-life/create-connections.js';
import { isConnection } from '../../../src/organizations/known-connections.js';
import type { ConnectionRecord } from '../../../src/stores/interfaces/connection-records.js';
import { createTestKeyPair } from '../../../src/testing/test-key-pair.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';
import { accepted, codeOf, complete, createScene, ENTRA, enabled, ORG, OTHER_ORG, OWNER } from './scene.js';

describe('the store that sign-in reads', () => {
  it('gives connections made by parseConnection, enabled or not, and no drafts', async () => {
    const scene = createScene();
    const draft = accepted(await scene.connections.create(ORG, {}, OWNER));
    const ready = await complete(scene);
    const on = await enabled(scene);
    const store = scene.connections.store();
    expect(await store.findById(draft.record.id)).toBeNull();
    expect(await store.findById(ready.record.id)).toMatchObject({ enabled: false, ...ENTRA });
    const found = await store.findById(on.record.id);
    expect(found).toMatchObject({ enabled: true, organizationId: ORG, version: on.record.version });
    expect(isConnection(found)).toBe(true);
    const listed = await store.findByOrganization(ORG);
    expect(listed.map(({ id }) => id)).toEqual([ready.record.id, on.record.id].toSorted());
    expect(await store.findByOrganization(OTHER_ORG)).toEqual([]);
    expect(await store.findByIssuer(ENTRA.issuerUrl ?? '')).toEqual([]);
    expect(await store.findById('unknown')).toBeNull();
  });

  it('never serves an older revision, whichever instance wrote', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const store = scene.connections.store();
    const first = await store.findById(record.id);
    expect(await store.findById(record.id)).toBe(first);
    const elsewhere = createConnections({ store: scene.store, clock: () => NOW });
    const settings = { emailAttribute: 'mail' };
    accepted(await elsewhere.change(ORG, record.id, { settings }, OWNER));
    expect(await store.findById(record.id)).toMatchObject({ emailAttribute: 'mail', version: 2 });
    accepted(await elsewhere.disable(ORG, record.id, OWNER));
    expect(await store.findById(record.id)).toMatchObject({ enabled: false });
    accepted(await elsewhere.remove(ORG, record.id, OWNER));
    expect(await store.findById(record.id)).toBeNull();
  });

  it('serves no contents that the same revision had before a dump was restored', async () => {
    const scene = createScene();
    const before = (await enabled(scene)).record;
    let found: ConnectionRecord = before;
    const records = { ...scene.store, findConnectionOfAddress: async () => found };
    const store = createConnections({ store: records, clock: () => NOW }).store();
    const thumbprints = async () =>
      (await store.findById(before.id))?.certificates.map(({ sha1Thumbprint }) => sha1Thumbprint);
    expect(await thumbprints()).toEqual([before.certificates[0]?.thumbprint]);
    const next = certificateFixture('contoso-next.cer');
    const after = accepted(await scene.connections.addCertificates(ORG, before.id, next, {}, OWNER)).record;
    const certificates = after.certificates.slice(1);
    found = { ...before, certificates };
    expect(await thumbprints()).toEqual([certificates[0]?.thumbprint]);
    found = { ...before, certificates, settings: { ...before.settings, emailAttribute: 'mail' } };
    expect(await store.findById(before.id)).toMatchObject({ emailAttribute: 'mail' });
  });

  it('holds no retired certificate', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const { connections } = scene;
    const store = connections.store();
    const next = certificateFixture('contoso-next.cer');
    const added = accepted(await connections.addCertificates(ORG, record.id, next, {}, OWNER));
    expect((await store.findById(record.id))?.certificates).toHaveLength(2);
    const [old, kept] = added.certificates;
    accepted(await connections.retireCertificate(ORG, record.id, old?.thumbprint ?? '', OWNER));
    const found = await store.findById(record.id);
    expect(found?.certificates.map(({ sha1Thumbprint }) => sha1Thumbprint)).toEqual([kept?.thumbprint]);
  });

  it('asks the application for the keys, and takes new ones at once', async () => {
    const asked: string[][] = [];
    let keys: ConnectionKeysInput | null = keyOf('2026-01-01');
    const scene = createScene({
      keys: async (connectionId, organizationId) => {
        asked.push([connectionId, organizationId]);
        return keys;
      },
    });
    const { record } = await enabled(scene, { requireEncryption: true, signAuthnRequests: true });
    const store = scene.connections.store();
    const first = await store.findById(record.id);
    expect(await store.findById(record.id)).toBe(first);
    expect(asked.at(-1)).toEqual([record.id, ORG]);
    keys = keyOf('2026-02-01');
    const second = await store.findById(record.id);
    expect(second?.keys?.current.certificate.sha256Thumbprint).not.toBe(
      first?.keys?.current.certificate.sha256Thumbprint,
    );
    keys = null;
    await expect(store.findById(record.id)).rejects.toThrow('cannot be used: keys');
    const view = accepted(await scene.connections.get(ORG, record.id));
    expect(view.missing.map(({ field }) => field)).toEqual(['keys']);
  });

  it('tells the days of certificates anew every hour', async () => {
    let now = NOW;
    const scene = createScene({ clock: () => now });
    const { record } = await enabled(scene);
    const store = scene.connections.store();
    const first = await store.findById(record.id);
    now = new Date(NOW.getTime() + 59 * 60_000);
    expect(await store.findById(record.id)).toBe(first);
    now = new Date(NOW.getTime() + 60 * 60_000);
    expect(await store.findById(record.id)).not.toBe(first);
  });
});

describe('a record that is not what was stored', () => {
  const forged: readonly (readonly [string, (record: ConnectionRecord) => unknown])[] = [
    ['no object', () => 'record'],
    ['inherited members', (record) => Object.create(record)],
    ['another status', (record) => ({ ...record, status: 'on' })],
    ['a version as text', (record) => ({ ...record, version: '1' })],
    ['dates as text', (record) => ({ ...record, updatedAt: record.updatedAt.toISOString() })],
    ['settings as text', (record) => ({ ...record, settings: '{}' })],
    ['unknown settings', (record) => ({ ...record, settings: { ...record.settings, allowNone: true } })],
    ['wrong settings', (record) => ({ ...record, settings: { ...record.settings, issuerUrl: 'x y' } })],
    ['no Issuer URL', ({ settings: { issuerUrl: _, ...settings }, ...record }) => ({ ...record, settings })],
    ['no certificates', (record) => ({ ...record, certificates: [] })],
    ['another key’s hash', (record) => withCertificate(record, { publicKeyHash: 'x' })],
    ['another thumbprint', (record) => withCertificate(record, { thumbprint: '00' })],
    ['another end', (record) => withCertificate(record, { notAfter: NOW })],
    ['another state', (record) => withCertificate(record, { state: 'trusted' })],
    [
      'another certificate',
      (record) => withCertificate(record, { pem: certificateFixture('fabrikam.cer').toString() }),
    ],
    ['two certificates in one', (record) => withCertificate(record, { pem: twice(record) })],
  ];

  it.each(forged)('with %s lets nobody sign in, and is told as a failure of the store', async (_, forge) => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const answer = async () => forge(record) as ConnectionRecord;
    const connections = createConnections({
      store: {
        ...scene.store,
        findConnection: answer,
        findConnectionOfAddress: answer,
        listConnections: async () => [await answer()],
      },
      clock: () => NOW,
    });
    const store = connections.store();
    await expect(store.findById(record.id)).rejects.toThrow(Error);
    await expect(store.findByOrganization(ORG)).rejects.toThrow(Error);
    const read = await connections.get(ORG, record.id);
    const isShown = read.ok && read.value.connection === null;
    expect(isShown || codeOf(read) === 'store_unavailable').toBe(true);
  });

  it('of another organisation or id is unknown', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const stray = async () => ({ ...record, organizationId: OTHER_ORG });
    const store = { ...scene.store, findConnection: stray, listConnections: async () => [await stray()] };
    const connections = createConnections({ store, clock: () => NOW });
    expect(codeOf(await connections.get(ORG, record.id))).toBe('connection_record_unknown');
    expect(accepted(await connections.list(ORG))).toEqual([]);
    expect(await connections.store().findByOrganization(ORG)).toEqual([]);
    const upper = { ...scene.store, findConnectionOfAddress: async () => record };
    const asked = createConnections({ store: upper, clock: () => NOW }).store();
    expect(await asked.findById(record.id.toUpperCase())).toBeNull();
  });

  it('comes as a refusal where the store or the keys fail', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const fail = async () => {
      throw new Error('connection reset');
    };
    for (const broken of [
      { store: { ...scene.store, findConnection: fail, listConnections: fail } },
      { store: scene.store, keys: fail },
    ]) {
      const connections = createConnections({ ...broken, clock: () => NOW });
      expect(codeOf(await connections.enable(ORG, record.id, OWNER))).toBe('store_unavailable');
      expect(codeOf(await connections.list(ORG))).toBe('store_unavailable');
      expect(codeOf(await connections.create(ORG, {}, OWNER))).toBe('store_unavailable');
    }
    const mute = { ...scene.store, replaceConnection: fail, insertConnection: async () => false };
    const connections = createConnections({ store: mute, clock: () => NOW });
    expect(codeOf(await connections.enable(ORG, record.id, OWNER))).toBe('store_unavailable');
    expect(codeOf(await connections.create(ORG, {}, OWNER))).toBe('store_unavailable');
    expect(scene.events).toHaveLength(2);
  });
});

function withCertificate(record: ConnectionRecord, members: object): unknown {
  return { ...record, certificates: record.certificates.map((each) => ({ ...each, ...members })) };
}

function twice({ certificates: [first] }: ConnectionRecord): string {
  return `${first?.pem}${certificateFixture('fabrikam.cer')}`;
}

function keyOf(day: string): ConnectionKeysInput {
  const { certificatePem, privateKeyPem } = createTestKeyPair({ notBefore: new Date(`${day}T00:00:00Z`) });
  return { current: { certificatePem, privateKeyPem } };
}
