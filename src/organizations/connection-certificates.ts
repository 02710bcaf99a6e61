import { types } from 'node:util';
import type { CertificateWarning, IdpCertificate } from '../certificates/idp-certificate.js';
import { isIdpCertificate } from '../certificates/import-certificate.js';
import { parseIdpCertificates } from '../certificates/parse-idp-certificate.js';
import { type AnySsoError, type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { ConnectionWarning } from './connection.js';
import { describe, invalidOption } from './connection-options.js';

/** Each is tried for each signature: more would let a message with a wrong signature cost too much. */
export const MOST_CERTIFICATES = 10;

export interface ReadCertificates {
  readonly certificates: readonly IdpCertificate[];
  readonly warnings: readonly ConnectionWarning[];
}

/**
 * The distinct certificates of a connection, in the order given. Every upload must be good: one that is left out
 * silently would be missed on the day of the rollover. `details.index` of a refusal says which one is not.
 */
export function readCertificates(given: unknown, now: Date): Result<ReadCertificates> {
  if (given === undefined) return refusal('certificates_missing', {});
  if (!Array.isArray(given)) return invalidOption('certificates', describe(given), 'an array');
  if (given.length === 0) return refusal('certificates_missing', {});
  if (given.length > MOST_CERTIFICATES) return tooMany(given.length);
  const distinct = new Map<string, IdpCertificate>();
  const warnings: ConnectionWarning[] = [];
  for (const [index, item] of given.entries()) {
    const field = `certificates[${index}]`;
    const read = readOne(item, index, now);
    if (!read.ok) return read;
    for (const certificate of read.value) {
      if (distinct.has(certificate.sha256Thumbprint)) {
        warnings.push({ code: 'certificate_repeated', field, message: repeated(certificate) });
        continue;
      }
      distinct.set(certificate.sha256Thumbprint, certificate);
      warnings.push(...warningsOf(certificate, field));
    }
  }
  if (distinct.size > MOST_CERTIFICATES) return tooMany(distinct.size);
  return success({ certificates: Object.freeze([...distinct.values()]), warnings });
}

function readOne(item: unknown, index: number, now: Date): Result<readonly IdpCertificate[]> {
  if (isIdpCertificate(item)) return success([item]);
  if (typeof item === 'string' || types.isUint8Array(item)) {
    const parsed = parseIdpCertificates(item, { now });
    return parsed.ok ? parsed : atIndex(parsed.error, index);
  }
  if (typeof item === 'object' && item !== null) {
    throw new TypeError(
      `certificates[${index}] was not made by parseIdpCertificate of this copy of claimgate.`,
    );
  }
  return invalidOption(
    `certificates[${index}]`,
    describe(item),
    'PEM or base64 text, DER bytes or an IdpCertificate',
  );
}

/** The certificate's own refusal, with the place of the upload added to its details. */
function atIndex(error: AnySsoError, index: number): Refusal {
  return refusal<AnySsoError['code']>(error.code, { ...error.details, index } as never, { cause: error });
}

function tooMany(count: number): Refusal {
  return invalidOption('certificates', `${count} certificates`, `at most ${MOST_CERTIFICATES} certificates`);
}

function repeated(certificate: IdpCertificate): string {
  return `The certificate with the thumbprint ${certificate.sha1Thumbprint} is given more than once.`;
}

function warningsOf(certificate: IdpCertificate, field: string): readonly ConnectionWarning[] {
  return certificate.warnings.map((warning) => ({
    code: 'certificate_warning',
    field,
    message: `The certificate with the thumbprint ${certificate.sha1Thumbprint} ${inWords(warning)}`,
  }));
}

function inWords(warning: CertificateWarning): string {
  switch (warning.code) {
    case 'expired':
      return `expired on ${day(warning.notAfter)}.`;
    case 'expires_soon':
      return `expires on ${day(warning.notAfter)}.`;
    case 'not_yet_valid':
      return `is not valid before ${day(warning.notBefore)}.`;
    case 'not_the_applications_certificate':
      return 'is a key that Entra rolls by itself, not the certificate of the application.';
    case 'certificate_authority':
      return 'belongs to a certificate authority, which rarely signs assertions itself.';
    case 'several_certificates':
      return 'came in a file with others, which are not used.';
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
