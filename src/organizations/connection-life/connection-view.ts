import { certificateEvents } from '../../certificates/certificate-life.js';
import type { ConnectionRecord } from '../../stores/interfaces/connection-records.js';
import type { CertificateView, ConnectionView } from './connections.js';
import type { Judgement } from './judge-record.js';

const DAY = 86_400_000;

/** What the settings page shows of a record. */
export function connectionView(record: ConnectionRecord, judgement: Judgement, now: Date): ConnectionView {
  const { connection, missing, problem } = judgement;
  const certificates = judgement.certificates.map(({ stored, certificate }): CertificateView => {
    const { subject, warnings } = certificate;
    const daysLeft = Math.floor((stored.notAfter.getTime() - now.getTime()) / DAY);
    const threshold = certificateEvents([certificate], null, now)[0]?.threshold ?? null;
    return Object.freeze({ ...stored, subject, daysLeft, threshold, warnings });
  });
  return Object.freeze({
    record,
    missing,
    problem,
    warnings: connection?.warnings ?? Object.freeze([]),
    certificates: Object.freeze(certificates),
    connection,
  });
}
