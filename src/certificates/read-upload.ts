import { types } from 'node:util';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { findMetadataCertificates, isFederationMetadata } from './metadata-certificates.js';
import { containsPem, findPemBlocks, type PemBlock } from './pem-blocks.js';
import { type DerKind, outerLength, recogniseDer } from './recognise-der.js';
import { decodeStrictBase64 } from './strict-base64.js';
import { isText, textOfUpload } from './upload-text.js';

/** Room for Entra's federation metadata, so that it is named and not merely too large. Bytes, or UTF-16 units. */
export const UPLOAD_LIMIT: number = 256 * 1024;
/** An RSA certificate has one to three thousand bytes; a chain of attributes may make it longer. */
export const CERTIFICATE_LIMIT: number = 64 * 1024;
/** More is a bundle of authorities, not an identity provider's signing certificates. */
export const CERTIFICATES_LIMIT = 10;

/** The certificates of an upload, each as its exact DER bytes, or certificates that metadata merely offers. */
export type UploadContent =
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: 'metadata'; readonly offered: readonly Uint8Array[] };

/** Decides by content, never by a file name, what an upload is. */
export function readUpload(upload: string | Uint8Array): Result<UploadContent> {
  if (typeof upload !== 'string' && !types.isUint8Array(upload)) {
    throw new TypeError('A certificate upload is a string or a Uint8Array.');
  }
  if (upload.length > UPLOAD_LIMIT) {
    return refusal('certificate_too_large', { size: upload.length, limit: UPLOAD_LIMIT });
  }
  if (typeof upload === 'string') return isText(upload) ? readText(upload) : notRecognised(upload);
  const text = textOfUpload(upload);
  if (text !== null) return readText(text);
  if (upload[0] === 0x30) return readSingle(upload);
  return notRecognised(Buffer.from(upload.subarray(0, SHOWN)).toString('latin1'));
}

function readText(text: string): Result<UploadContent> {
  // Also takes a byte order mark away: String.trim counts U+FEFF as white space.
  const content = text.trim();
  if (content === '') return refusal('certificate_empty', {});
  if (content.startsWith('<')) return readMarkup(content);
  if (containsPem(content)) return readPem(content);
  if (content.startsWith('PuTTY-User-Key-File')) return refusal('certificate_is_private_key', {});
  if (content.startsWith('ssh-rsa ')) return refusal('certificate_is_public_key', {});
  const bytes = decodeStrictBase64(content);
  // Every structure worth naming begins with SEQUENCE; base64 alone would fit many a word.
  return bytes !== null && bytes[0] === 0x30 ? readSingle(bytes) : notRecognised(content);
}

function readMarkup(content: string): Result<UploadContent> {
  const start = content.slice(0, 2048).toLowerCase();
  if (start.includes('<!doctype html') || start.includes('<html')) return refusal('certificate_is_html', {});
  if (!isFederationMetadata(content)) return notRecognised(content);
  return success({ kind: 'metadata', offered: findMetadataCertificates(content) });
}

function readPem(content: string): Result<UploadContent> {
  const blocks = findPemBlocks(content);
  // Whatever else the file holds and however broken the block is: such a file must not be passed around.
  if (blocks.some((block) => kindOfLabel(block.label) === 'private-key')) {
    return refusal('certificate_is_private_key', {});
  }
  const certificates = blocks.filter((block) => kindOfLabel(block.label) === 'certificate');
  if (certificates.length === 0)
    return refuseKind(
      blocks.map((block) => kindOfLabel(block.label)),
      content,
    );
  return readCertificateBlocks(certificates);
}

function readCertificateBlocks(blocks: readonly PemBlock[]): Result<UploadContent> {
  if (blocks.length > CERTIFICATES_LIMIT) {
    return refusal('certificate_too_many', { count: blocks.length, limit: CERTIFICATES_LIMIT });
  }
  const certificates: Uint8Array[] = [];
  for (const { body } of blocks) {
    if (body === null) return malformed('A BEGIN line has no END line.');
    const bytes = decodeStrictBase64(body);
    if (bytes === null) return malformed('What stands between BEGIN and END is not base64.');
    const checked = checkDer(bytes);
    if (!checked.ok) return checked;
    certificates.push(bytes);
  }
  return success({ kind: 'certificates', certificates });
}

function readSingle(bytes: Uint8Array): Result<UploadContent> {
  const checked = checkDer(bytes);
  return checked.ok ? success({ kind: 'certificates', certificates: [bytes] }) : checked;
}

/** Names what is not a certificate, and makes sure that the certificate is all there is. */
function checkDer(bytes: Uint8Array): Result<true> {
  const kind = recogniseDer(bytes);
  if (kind !== 'certificate') return refuseKind([kind], '');
  const length = outerLength(bytes);
  if (length === null) return malformed('The bytes are not a DER sequence.');
  if (length > bytes.length) return malformed('The certificate is cut off.');
  if (length < bytes.length) return refusal('certificate_trailing_bytes', { count: bytes.length - length });
  if (length > CERTIFICATE_LIMIT) {
    return refusal('certificate_too_large', { size: length, limit: CERTIFICATE_LIMIT });
  }
  return success(true);
}

function kindOfLabel(label: string): DerKind | null {
  if (label.endsWith('PRIVATE KEY')) return 'private-key';
  if (label.endsWith('PUBLIC KEY')) return 'public-key';
  if (label.endsWith('CERTIFICATE REQUEST')) return 'signing-request';
  if (label === 'PKCS7' || label === 'CMS') return 'pkcs7';
  if (label === 'PKCS12') return 'pfx';
  return label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' || label === 'TRUSTED CERTIFICATE'
    ? 'certificate'
    : null;
}

function refuseKind(kinds: readonly (DerKind | null)[], content: string): Refusal {
  switch (kinds.find((kind) => kind !== null)) {
    case 'private-key':
      return refusal('certificate_is_private_key', {});
    case 'public-key':
      return refusal('certificate_is_public_key', {});
    case 'pkcs7':
      return refusal('certificate_is_pkcs7', {});
    case 'pfx':
      return refusal('certificate_is_pfx', {});
    case 'signing-request':
      return refusal('certificate_is_signing_request', {});
    default:
      return notRecognised(content);
  }
}

function malformed(reason: string): Refusal {
  return refusal('certificate_malformed', { reason });
}

const SHOWN = 24;

/** Shows the beginning only: enough to tell a PDF or a ZIP, too little to leak a secret. */
function notRecognised(content: string): Refusal {
  const startsWith = Array.from(content.slice(0, SHOWN), (character) =>
    /^[\x20-\x7e]$/.test(character) ? character : '·',
  ).join('');
  return refusal('certificate_not_recognised', { startsWith });
}
