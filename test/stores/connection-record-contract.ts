import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type {
  ConnectionRecord,
  ConnectionRecordStore,
} from '../../src/stores/interfaces/connection-records.js';
import { auditEntry } from './audit-contract.js';
import { connectionRecord, storedCertificate } from './connection-record.js';

/** A store that is ready to use, and the log that its entries go to; the content of both may be shared. */
export interface OpenConnectionRecords {
  readonly store: ConnectionRecordStore;
  readonly audit: AuditStore;
}

const CALLERS = 50;
/** What every store of connection records promises. */
export function connectionRecordContract(name: string, open: () => Promise<OpenConnectionRecords>): void {
  const entryOf = (record: ConnectionRecord) =>
    auditEntry({
      organizationId: record.organizationId,
      connectionId: record.id,
      type: 'connection_changed',
    });
  const typesIn = async (audit: AuditStore, { organizationId }: ConnectionRecord) =>
    (await audit.list(organizationId, { before: null, limit: 1_000 })).length;
  const insert = async ({ store }: OpenConnectionRecords, record: ConnectionRecord) =>
    expect(await store.insertConnection(record, entryOf(record))).toBe(true);
  const replace = ({ store }: OpenConnectionRecords, record: ConnectionRecord) =>
    store.replaceConnection(record, record.revision - 1, entryOf(record));

  describe(`${name} as store of connection records`, () => {
    it('gives back what was inserted, with its audit entry', async () => {
      const opened = await open();
      const bare = {
        settings: {},
        certificates: [],
        lastTest: null,
        createdBy: null,
        status: 'draft',
      } as const;
      for (const record of [connectionRecord(), connectionRecord(bare)]) {
        await insert(opened, record);
        expect(await opened.store.findConnection(record.organizationId, record.id)).toEqual(record);
        expect(await opened.store.findConnectionOfAddress(record.id)).toEqual(record);
        expect(await typesIn(opened.audit, record)).toBe(1);
      }
    });

    it('keeps what it holds from those who hold what it gave', async () => {
      const opened = await open();
      const record = connectionRecord();
      await insert(opened, record);
      const given = await opened.store.findConnection(record.organizationId, record.id);
      Object.assign(given?.settings ?? {}, { allowSha1: true });
      Object.assign(given?.certificates[0] ?? {}, { state: 'retired' });
      expect(await opened.store.findConnection(record.organizationId, record.id)).toEqual(record);
    });

    it('gives an id once, to whichever organisation, and then writes no audit entry', async () => {
      const opened = await open();
      const record = connectionRecord();
      await insert(opened, record);
      const second = connectionRecord({ id: record.id });
      expect(await opened.store.insertConnection(second, entryOf(second))).toBe(false);
      expect(await opened.store.insertConnection(record, entryOf(record))).toBe(false);
      expect(await typesIn(opened.audit, second)).toBe(0);
      expect(await typesIn(opened.audit, record)).toBe(1);
      expect(await opened.store.findConnectionOfAddress(record.id)).toEqual(record);
    });

    it('knows neither strange ids nor those of another organisation, to the letter', async () => {
      const opened = await open();
      const record = connectionRecord({ id: `Ab-${randomUUID()}` });
      await insert(opened, record);
      const { store } = opened;
      expect(await store.findConnection('org-other', record.id)).toBeNull();
      expect(await store.findConnection(record.organizationId.toUpperCase(), record.id)).toBeNull();
      for (const id of [record.id.toLowerCase(), `${record.id} `, '', '__proto__', "' OR 1=1 --"]) {
        expect(await store.findConnection(record.organizationId, id)).toBeNull();
        expect(await store.findConnectionOfAddress(id)).toBeNull();
      }
      const stolen = { ...record, organizationId: 'org-other', revision: 2 };
      expect(await replace(opened, stolen)).toBe('changed');
      expect(await store.removeConnection('org-other', record.id, 1, entryOf(stolen))).toBe(false);
      expect(await store.findConnectionOfAddress(record.id)).toEqual(record);
    });

    it('lists the connections of one organisation by id', async () => {
      const opened = await open();
      const organizationId = `org-${randomUUID()}`;
      const tail = randomUUID();
      const ids = ['b', 'B', '_', 'a', '-', '1'].map((first) => `${first}${tail}`);
      for (const id of ids) await insert(opened, connectionRecord({ id, organizationId }));
      await insert(opened, connectionRecord());
      const listed = await opened.store.listConnections(organizationId);
      expect(listed.map(({ id }) => id[0])).toEqual(['-', '1', 'B', '_', 'a', 'b']);
      expect(await opened.store.listConnections('org-nobody')).toEqual([]);
    });

    it('replaces the revision that was read, with its audit entry, and no other', async () => {
      const opened = await open();
      const record = connectionRecord();
      await insert(opened, record);
      const next = connectionRecord({
        id: record.id,
        organizationId: record.organizationId,
        settings: { signaturePolicy: 'both' },
        certificates: [storedCertificate({ origin: 'metadata', state: 'retired' })],
        lastTest: null,
        status: 'disabled',
        version: 4,
        updatedAt: new Date('2026-03-02T00:00:00Z'),
        revision: 2,
      });
      expect(await replace(opened, next)).toBe('replaced');
      expect(await opened.store.findConnection(record.organizationId, record.id)).toEqual(next);
      expect(await replace(opened, { ...record, revision: 2 })).toBe('changed');
      expect(await replace(opened, { ...record, revision: 4 })).toBe('changed');
      expect(await replace(opened, connectionRecord({ revision: 2 }))).toBe('changed');
      expect(await opened.store.findConnection(record.organizationId, record.id)).toEqual(next);
      expect(await typesIn(opened.audit, record)).toBe(2);
    });

    it(`lets one of ${CALLERS} concurrent writers of a revision through`, async () => {
      const opened = await open();
      const record = connectionRecord();
      await insert(opened, record);
      const answers = await Promise.all(
        Array.from({ length: CALLERS }, (_, index) =>
          replace(opened, { ...record, settings: { landingPath: `/${index}` }, revision: 2 }),
        ),
      );
      expect(answers.filter((answer) => answer === 'replaced')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'changed')).toHaveLength(CALLERS - 1);
      const kept = await opened.store.findConnection(record.organizationId, record.id);
      expect(kept?.settings.landingPath).toBe(`/${answers.indexOf('replaced')}`);
      expect(await typesIn(opened.audit, record)).toBe(2);
    });

    it('removes the revision that was read unless it is enabled', async () => {
      const opened = await open();
      const { store } = opened;
      const record = connectionRecord({ status: 'enabled' });
      const { id, organizationId } = record;
      await insert(opened, record);
      expect(await store.removeConnection(organizationId, id, 1, entryOf(record))).toBe(false);
      expect(await replace(opened, { ...record, status: 'disabled', revision: 2 })).toBe('replaced');
      expect(await store.removeConnection(organizationId, id, 1, entryOf(record))).toBe(false);
      const removals = await Promise.all(
        Array.from({ length: 5 }, () => store.removeConnection(organizationId, id, 2, entryOf(record))),
      );
      expect(removals.filter(Boolean)).toHaveLength(1);
      expect(await store.findConnectionOfAddress(id)).toBeNull();
      expect(await store.listConnections(organizationId)).toEqual([]);
      expect(await replace(opened, { ...record, revision: 3 })).toBe('changed');
      expect(await typesIn(opened.audit, record)).toBe(3);
    });
  });

  sharedIssuerContract(name, open, { insert, replace, entryCount: typesIn });
}

