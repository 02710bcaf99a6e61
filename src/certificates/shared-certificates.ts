import type { IdpCertificate } from './idp-certificate.js';

/** One certificate that several connections trust. */
export interface SharedCertificate {
  readonly sha256Thumbprint: string;
  readonly connectionIds: readonly string[];
}

/**
 * Certificates that stand in more than one of the connections. Two applications of one Entra tenant have two
 * certificates, so a shared one is mostly an upload to the wrong connection. It opens nothing, since the Issuer and
 * the Audience of each message are compared as well, but retiring it here leaves it trusted there.
 */
export function sharedCertificates(
  connections: Iterable<{ readonly id: string; readonly certificates: readonly IdpCertificate[] }>,
): readonly SharedCertificate[] {
  const holders = new Map<string, Set<string>>();
  for (const { id, certificates } of connections) {
    for (const { sha256Thumbprint } of certificates) {
      const ids = holders.get(sha256Thumbprint) ?? new Set();
      holders.set(sha256Thumbprint, ids.add(id));
    }
  }
  return [...holders]
    .filter(([, ids]) => ids.size > 1)
    .map(([sha256Thumbprint, ids]) => ({ sha256Thumbprint, connectionIds: [...ids] }));
}
