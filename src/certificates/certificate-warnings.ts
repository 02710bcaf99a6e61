import type { CertificateWarning } from './idp-certificate.js';

/** Entra's own first reminder comes 60 days before the end. */
const EXPIRES_SOON_DAYS = 60;
const DAY = 24 * 60 * 60 * 1000;
/** Subject of the tenant-wide keys that Entra rolls by itself, with which it signs for plain app registrations. */
const TENANT_WIDE_SUBJECT = 'CN=accounts.accesscontrol.windows.net';

/** What an administrator should know although the certificate is accepted: Entra goes on signing with an expired one. */
export function certificateWarnings(certificate: {
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly certificateAuthority: boolean;
  readonly others: readonly string[];
  readonly now: Date;
}): CertificateWarning[] {
  const { subject, notBefore, notAfter, certificateAuthority, others, now } = certificate;
  const warnings: CertificateWarning[] = [];
  const left = notAfter.getTime() - now.getTime();
  if (left < 0) warnings.push({ code: 'expired', notAfter });
  else if (left <= EXPIRES_SOON_DAYS * DAY) {
    warnings.push({ code: 'expires_soon', notAfter, days: Math.floor(left / DAY) });
  }
  if (now < notBefore) warnings.push({ code: 'not_yet_valid', notBefore });
  if (subject === TENANT_WIDE_SUBJECT) warnings.push({ code: 'not_the_applications_certificate', subject });
  if (certificateAuthority) warnings.push({ code: 'certificate_authority', subject });
  if (others.length > 0) warnings.push({ code: 'several_certificates', others: Object.freeze([...others]) });
  return warnings.map((warning) => Object.freeze(warning));
}
