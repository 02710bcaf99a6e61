import type { IdpCertificate } from './idp-certificate.js';

/** Days before the end at which Entra reminds as well (60, 30, 7), the last day, and the end itself. */
export type CertificateThreshold = 60 | 30 | 7 | 1 | 0;

/** A certificate came near its end, or passed it. */
export interface CertificateEvent {
  readonly type: 'certificate_expires_soon' | 'certificate_expired';
  /** When the threshold was passed, which may be a while before it was noticed. */
  readonly at: Date;
  /** 0 for the end itself. */
  readonly threshold: CertificateThreshold;
  /** “Thumbprint” as Entra shows it. */
  readonly sha1Thumbprint: string;
  readonly sha256Thumbprint: string;
  readonly subject: string;
  readonly notAfter: Date;
}

const THRESHOLDS: readonly CertificateThreshold[] = [60, 30, 7, 1, 0];
const DAY = 86_400_000;

/**
 * What is to be told of certificates: at 60, 30, 7 and 1 days before their end and at the end, each exactly once.
 *
 * A pure function of the two times: an event comes where its moment lies after `since` and not after `now`. Keep `now`
 * as the next `since`, wherever several instances share it. Without `since` (null, the first look) the latest moment
 * of each certificate comes, so that what expired long ago is told too. Ordered by time. Throws TypeError for wrong
 * dates.
 */
export function certificateEvents(
  certificates: readonly IdpCertificate[],
  since: Date | null,
  now: Date,
): readonly CertificateEvent[] {
  for (const date of [since ?? now, now]) {
    if (!(date instanceof Date) || Number.isNaN(date.getTime()))
      throw new TypeError('since and now are dates.');
  }
  const from = since === null ? Number.NEGATIVE_INFINITY : since.getTime();
  const events = certificates.flatMap((certificate) => {
    const passed = THRESHOLDS.map((threshold) => eventAt(certificate, threshold)).filter(
      ({ at }) => at.getTime() > from && at <= now,
    );
    return since === null ? passed.slice(-1) : passed;
  });
  return events.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function eventAt(certificate: IdpCertificate, threshold: CertificateThreshold): CertificateEvent {
  const { sha1Thumbprint, sha256Thumbprint, subject, notAfter } = certificate;
  return Object.freeze({
    type: threshold === 0 ? 'certificate_expired' : 'certificate_expires_soon',
    at: new Date(notAfter.getTime() - threshold * DAY),
    threshold,
    sha1Thumbprint,
    sha256Thumbprint,
    subject,
    notAfter,
  });
}
