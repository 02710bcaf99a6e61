import { createHash } from 'node:crypto';
import type { IdpCertificate } from '../../certificates/idp-certificate.js';
import { parseIdpCertificate } from '../../certificates/parse-idp-certificate.js';
import type { ConnectionRecord, StoredCertificate } from '../../stores/interfaces/connection-records.js';

/** SHA-256 of the public key (SPKI), base64url. */
export function publicKeyHash({ publicKey }: Pick<IdpCertificate, 'publicKey'>): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}

/** A certificate as it is put on file: proven only where another one of its key on file is. */
export function storedCertificate(
  { certificates }: ConnectionRecord,
  certificate: IdpCertificate,
  given: Pick<StoredCertificate, 'state' | 'origin' | 'fileName' | 'addedAt' | 'addedBy'>,
): StoredCertificate {
  const { notAfter, pem, sha1Thumbprint: thumbprint } = certificate;
  const hash = publicKeyHash(certificate);
  const sameKey = certificates.filter((each) => each.publicKeyHash === hash);
  const provenAt = sameKey.find((each) => each.provenAt !== null)?.provenAt ?? null;
  return { pem, thumbprint, publicKeyHash: hash, notAfter, ...given, provenAt };
}

/** The certificates after a test sign-in that the key verified. */
export function withProof(
  certificates: readonly StoredCertificate[],
  hash: string,
  provenAt: Date,
): readonly StoredCertificate[] {
  return certificates.map((each) => (each.publicKeyHash === hash ? { ...each, provenAt } : each));
}

/** The certificates where the Issuer became another one: what a key proved, it proved for the one before. */
export function withoutProof(certificates: readonly StoredCertificate[]): readonly StoredCertificate[] {
  return certificates.map((each) => ({ ...each, provenAt: null }));
}

/**
 * The certificate of one on file. Throws Error where the file says other things of it than it says itself: by thumbprint
 * and key hash administrators decide, so a forged one must not stand beside another key.
 */
export function readStoredCertificate(stored: StoredCertificate, now: Date): IdpCertificate {
  const parsed = parseIdpCertificate(stored.pem, { now });
  if (!parsed.ok) {
    throw new Error('A certificate of a connection came back unusable', { cause: parsed.error });
  }
  const { notAfter, pem, sha1Thumbprint } = parsed.value;
  if (
    pem !== stored.pem ||
    sha1Thumbprint !== stored.thumbprint ||
    publicKeyHash(parsed.value) !== stored.publicKeyHash ||
    notAfter.getTime() !== stored.notAfter.getTime()
  ) {
    throw new Error('A certificate of a connection came back with values of another one');
  }
  return parsed.value;
}

/** Whether messages are verified with it. */
export function isUsable({ state }: StoredCertificate): boolean {
  return state !== 'retired';
}

/** Whether messages that answer no request are verified with it at the shared address. */
export function isProven(stored: StoredCertificate): boolean {
  return isUsable(stored) && stored.provenAt !== null;
}
