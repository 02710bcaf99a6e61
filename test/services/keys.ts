import { X509Certificate } from 'node:crypto';
import type { ServiceProviderKey } from '../../src/index.js';

/** The certificate of a key as identity providers take it: the DER in base64, without line breaks. */
export function certificateData({ certificate }: ServiceProviderKey): string {
  return new X509Certificate(certificate.pem).raw.toString('base64');
}

/** The public key alone, as PEM. */
export function publicKeyPem({ certificate }: ServiceProviderKey): string {
  return new X509Certificate(certificate.pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
