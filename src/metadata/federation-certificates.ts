import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { parseIdpCertificates } from '../certificates/parse-idp-certificate.js';
import { decodeStrictBase64 } from '../certificates/strict-base64.js';
import { type Result, refusal, success } from '../errors/index.js';
import { DSIG } from '../response/names.js';
import { attributeOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import { METADATA } from './metadata-names.js';

/** What an administrator should know although the metadata are accepted. */
export interface MetadataWarning {
  readonly code:
    | 'certificate_unusable'
    | 'not_the_applications_certificate'
    | 'sign_in_by_post_only'
    | 'wants_signed_requests'
    | 'tenant_wide_metadata';
  readonly message: string;
}

export interface SigningCertificates {
  readonly certificates: readonly IdpCertificate[];
  readonly warnings: readonly MetadataWarning[];
}

/** As many as a connection may have. */
export const MOST_CERTIFICATES = 10;
/** Certificates that are read, each once: as many keys, each with a chain of four. A document may hold thousands. */
const MOST_READ = 40;

/**
 * The distinct signing certificates of a role, in document order: KeyDescriptor for signing, and one without `use`,
 * which serves both purposes (saml-metadata 2.4.1.1). One that cannot be used is left out with a warning.
 */
export function signingCertificates(
  role: XmlElement,
  entityId: string,
  now: Date,
): Result<SigningCertificates> {
  const keys = distinctKeys(role);
  const count = keys.reduce((sum, texts) => sum + texts.length, 0);
  if (count > MOST_READ) return refusal('metadata_too_many_certificates', { count, limit: MOST_READ });
  const distinct = new Map<string, IdpCertificate>();
  const refused: string[] = [];
  for (const texts of keys) {
    const upload = pemOf(texts);
    const parsed = upload === null ? null : parseIdpCertificates(upload, { now });
    if (!parsed?.ok) refused.push(parsed?.error.code ?? 'certificate_malformed');
    else for (const certificate of parsed.value) distinct.set(certificate.sha256Thumbprint, certificate);
  }
  const certificates = [...distinct.values()];
  if (certificates.length > MOST_CERTIFICATES) {
    return refusal('metadata_too_many_certificates', {
      count: certificates.length,
      limit: MOST_CERTIFICATES,
    });
  }
  if (certificates.length === 0) {
    return refused.length === 0
      ? refusal('metadata_no_signing_key', { entityId })
      : refusal('metadata_certificates_unusable', { codes: [...new Set(refused)] });
  }
  return success({ certificates, warnings: [...refused.map(unusable), ...tenantWide(certificates)] });
}

/** The texts of the certificates of each key that has any; keys that repeat another to the letter are left out. */
function distinctKeys(role: XmlElement): readonly (readonly string[])[] {
  const keys = new Map<string, readonly string[]>();
  for (const key of role.children.filter(isForSigning)) {
    const texts = certificateElements(key).map(textOf);
    if (texts.length > 0) keys.set(texts.join('|'), texts);
  }
  return [...keys.values()];
}

function isForSigning(child: XmlElement): boolean {
  if (child.namespace !== METADATA || child.localName !== 'KeyDescriptor') return false;
  const use = attributeOf(child, 'use');
  return use === null || use === 'signing';
}

/** KeyInfo/X509Data/X509Certificate: several stand for one key and its chain. */
function certificateElements(key: XmlElement): readonly XmlElement[] {
  return ['KeyInfo', 'X509Data', 'X509Certificate'].reduce<readonly XmlElement[]>(
    (parents, name) =>
      parents.flatMap(({ children }) =>
        children.filter(({ namespace, localName }) => namespace === DSIG && localName === name),
      ),
    [key],
  );
}

/** One PEM block each, so that the content can only be read as the DER that it has to be; null for no base64. */
function pemOf(texts: readonly string[]): string | null {
  const blocks: string[] = [];
  for (const text of texts) {
    const der = decodeStrictBase64(text);
    if (der === null) return null;
    blocks.push(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`);
  }
  return blocks.join('');
}

function unusable(code: string): MetadataWarning {
  return {
    code: 'certificate_unusable',
    message: `A signing certificate in the metadata cannot be used and was left out: ${code}.`,
  };
}

function tenantWide(certificates: readonly IdpCertificate[]): readonly MetadataWarning[] {
  const isRolling = certificates.some(({ warnings }) =>
    warnings.some(({ code }) => code === 'not_the_applications_certificate'),
  );
  if (!isRolling) return [];
  const message =
    'The metadata list keys that Entra rolls by itself for the whole tenant. An enterprise application signs with a certificate of its own: take the App Federation Metadata Url, which ends with ?appid=<application id>.';
  return [{ code: 'not_the_applications_certificate', message }];
}
