import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Result, refusal, success } from '../errors/index.js';
import { certificateWarnings } from './certificate-warnings.js';
import type { CertificateWarning, IdpCertificate } from './idp-certificate.js';

const SHORTEST_KEY = 2048;
/** Verification cost grows with the square of the length; no identity provider signs with more. */
const LONGEST_KEY = 8192;
const SMALLEST_EXPONENT = 65537n;
const LARGEST_EXPONENT = 2n ** 32n;

/** Certificates that came through the checks here: an object that only looks like one never verifies anything. */
const imported = new WeakSet<object>();

/** Whether `parseIdpCertificate` or `parseIdpCertificates` of this copy of claimgate made the value. */
export function isIdpCertificate(value: unknown): value is IdpCertificate {
  return typeof value === 'object' && value !== null && imported.has(value);
}

/** Reads the DER bytes of one certificate; the bytes must be exactly the certificate. */
export function readX509(der: Uint8Array): Result<X509Certificate> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch (cause) {
    return refusal('certificate_malformed', { reason: 'It is not an X.509 certificate.' }, { cause });
  }
  // Node tries PEM before DER, so a PEM block inside a DER file would be read in its stead.
  if (!certificate.raw.equals(der)) {
    return refusal('certificate_malformed', { reason: 'It is not encoded in DER.' });
  }
  return success(certificate);
}

/** Checks key and validity and makes the certificate that the rest of claimgate works with. */
export function importCertificate(
  certificate: X509Certificate,
  now: Date,
  others: readonly string[],
): Result<IdpCertificate> {
  const key = readPublicKey(certificate);
  if (!key.ok) return key;
  const keyBits = checkKey(key.value);
  if (!keyBits.ok) return keyBits;
  const notBefore = new Date(certificate.validFrom);
  const notAfter = new Date(certificate.validTo);
  if (Number.isNaN(notBefore.getTime()) || Number.isNaN(notAfter.getTime())) {
    return refusal('certificate_malformed', { reason: 'Its validity cannot be read.' });
  }
  const subject = onOneLine(certificate.subject);
  const warnings: CertificateWarning[] = certificateWarnings({
    subject,
    notBefore,
    notAfter,
    certificateAuthority: certificate.ca,
    others,
    now,
  });
  const value: IdpCertificate = Object.freeze({
    subject,
    issuer: onOneLine(certificate.issuer),
    serialNumber: certificate.serialNumber.toUpperCase(),
    notBefore,
    notAfter,
    sha1Thumbprint: withoutColons(certificate.fingerprint),
    sha256Thumbprint: sha256ThumbprintOf(certificate),
    keyType: 'rsa',
    keyBits: keyBits.value,
    pem: certificate.toString(),
    publicKey: key.value,
    warnings: Object.freeze(warnings),
  });
  imported.add(value);
  return success(value);
}

/** 64 upper-case hexadecimal digits. */
export function sha256ThumbprintOf(certificate: X509Certificate): string {
  return withoutColons(certificate.fingerprint256);
}

function readPublicKey(certificate: X509Certificate): Result<KeyObject> {
  try {
    return success(certificate.publicKey);
  } catch (cause) {
    return refusal('certificate_malformed', { reason: 'Its public key cannot be read.' }, { cause });
  }
}

/** The length of an acceptable RSA key in bits. */
function checkKey(key: KeyObject): Result<number> {
  const keyType = key.asymmetricKeyType ?? 'unknown';
  if (keyType !== 'rsa') return refusal('certificate_key_type', { keyType });
  const { modulusLength: bits = 0, publicExponent: exponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (bits < SHORTEST_KEY) return refusal('certificate_key_too_short', { bits, minimum: SHORTEST_KEY });
  if (bits > LONGEST_KEY) return refusal('certificate_key_too_long', { bits, maximum: LONGEST_KEY });
  // FIPS 186-5 §5.1 asks for an odd exponent above 2^16. A tiny one makes signatures forgeable wherever padding
  // is checked loosely, an even one is no RSA key, and a huge one only makes each verification expensive.
  if (exponent < SMALLEST_EXPONENT || exponent > LARGEST_EXPONENT || exponent % 2n === 0n) {
    return refusal('certificate_key_exponent', { exponent: exponent.toString() });
  }
  return success(bits);
}

/** Node puts one part of a name on each line and escapes line breaks inside of values; an empty name is undefined. */
function onOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function withoutColons(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toUpperCase();
}
