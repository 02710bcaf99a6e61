import { hash } from 'node:crypto';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { canonicalize } from '../xml/canonicalize.js';
import { bytesFromUtf8 } from '../xml/characters.js';
import { XML_LIMITS } from '../xml/limits.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { sharedOctets } from '../xml/octets.js';
import { readCanonicalXml } from '../xml/read-xml.js';
import type { XmlElement } from '../xml/xml-element.js';
import { type Algorithm, digestAlgorithm, signatureAlgorithm } from './algorithms.js';
import { violationOf } from './content-model.js';
import { isStrictBase64 } from './decode.js';
import { unknownCertificateOf } from './key-info.js';
import { DSIG, ENVELOPED_SIGNATURE, EXC_C14N } from './names.js';
import { signedInfoModel } from './signature-model.js';
import { algorithmOf, dsigAlgorithm, dsigText, referenceOf, referenceViolation } from './signature-shape.js';
import { makerOf } from './verify-octets.js';

export type SignedElement = 'Response' | 'Assertion' | 'LogoutRequest' | 'LogoutResponse';

/** What a verified signature was made over: canonical bytes, one character per byte. */
export interface VerifiedBytes {
  readonly element: SignedElement;
  readonly canonical: string;
  /** Whose key made the signature. */
  readonly certificate: IdpCertificate;
}

/**
 * Verifies the enveloped signature of one element with the certificates on file (xmldsig-core 3.2, saml-core
 * 5.4). The RSA signature comes first; the Reference, its transforms and its digest are then read from the
 * canonical SignedInfo that it covers, and nothing but the canonical bytes of the element is handed on.
 */
export function verifySignature(
  signed: XmlElement,
  signature: XmlElement,
  connection: Connection,
  now: Date,
): Result<VerifiedBytes> {
  const element = signed.localName as SignedElement;
  const verified = verifiedSignedInfo(element, signature, connection, now);
  if (!verified.ok) return verified;
  const { certificate, signedInfo } = verified.value;
  const reference = referenceOf(signedInfo);
  const misdirected = referenceViolation(reference, signed);
  if (misdirected !== null) return misdirected;

  const transforms = (childOf(reference, DSIG, 'Transforms') as XmlElement).children;
  const algorithms = transforms.map(algorithmOf);
  const areUsual =
    algorithms.length === 2 && algorithms[0] === ENVELOPED_SIGNATURE && algorithms[1] === EXC_C14N;
  const [enveloped, exclusive] = transforms as [XmlElement, XmlElement];
  if (!areUsual || enveloped.children.length !== 0) {
    return refusal('transforms_not_allowed', { element, algorithms });
  }

  const identifier = dsigAlgorithm(reference, 'DigestMethod');
  const algorithm = digestAlgorithm(identifier, connection.allowSha1);
  if (typeof algorithm === 'string')
    return notAllowed('digest_algorithm_not_allowed', element, identifier, algorithm);
  const prefixes = prefixListOf(exclusive);
  if (prefixes === null) return refusal('transforms_not_allowed', { element, algorithms });
  const canonical = canonicalize(signed, { omit: signature, inclusivePrefixes: prefixes });
  if (!canonical.ok) return canonical;
  const computed = digestOf(canonical.value, algorithm.hash);
  const different = digestViolation(element, dsigText(reference, 'DigestValue'), computed);
  return different ?? success({ element, canonical: canonical.value, certificate });
}

/** Base64 of the digest of canonical bytes. */
function digestOf(canonical: string, algorithm: string): string {
  return hash(algorithm, sharedOctets(canonical).bytes.subarray(0, canonical.length), 'base64');
}

/** Refuses a DigestValue that is other octets than the digest, or no such octets; null where it is only written otherwise. */
function digestViolation(element: SignedElement, text: string, computed: string): Refusal | null {
  const expected = base64Octets(text);
  const octets = Buffer.from(computed, 'base64');
  if (expected === null || expected.length !== octets.length)
    return refusal('digest_value_malformed', { element });
  return octets.equals(expected)
    ? null
    : refusal('digest_mismatch', { element, expected: expected.toString('base64'), computed });
}

