import type { MetadataRefreshStore } from '../../metadata/refresher-options.js';
import type { AuditEntry, AuditStore } from '../interfaces/audit.js';
import type { ConnectionRecord, ConnectionRecordStore } from '../interfaces/connection-records.js';
import { oneAtATime } from './one-at-a-time.js';

/** Where the entries of the audit log go that belong to the writes. */
export interface MemoryConnectionRecordsOptions {
  readonly audit: AuditStore;
  /** Forgets a connection that is removed, where metadata are followed. */
  readonly refreshes?: Pick<MetadataRefreshStore, 'remove'>;
}

/**
 * Keeps connections with their whole life in the memory of this process: for one process only, for tests and for
 * trying out. `insertConnection` throws for an enabled record that another one already has Issuer and proven key of.
 */
export function memoryConnectionRecords({
  audit,
  refreshes,
}: MemoryConnectionRecordsOptions): ConnectionRecordStore {
  const records = new Map<string, ConnectionRecord>();
  const remindedUntil = new Map<string, number>();
  const change = oneAtATime();
  /** The log comes first: where it fails, nothing is written. */
  const write = async (record: ConnectionRecord, entry: AuditEntry): Promise<void> => {
    const kept = structuredClone(record);
    await audit.append([entry]);
    records.set(kept.id, kept);
  };
  const ofOrganization = (organizationId: string, connectionId: string): ConnectionRecord | null => {
    const record = records.get(connectionId);
    return record?.organizationId === organizationId ? record : null;
  };
  return {
    insertConnection: (record, entry) =>
      change(async () => {
        if (records.has(record.id)) return false;
        if (contradicts(record, records.values())) {
          throw new Error('An enabled connection with shared addresses has this Issuer URL and proven key');
        }
        await write(record, entry);
        return true;
      }),
    async findConnection(organizationId, connectionId) {
      return copy(ofOrganization(organizationId, connectionId));
    },
    async findConnectionOfAddress(connectionId) {
      return copy(records.get(connectionId) ?? null);
    },
    async listConnections(organizationId) {
      return [...records.values()]
        .filter((record) => record.organizationId === organizationId)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .map(copy);
    },
    async listSharedByIssuer(issuerUrl) {
      return [...records.values()]
        .filter((record) => isShared(record) && record.settings.issuerUrl === issuerUrl)
        .map(copy);
    },
    replaceConnection: (record, expectedRevision, entry) =>
      change(async () => {
        const found = ofOrganization(record.organizationId, record.id);
        if (found?.revision !== expectedRevision) return 'changed';
        if (contradicts(record, records.values())) return 'issuer-not-unique';
        await write(record, entry);
        return 'replaced';
      }),
    removeConnection: (organizationId, connectionId, expectedRevision, entry) =>
      change(async () => {
        const found = ofOrganization(organizationId, connectionId);
        if (found?.revision !== expectedRevision || found.status === 'enabled') return false;
        await audit.append([entry]);
        await refreshes?.remove(connectionId);
        remindedUntil.delete(connectionId);
        return records.delete(connectionId);
      }),
    async listEndingCertificates(before, after, limit) {
      return [...records.values()]
        .filter(({ id, status }) => status === 'enabled' && (after === null || id > after))
        .filter(({ certificates }) => certificates.some(({ notAfter }) => notAfter < before))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit)
        .map((record) => ({ record: copy(record), remindedUntil: dateOf(remindedUntil.get(record.id)) }));
    },
    recordReminders: (organizationId, connectionId, over, until, entries) =>
      change(async () => {
        const found = ofOrganization(organizationId, connectionId);
        if (found === null || remindedUntil.get(connectionId) !== over?.getTime()) return false;
        await audit.append(entries);
        remindedUntil.set(connectionId, until.getTime());
        return true;
      }),
  };
}

function dateOf(time: number | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}

/** What the caller does to its own record, or to what it was given, must not reach the store. */
function copy<Found extends ConnectionRecord | null>(record: Found): Found {
  return structuredClone(record);
}

function isShared({ settings, status }: ConnectionRecord): boolean {
  return status === 'enabled' && settings.addresses === 'shared';
}

/** Whether a message could be of this connection and of another one: both have proven that the key signs for them. */
function contradicts(record: ConnectionRecord, others: Iterable<ConnectionRecord>): boolean {
  if (!isShared(record)) return false;
  const keys = provenKeysOf(record);
  return [...others].some(
    (other) =>
      other.id !== record.id &&
      isShared(other) &&
      other.settings.issuerUrl === record.settings.issuerUrl &&
      [...provenKeysOf(other)].some((key) => keys.has(key)),
  );
}

function provenKeysOf({ certificates }: ConnectionRecord): Set<string> {
  const proven = certificates.filter(({ provenAt, state }) => provenAt !== null && state !== 'retired');
  return new Set(proven.map(({ publicKeyHash }) => publicKeyHash));
}
