import { hash } from 'node:crypto';
import type { IdpCertificate } from './idp-certificate.js';

/**
 * SHA-256 over the SubjectPublicKeyInfo, 64 upper-case hexadecimal digits: one key has one, in whatever certificates it
 * stands.
 */
export function publicKeyThumbprint({ publicKey }: Pick<IdpCertificate, 'publicKey'>): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex').toUpperCase();
}