/** SignedInfo read again from the very bytes that the RSA signature verified. */
function verifiedSignedInfo(
  element: SignedElement,
  signature: XmlElement,
  connection: Connection,
  now: Date,
): Result<{ readonly signedInfo: XmlElement; readonly certificate: IdpCertificate }> {
  const posted = childOf(signature, DSIG, 'SignedInfo') as XmlElement;
  const method = childOf(posted, DSIG, 'CanonicalizationMethod') as XmlElement;
  const canonicalization = algorithmOf(method);
  const prefixes = prefixListOf(method);
  if (canonicalization !== EXC_C14N || prefixes === null) {
    return refusal('canonicalization_not_allowed', { element, algorithm: canonicalization });
  }
  const identifier = dsigAlgorithm(posted, 'SignatureMethod');
  const algorithm = signatureAlgorithm(identifier, connection.allowSha1);
  if (typeof algorithm === 'string') {
    return notAllowed('signature_algorithm_not_allowed', element, identifier, algorithm);
  }
  const value = base64Octets(dsigText(signature, 'SignatureValue'));
  if (value === null) return refusal('signature_value_malformed', { element });

  const canonical = canonicalize(posted, { omit: null, inclusivePrefixes: prefixes });
  if (!canonical.ok) return canonical;
  const octets = Buffer.from(canonical.value, 'latin1');
  const made = makerOf({ hash: algorithm.hash, octets, value }, connection, now);
  if (made.by === 'nobody') return notVerified(element, signature, connection.certificates);
  if (made.by === 'expired') return notAfterExpiry(element, made.certificate);
  const read = readCanonicalXml(canonical.value);
  if (!read.ok) return refusal('signed_content_ambiguous', { element, reason: read.error.message });
  const { root } = read.value;
  if (
    root.localName !== 'SignedInfo' ||
    root.namespace !== DSIG ||
    violationOf(root, signedInfoModel) !== null ||
    dsigAlgorithm(root, 'SignatureMethod') !== identifier ||
    root.children.length !== 3
  ) {
    return refusal('signed_content_ambiguous', { element, reason: 'SignedInfo reads differently' });
  }
  return success({ signedInfo: root, certificate: made.certificate });
}

function notAllowed(
  code: 'signature_algorithm_not_allowed' | 'digest_algorithm_not_allowed',
  element: SignedElement,
  algorithm: string,
  reason: Algorithm,
): Result<never> {
  return refusal(reason === 'sha1' ? 'sha1_not_allowed' : code, { element, algorithm });
}

/** Refuses a signature made with a certificate whose time is over. */
export function notAfterExpiry(
  element: SignedElement,
  { sha256Thumbprint, notAfter }: IdpCertificate,
): Result<never> {
  return refusal('signing_certificate_expired', { element, sha256Thumbprint, notAfter });
}

function notVerified(
  element: SignedElement,
  signature: XmlElement,
  certificates: readonly IdpCertificate[],
): Result<never> {
  const certificatesTried = certificates.map(({ sha256Thumbprint }) => sha256Thumbprint);
  const received = unknownCertificateOf(signature, certificatesTried);
  return received === null
    ? refusal('signature_invalid', { element, certificatesTried })
    : refusal('signing_certificate_unknown', { element, received, certificatesTried });
}

/** PrefixList of the InclusiveNamespaces child, '' standing for `#default`; null where it is over the limit. */
function prefixListOf(algorithm: XmlElement): readonly string[] | null {
  const [inclusive] = algorithm.children;
  const list = inclusive === undefined ? null : attributeOf(inclusive, 'PrefixList');
  const prefixes = list?.match(/[^\t\n\r ]+/g) ?? [];
  if (prefixes.length > XML_LIMITS.inclusivePrefixes) return null;
  return prefixes.map((prefix) => (prefix === '#default' ? '' : bytesFromUtf8(prefix)));
}

/** Octets of strict base64 that may be folded with white space; null where it is anything else. */
function base64Octets(text: string): Buffer | null {
  const base64 = text.replace(/[\t\n\r ]/g, '');
  const octets = Buffer.from(base64, 'base64');
  return base64 !== '' && isStrictBase64(base64, octets) ? octets : null;
}
