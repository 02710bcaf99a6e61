import { type Result, refusal, success } from '../../errors/index.js';
import type { ConnectionRecord, ConnectionTest } from '../../stores/interfaces/connection-records.js';
import type { ConnectionChange } from './connections.js';
import { endsSignIns, mergeSettings } from './merge-settings.js';
import type { Step } from './step.js';
import { withoutProof, withProof } from './stored-certificates.js';

/** Takes over what an administrator entered. */
export function settingsStep(
  record: ConnectionRecord,
  { expectedRevision, settings: given }: ConnectionChange,
): Result<Step | null> {
  if (expectedRevision !== undefined && expectedRevision !== record.revision) {
    return refusal('connection_changed_meanwhile', { connectionId: record.id });
  }
  const merged = mergeSettings(record.settings, given);
  if (!merged.ok) return merged;
  const { changed, settings } = merged.value;
  if (changed.length === 0) return success(null);
  const version = record.version + (endsSignIns(changed) ? 1 : 0);
  const certificates = changed.includes('issuerUrl')
    ? withoutProof(record.certificates)
    : record.certificates;
  return success({
    record: { ...record, settings, certificates, version },
    type: 'connection_changed',
    data: { fields: changed, version },
    entered: true,
  });
}

/** Keeps how a test sign-in of the present version ended, and that the key which verified a passed one is proven. */
export function testStep(
  record: ConnectionRecord,
  test: Omit<ConnectionTest, 'at'>,
  now: Date,
): Result<Step | null> {
  const { code, passed, publicKeyHash, reference, version } = test;
  if (version !== record.version) {
    return refusal('connection_changed_meanwhile', { connectionId: record.id });
  }
  if (passed !== (code === null) || (passed && typeof publicKeyHash !== 'string')) {
    throw new TypeError('A test passed with the hash of a key, or it was refused with a code');
  }
  const lastTest = { at: now, version, passed, code, reference, publicKeyHash };
  const certificates =
    passed && publicKeyHash !== null
      ? withProof(record.certificates, publicKeyHash, now)
      : record.certificates;
  return success({
    record: { ...record, lastTest, certificates },
    type: 'connection_tested',
    code,
    reference,
    data: { passed, version },
  });
}
