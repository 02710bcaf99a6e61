import type { X509Certificate } from 'node:crypto';
import { types } from 'node:util';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { endEntities } from './end-entities.js';
import type { IdpCertificate } from './idp-certificate.js';
import { importCertificate, readX509, sha256ThumbprintOf } from './import-certificate.js';
import { CERTIFICATES_LIMIT, readUpload } from './read-upload.js';

/** `now` is the clock for the warnings of expiry; default the system's. */
export interface ParseCertificateOptions {
  readonly now?: Date;
}

/**
 * Reads the signing certificate that an administrator uploaded, deciding by content and not by file name.
 *
 * Takes PEM (any line ends, text around the blocks, UTF-8 with or without byte order mark, UTF-16 with one), bare
 * base64, or DER bytes, of 256 KiB at most. Of a chain it takes the end-entity certificate; of several unrelated
 * certificates the first, with the warning `several_certificates`. The key must be RSA of 2048 to 8192 bits with
 * an odd exponent from 65537 to 2^32. Refuses, each with its own code: federation metadata (offering the
 * certificates found in it), private and public keys, PKCS#7, PKCS#12, signing requests, HTML, and bytes after
 * the certificate. An expired certificate is accepted with a warning, as Entra goes on signing with it. RFC 5280.
 */
export function parseIdpCertificate(
  upload: string | Uint8Array,
  options?: ParseCertificateOptions,
): Result<IdpCertificate> {
  const now = clockOf(options);
  const candidates = readCandidates(upload, now);
  if (!candidates.ok) return candidates;
  const [first, ...others] = candidates.value;
  if (first === undefined) return issuedInACircle();
  return importCertificate(first, now, others.map(sha256ThumbprintOf));
}

/**
 * Reads all signing certificates of one upload, as after a rollover: identical ones once, authorities of a chain
 * not at all. Takes and refuses what `parseIdpCertificate` does; one unusable certificate refuses the upload.
 */
export function parseIdpCertificates(
  upload: string | Uint8Array,
  options?: ParseCertificateOptions,
): Result<readonly IdpCertificate[]> {
  const now = clockOf(options);
  const candidates = readCandidates(upload, now);
  if (!candidates.ok) return candidates;
  if (candidates.value.length === 0) return issuedInACircle();
  const certificates: IdpCertificate[] = [];
  for (const candidate of candidates.value) {
    const certificate = importCertificate(candidate, now, []);
    if (!certificate.ok) return certificate;
    certificates.push(certificate.value);
  }
  return success(Object.freeze(certificates));
}

function clockOf(options: ParseCertificateOptions | undefined): Date {
  const now = options?.now ?? new Date();
  if (!types.isDate(now) || Number.isNaN(now.getTime()))
    throw new TypeError('options.now is not a valid Date.');
  return now;
}

/** The distinct certificates of the upload that are not the issuers of others. */
function readCandidates(upload: string | Uint8Array, now: Date): Result<readonly X509Certificate[]> {
  const content = readUpload(upload);
  if (!content.ok) return content;
  if (content.value.kind === 'metadata') return refuseMetadata(content.value.offered, now);
  const distinct = new Map<string, X509Certificate>();
  for (const der of content.value.certificates) {
    const certificate = readX509(der);
    if (!certificate.ok) return certificate;
    distinct.set(sha256ThumbprintOf(certificate.value), certificate.value);
  }
  return success(endEntities([...distinct.values()]));
}

function issuedInACircle(): Refusal {
  return refusal('certificate_malformed', { reason: 'The certificates of the file issued one another.' });
}

/** Offers only what would be accepted if it were uploaded. */
function refuseMetadata(offered: readonly Uint8Array[], now: Date): Refusal {
  const certificates: string[] = [];
  for (const der of offered) {
    if (certificates.length === CERTIFICATES_LIMIT) break;
    const certificate = parseIdpCertificate(der, { now });
    if (certificate.ok) certificates.push(certificate.value.pem);
  }
  return refusal('certificate_is_federation_metadata', { certificates: Object.freeze(certificates) });
}