interface Steps {
  readonly insert: (opened: OpenConnectionRecords, record: ConnectionRecord) => Promise<void>;
  readonly replace: (opened: OpenConnectionRecords, record: ConnectionRecord) => Promise<string>;
  readonly entryCount: (audit: AuditStore, record: ConnectionRecord) => Promise<number>;
}

function sharedIssuerContract(
  name: string,
  open: () => Promise<OpenConnectionRecords>,
  { insert, replace, entryCount }: Steps,
): void {
  const issuerOf = () => `https://sts.windows.net/${randomUUID()}/`;
  const shared = (issuerUrl: string, keys: readonly string[], members: Partial<ConnectionRecord> = {}) =>
    connectionRecord({
      settings: { issuerUrl, addresses: 'shared' },
      certificates: keys.map((publicKeyHash) => storedCertificate({ publicKeyHash })),
      ...members,
    });
  const enabled = (record: ConnectionRecord): ConnectionRecord => ({
    ...record,
    status: 'enabled',
    revision: record.revision + 1,
  });

  describe(`${name}, of connections that share addresses,`, () => {
    it('enables one of an Issuer and a proven key', async () => {
      const opened = await open();
      const issuer = issuerOf();
      const [key, other] = [randomUUID(), randomUUID()];
      const [first, second] = [shared(issuer, [key, randomUUID()]), shared(issuer, [other, key])];
      await insert(opened, first);
      await insert(opened, second);
      expect(await replace(opened, enabled(first))).toBe('replaced');
      expect(await replace(opened, enabled(second))).toBe('issuer-not-unique');
      expect(await opened.store.findConnectionOfAddress(second.id)).toEqual(second);
      expect(await entryCount(opened.audit, second)).toBe(1);
      expect(await replace(opened, { ...enabled(second), revision: 9 })).toBe('changed');
      // A change of the enabled one itself is no contradiction; a certificate that brings the key to another is.
      expect(await replace(opened, { ...enabled(first), version: 4, revision: 3 })).toBe('replaced');
      const apart = shared(issuer, [other]);
      await insert(opened, apart);
      expect(await replace(opened, enabled(apart))).toBe('replaced');
      const joined = { ...enabled(apart), certificates: second.certificates, revision: 3 };
      expect(await replace(opened, joined)).toBe('issuer-not-unique');
      const off = { ...first, status: 'disabled', revision: 4 } as const;
      expect(await replace(opened, off)).toBe('replaced');
      expect(await replace(opened, joined)).toBe('replaced');
    });

    it('does not hold own addresses, another Issuer, retired keys and those that are not enabled to it', async () => {
      const opened = await open();
      const issuer = issuerOf();
      const key = randomUUID();
      const retired = storedCertificate({ publicKeyHash: key, state: 'retired' });
      const records = [
        shared(issuer, [key]),
        shared(issuer, [key], { settings: { issuerUrl: issuer, addresses: 'own' } }),
        shared(issuer, [key], { settings: { issuerUrl: issuer } }),
        shared(issuer.slice(0, -1), [key]),
        shared(issuer, [], { certificates: [retired, storedCertificate()] }),
        shared(issuer, [randomUUID()]),
      ];
      for (const record of [...records, shared(issuer, [key])]) await insert(opened, record);
      for (const record of records) expect(await replace(opened, enabled(record))).toBe('replaced');
      const found = await opened.store.listSharedByIssuer(issuer);
      const [first, , , , fifth, sixth] = records;
      expect(found.map(({ id }) => id).toSorted()).toEqual(
        [first, fifth, sixth].map((record) => record?.id).toSorted(),
      );
      expect(found.find(({ id }) => id === first?.id)).toEqual(first && enabled(first));
      expect(await opened.store.listSharedByIssuer(issuer.toUpperCase())).toEqual([]);
    });

    it('does not let a copied certificate, which nobody proved, keep the owner of its key out', async () => {
      const opened = await open();
      const issuer = issuerOf();
      const key = randomUUID();
      const copy = storedCertificate({ publicKeyHash: key, provenAt: null });
      const proof = storedCertificate({ publicKeyHash: key });
      const squatter = shared(issuer, [], { certificates: [storedCertificate(), copy] });
      const owner = shared(issuer, [], { certificates: [storedCertificate(), copy] });
      for (const record of [squatter, owner]) {
        await insert(opened, record);
        expect(await replace(opened, enabled(record))).toBe('replaced');
      }
      const rolledOver = { ...enabled(owner), certificates: [proof], revision: 3 };
      expect(await replace(opened, rolledOver)).toBe('replaced');
      // Who holds the key as well shows it: then it is the first one's.
      const proven = { ...enabled(squatter), certificates: [storedCertificate(), proof], revision: 3 };
      expect(await replace(opened, proven)).toBe('issuer-not-unique');
      expect(await replace(opened, { ...rolledOver, certificates: [copy], revision: 4 })).toBe('replaced');
      expect(await replace(opened, proven)).toBe('replaced');
    });

    it('lets one of two organisations win that enable at the same moment', async () => {
      const opened = await open();
      const issuer = issuerOf();
      const key = randomUUID();
      const records = Array.from({ length: 8 }, () => shared(issuer, [key]));
      for (const record of records) await insert(opened, record);
      const answers = await Promise.all(records.map((record) => replace(opened, enabled(record))));
      expect(answers.toSorted()).toEqual([...Array(7).fill('issuer-not-unique'), 'replaced']);
      expect(await opened.store.listSharedByIssuer(issuer)).toHaveLength(1);
    });

    it('throws for one that is inserted enabled against it', async () => {
      const opened = await open();
      const issuer = issuerOf();
      const key = randomUUID();
      await insert(opened, shared(issuer, [key], { status: 'enabled' }));
      await expect(insert(opened, shared(issuer, [key], { status: 'enabled' }))).rejects.toThrow(Error);
      expect(await opened.store.listSharedByIssuer(issuer)).toHaveLength(1);
    });
  });
}
