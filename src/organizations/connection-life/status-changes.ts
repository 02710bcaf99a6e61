import { type Refusal, type Result, refusal, success } from '../../errors/index.js';
import type { ConnectionRecord } from '../../stores/interfaces/connection-records.js';
import type { Connection } from '../connection.js';
import type { Step } from './step.js';
import { isProven } from './stored-certificates.js';

/** Enables a connection; whether it is complete is looked at afterwards, as for every enabled one. */
export function enableStep(record: ConnectionRecord): Result<Step | null> {
  if (record.status === 'enabled') return success(null);
  const { version } = record;
  return success({ record: { ...record, status: 'enabled' }, type: 'connection_enabled', data: { version } });
}

export function disableStep(record: ConnectionRecord): Result<Step | null> {
  if (record.status !== 'enabled') return success(null);
  return success({ record: { ...record, status: 'disabled' }, type: 'connection_disabled', data: {} });
}

/**
 * Whoever shares addresses must prove that the identity provider of the Issuer signs people in to this organisation: an
 * Issuer that was only typed in would keep its owner from enabling, and would take messages that are meant for others.
 * Null when it is proven, or proven it need not be.
 */
export function testViolation(
  before: ConnectionRecord | null,
  after: ConnectionRecord,
  connection: Connection,
): Refusal | null {
  if (after.status !== 'enabled' || connection.addresses !== 'shared') return null;
  const isAsBefore =
    before?.status === 'enabled' &&
    before.settings.addresses === 'shared' &&
    before.settings.issuerUrl === after.settings.issuerUrl;
  if (isAsBefore) return null;
  const { certificates, id: connectionId, lastTest, version } = after;
  if (lastTest === null) return refusal('connection_test_required', { connectionId, reason: 'not-tested' });
  if (!lastTest.passed) return refusal('connection_test_required', { connectionId, reason: 'refused' });
  if (lastTest.version !== version) {
    return refusal('connection_test_required', { connectionId, reason: 'changed-since' });
  }
  const isOnFile = certificates.some(
    (each) => isProven(each) && each.publicKeyHash === lastTest.publicKeyHash,
  );
  return isOnFile ? null : refusal('connection_test_required', { connectionId, reason: 'certificate-gone' });
}
