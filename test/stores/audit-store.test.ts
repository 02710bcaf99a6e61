import { describe, expect, it } from 'vitest';
import { compareAuditPositions } from '../../src/stores/audit-position.js';
import { memoryAuditStore } from '../../src/stores/memory/audit-store.js';
import { auditEntry, auditStoreContract } from './audit-contract.js';

auditStoreContract('memoryAuditStore', async () => memoryAuditStore());

describe('memoryAuditStore', () => {
  it('gives no position twice after pruning', async () => {
    const log = memoryAuditStore();
    await log.append([auditEntry(), auditEntry()]);
    const [newest] = await log.list('org-contoso', { before: null, limit: 1 });
    await log.prune(new Date('2030-01-01T00:00:00Z'));
    await log.append([auditEntry()]);
    const after = await log.read(newest?.position ?? '', 10);
    expect(after.map(({ position }) => position)).toEqual(['3']);
  });

  it('keeps none of several where one cannot be kept', async () => {
    const log = memoryAuditStore();
    const bad = auditEntry({ data: { bad: (() => 1) as unknown as string } });
    await expect(log.append([auditEntry(), bad])).rejects.toThrow();
    expect(await log.read(null, 10)).toEqual([]);
  });

  it('refuses a date that is none', async () => {
    await expect(memoryAuditStore().prune(new Date(Number.NaN))).rejects.toThrow(TypeError);
  });
});

describe('compareAuditPositions', () => {
  it.each([
    ['1', '2', -1],
    ['10', '9', 1],
    ['007', '7', 0],
    ['7', '7.0', 0],
    ['7.1', '7.10', -1],
    ['8', '7.10', 1],
    ['9007199254740993', '9007199254740992', 1],
  ])('orders %s and %s', (a, b, expected) => {
    expect(compareAuditPositions(a, b)).toBe(expected);
  });

  it.each(['', 'a', '1.', '.1', '1.2.3', '-1', '1'.repeat(41), 1 as unknown as string])(
    'throws for %j',
    (odd) => {
      expect(() => compareAuditPositions('1', odd)).toThrow(TypeError);
      expect(() => compareAuditPositions(odd, '1')).toThrow(TypeError);
    },
  );
});
