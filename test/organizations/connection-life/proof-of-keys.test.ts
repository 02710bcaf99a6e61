import { describe, expect, it } from 'vitest';
import { enableStep, testViolation } from '../../../src/organizations/connection-life/status-changes.js';
import type { ConnectionRecord } from '../../../src/stores/interfaces/connection-records.js';
import { connectionOf } from '../connections.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const SHARED = { addresses: 'shared', issuerUrl: 'https://sts.windows.net/t/' };

const certificateOf = (publicKeyHash: string, changes: object = {}): object => ({
  publicKeyHash,
  state: 'current',
  provenAt: NOW,
  ...changes,
});

function recordOf(changes: object): ConnectionRecord {
  const lastTest = {
    at: NOW,
    version: 3,
    passed: true,
    code: null,
    reference: null,
    publicKeyHash: 'tested',
  };
  const record = { id: 'c', status: 'enabled', version: 3, settings: SHARED, lastTest };
  return { ...record, certificates: [certificateOf('tested')], ...changes } as unknown as ConnectionRecord;
}

function reasonOf(after: object, before: ConnectionRecord | null = null): unknown {
  const violation = testViolation(before, recordOf(after), connectionOf({ id: 'c', addresses: 'shared' }));
  return violation === null ? null : violation.error.details;
}

describe('the key that a shared address is opened for', () => {
  it('is on file, proven, and the one that the test was verified with', () => {
    expect(reasonOf({})).toBeNull();
    expect(reasonOf({ certificates: [certificateOf('other'), certificateOf('tested')] })).toBeNull();
  });

  it.each<[string, object[]]>([
    ['another proven one is on file', [certificateOf('other')]],
    ['it is on file without proof', [certificateOf('tested', { provenAt: null })]],
    [
      'it is there without proof, and another with',
      [certificateOf('tested', { provenAt: null }), certificateOf('other')],
    ],
    ['it is retired', [certificateOf('tested', { state: 'retired' })]],
    ['none is on file', []],
  ])('is not where %s', (_name, certificates) => {
    expect(reasonOf({ certificates })).toEqual({ connectionId: 'c', reason: 'certificate-gone' });
  });

  it('need not be proven again for what was enabled as it is', () => {
    const gone = { certificates: [], lastTest: null };
    expect(reasonOf(gone, recordOf({}))).toBeNull();
    for (const before of [
      { status: 'disabled' },
      { settings: { ...SHARED, addresses: 'own' } },
      {
        settings: { ...SHARED, issuerUrl: 'https://sts.windows.net/other/' },
      },
    ]) {
      expect(reasonOf(gone, recordOf(before))).toMatchObject({ reason: 'not-tested' });
    }
  });
});

describe('enableStep', () => {
  it('tells the log which version is enabled', () => {
    const record = recordOf({ status: 'disabled' });
    expect(enableStep(record)).toMatchObject({
      ok: true,
      value: { record: { status: 'enabled' }, type: 'connection_enabled', data: { version: 3 } },
    });
    expect(enableStep(recordOf({}))).toEqual({ ok: true, value: null });
  });
});
