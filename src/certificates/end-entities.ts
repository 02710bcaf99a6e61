import type { KeyObject, X509Certificate } from 'node:crypto';

/**
 * The certificates of a file that sign messages: not those that issued another one of the file. A chain's
 * authority must never become a key that signs assertions. Order is kept. Empty where certificates issued one
 * another in a circle.
 */
export function endEntities(certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  if (certificates.length < 2) return certificates;
  const issued = certificates.filter((certificate) => !isIssuedBy(certificate, certificate));
  return certificates.filter(
    (candidate) => !issued.some((other) => other !== candidate && isIssuedBy(other, candidate)),
  );
}

/**
 * By name and by signature: all self-signed certificates of Entra carry the same name, so two of them on file
 * for a rollover would look like a chain by name alone.
 */
function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    if (!certificate.checkIssued(authority)) return false;
    const key = authority.publicKey;
    return isCheapToVerifyWith(key) && certificate.verify(key);
  } catch {
    return false;
  }
}

/** An outsize key could make each of the comparisons expensive. */
function isCheapToVerifyWith(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return modulusLength <= 8192 && publicExponent <= 2n ** 32n;
}
