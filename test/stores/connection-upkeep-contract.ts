import { describe, expect, it } from 'vitest';
import type { MetadataRefreshStore } from '../../src/metadata/refresher-options.js';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type {
  ConnectionRecord,
  ConnectionRecordStore,
} from '../../src/stores/interfaces/connection-records.js';
import { auditEntry } from './audit-contract.js';
import { connectionRecord, storedCertificate } from './connection-record.js';
import { refreshState } from './postgres/metadata-refresh-contract.js';

/** Stores that are ready to use; their content may be shared. */
export interface OpenConnectionUpkeep {
  readonly store: ConnectionRecordStore;
  readonly audit: AuditStore;
  readonly refreshes: MetadataRefreshStore;
}

const DAY = 86_400_000;
/** Of a time of their own, so that connections of other tests are not among those found. */
const END = new Date('1999-01-01T00:00:00.123Z');

/** What every store promises of connections that nobody changes by hand. */
export function connectionUpkeepContract(name: string, open: () => Promise<OpenConnectionUpkeep>): void {
  const ending = (members: Partial<ConnectionRecord> = {}): ConnectionRecord =>
    connectionRecord({
      status: 'enabled',
      certificates: [storedCertificate(), storedCertificate({ notAfter: END })],
      ...members,
    });
  const insert = async ({ store }: OpenConnectionUpkeep, ...records: readonly ConnectionRecord[]) => {
    for (const record of records) expect(await store.insertConnection(record, auditEntry())).toBe(true);
  };
  const reminder = ({ id, organizationId }: ConnectionRecord) =>
    auditEntry({ organizationId, connectionId: id, type: 'certificate_expired' });
  const found = async ({ store }: OpenConnectionUpkeep, id: string) =>
    (await store.listEndingCertificates(new Date(END.getTime() + 1), null, 1_000)).find(
      ({ record }) => record.id === id,
    );

  describe(`${name} as store of connections that live on`, () => {
    it('lists the enabled ones with a certificate that ends before, in pages by id', async () => {
      const opened = await open();
      const [first, second, third] = [ending(), ending(), ending()].sort((a, b) => (a.id < b.id ? -1 : 1));
      if (!first || !second || !third) throw new Error('three records');
      const others = [
        ending({ status: 'disabled' }),
        ending({ certificates: [] }),
        ending({ certificates: [storedCertificate()] }),
      ];
      await insert(opened, third, first, second, ...others);
      const before = new Date(END.getTime() + 1);
      const all = await opened.store.listEndingCertificates(before, null, 1_000);
      const ids = all.map(({ record }) => record.id);
      expect(ids).toEqual(ids.toSorted());
      for (const record of [first, second, third]) {
        expect(all.find((each) => each.record.id === record.id)).toEqual({ record, remindedUntil: null });
      }
      for (const { id } of others) expect(ids).not.toContain(id);
      const page = await opened.store.listEndingCertificates(before, ids[0] ?? null, 2);
      expect(page.map(({ record }) => record.id)).toEqual(ids.slice(1, 3));
      expect(await opened.store.listEndingCertificates(END, null, 1_000)).not.toContainEqual(
        expect.objectContaining({ record: first }),
      );
    });

    it('writes reminders once, over the moment they were made from, and leaves the record as it was', async () => {
      const opened = await open();
      const record = ending();
      await insert(opened, record);
      const [at, later] = [new Date('2026-06-01T00:00:00.001Z'), new Date('2026-06-02T00:00:00Z')];
      const write = (over: Date | null, until: Date, organizationId = record.organizationId) =>
        opened.store.recordReminders(organizationId, record.id, over, until, [reminder(record)]);
      expect(await write(at, later)).toBe(false);
      expect(await write(null, at, 'another-organization')).toBe(false);
      const written = await Promise.all(Array.from({ length: 20 }, () => write(null, at)));
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await found(opened, record.id)).toEqual({ record, remindedUntil: at });
      expect(await write(null, later)).toBe(false);
      expect(await write(at, later)).toBe(true);
      expect(await opened.store.recordReminders(record.organizationId, 'gone', null, at, [])).toBe(false);
      const logged = await opened.audit.list(record.organizationId, { before: null, limit: 100 });
      expect(logged.filter(({ type }) => type === 'certificate_expired')).toHaveLength(2);
    });

    it('keeps the moment over a change of the connection', async () => {
      const opened = await open();
      const record = ending();
      await insert(opened, record);
      await opened.store.recordReminders(record.organizationId, record.id, null, END, [reminder(record)]);
      const changed = { ...record, version: 9, revision: 2, updatedAt: new Date(END.getTime() + DAY) };
      expect(await opened.store.replaceConnection(changed, 1, auditEntry())).toBe('replaced');
      expect(await found(opened, record.id)).toEqual({ record: changed, remindedUntil: END });
    });

    it('forgets the metadata that a removed connection followed, and no others', async () => {
      const opened = await open();
      const [removed, kept] = [ending({ status: 'disabled' }), ending({ status: 'disabled' })];
      await insert(opened, removed, kept);
      for (const { id } of [removed, kept]) await opened.refreshes.save(id, refreshState(), 0);
      const { store, refreshes } = opened;
      const remove = (organizationId: string, revision: number) =>
        store.removeConnection(organizationId, removed.id, revision, auditEntry());
      expect(await remove(kept.organizationId, 1)).toBe(false);
      expect(await remove(removed.organizationId, 7)).toBe(false);
      expect(await refreshes.load(removed.id)).not.toBeNull();
      expect(await remove(removed.organizationId, 1)).toBe(true);
      expect(await refreshes.load(removed.id)).toBeNull();
      expect(await refreshes.load(kept.id)).not.toBeNull();
    });
  });
}
