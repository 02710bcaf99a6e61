import { hash } from 'node:crypto';
import { childOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import { DSIG } from './names.js';

/**
 * For the diagnosis of a signature that did not verify: SHA-256 thumbprint of the first certificate that the
 * message names, or null where it names none or one that is on file. It is never a key (saml-core 5.4.5).
 */
export function unknownCertificateOf(signature: XmlElement, onFile: readonly string[]): string | null {
  const thumbprint = namedCertificateOf(signature);
  return thumbprint === null || onFile.includes(thumbprint) ? null : thumbprint;
}

/** SHA-256 thumbprint of the first certificate that a signature names, whoever wrote it there; null where none. */
export function namedCertificateOf(signature: XmlElement): string | null {
  const keyInfo = childOf(signature, DSIG, 'KeyInfo');
  const data = keyInfo && childOf(keyInfo, DSIG, 'X509Data');
  const certificate = data && childOf(data, DSIG, 'X509Certificate');
  if (certificate === null) return null;
  const octets = Buffer.from(textOf(certificate), 'base64');
  return octets.length === 0 ? null : hash('sha256', octets, 'hex').toUpperCase();
}
