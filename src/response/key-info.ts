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
  const keyInfo = childOf(signature, DSIG, 'KeyInfo');
  const data = keyInfo && childOf(keyInfo, DSIG, 'X509Data');
  const certificate = data && childOf(data, DSIG, 'X509Certificate');
  if (certificate === null) return null;
  const octets = Buffer.from(textOf(certificate), 'base64');
  if (octets.length === 0) return null;
  const thumbprint = hash('sha256', octets, 'hex').toUpperCase();
  return onFile.includes(thumbprint) ? null : thumbprint;
}
