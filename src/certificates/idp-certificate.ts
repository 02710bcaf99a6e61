import type { KeyObject } from 'node:crypto';

/** What an administrator should know about a certificate that was accepted. */
export type CertificateWarning =
  | { readonly code: 'expired'; readonly notAfter: Date }
  | { readonly code: 'expires_soon'; readonly notAfter: Date; readonly days: number }
  | { readonly code: 'not_yet_valid'; readonly notBefore: Date }
  /** `CN=accounts.accesscontrol.windows.net`: the tenant's rolling key, not the application's own certificate. */
  | { readonly code: 'not_the_applications_certificate'; readonly subject: string }
  | { readonly code: 'certificate_authority'; readonly subject: string }
  /** The upload held further certificates; their SHA-256 thumbprints. */
  | { readonly code: 'several_certificates'; readonly others: readonly string[] };

/** A signing certificate of an identity provider: a container for its RSA public key, imported once. */
export interface IdpCertificate {
  /** RFC 4514-like, as Node prints it on one line, such as `CN=Microsoft Azure Federated SSO Certificate`. */
  readonly subject: string;
  readonly issuer: string;
  /** Upper-case hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-1 over the DER, 40 upper-case hexadecimal digits: the “Thumbprint” that Entra shows. */
  readonly sha1Thumbprint: string;
  /** SHA-256 over the DER, 64 upper-case hexadecimal digits. */
  readonly sha256Thumbprint: string;
  readonly keyType: 'rsa';
  readonly keyBits: number;
  /** One PEM block with LF line ends. */
  readonly pem: string;
  readonly publicKey: KeyObject;
  readonly warnings: readonly CertificateWarning[];
}
