import { expect, it } from 'vitest';
import { memoryConnectionRecords } from '../../src/stores/memory/connection-records.js';
import { memoryAuditStore, memoryMetadataRefreshStore } from '../../src/stores/memory/index.js';
import { auditEntry } from './audit-contract.js';
import { connectionRecord } from './connection-record.js';
import { connectionRecordContract } from './connection-record-contract.js';
import { connectionUpkeepContract } from './connection-upkeep-contract.js';
import { metadataRefreshContract } from './postgres/metadata-refresh-contract.js';

connectionRecordContract('memoryConnectionRecords', async () => {
  const audit = memoryAuditStore();
  return { store: memoryConnectionRecords({ audit }), audit };
});

connectionUpkeepContract('memoryConnectionRecords', async () => {
  const [audit, refreshes] = [memoryAuditStore(), memoryMetadataRefreshStore()];
  return { store: memoryConnectionRecords({ audit, refreshes }), audit, refreshes };
});

metadataRefreshContract('memoryMetadataRefreshStore', async () => memoryMetadataRefreshStore());

it('memoryConnectionRecords writes nothing without the audit entry', async () => {
  const audit = memoryAuditStore();
  let failing = false;
  const store = memoryConnectionRecords({
    audit: {
      ...audit,
      append: async (entries) => {
        if (failing) throw new Error('The log is full');
        await audit.append(entries);
      },
    },
  });
  const record = connectionRecord();
  await store.insertConnection(record, auditEntry());
  failing = true;
  const second = connectionRecord();
  await expect(store.insertConnection(second, auditEntry())).rejects.toThrow('The log is full');
  await expect(
    store.replaceConnection({ ...record, version: 9, revision: 2 }, 1, auditEntry()),
  ).rejects.toThrow('The log is full');
  await expect(store.removeConnection(record.organizationId, record.id, 1, auditEntry())).rejects.toThrow(
    'The log is full',
  );
  expect(await store.findConnectionOfAddress(second.id)).toBeNull();
  expect(await store.findConnectionOfAddress(record.id)).toEqual(record);
  failing = false;
  expect(await store.removeConnection(record.organizationId, record.id, 1, auditEntry())).toBe(true);
});
