import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';
import { type Result, refusal } from '../errors/index.js';
import { XML_LIMITS } from '../xml/limits.js';
import { readXml } from '../xml/read-xml.js';
import type { XmlDocument } from '../xml/xml-element.js';

/** Bytes of a metadata document. Entra’s have about 20 KiB, with all claim types of ADFS about 80 KiB. */
export const METADATA_LIMIT: number = XML_LIMITS.documentBytes;

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Reads a metadata document with the strict reader, and says of what is none what it is instead. */
export function readFederationDocument(document: string | Uint8Array): Result<XmlDocument> {
  const octets = octetsOf(document);
  if (octets.length > METADATA_LIMIT) {
    return refusal('metadata_too_large', { size: octets.length, limit: METADATA_LIMIT });
  }
  if (!isUtf8(octets) || octets.includes(0)) return refusal('metadata_not_utf8', {});
  const source = octets.toString('latin1');
  const start = beginningOf(source);
  if (start === '') return refusal('metadata_empty', {});
  if (start.startsWith('-----begin ')) return refusal('metadata_is_certificate', {});
  if (/^<(?:!doctype html|html[\s>])/.test(start)) return refusal('metadata_is_html', {});
  const read = readXml(blankComments(source));
  if (read.ok) return read;
  const { code, details } = read.error;
  const offset = 'offset' in details && typeof details.offset === 'number' ? details.offset : null;
  return refusal('metadata_not_xml', { reason: code, offset }, { cause: read.error });
}

function octetsOf(document: string | Uint8Array): Buffer {
  if (typeof document === 'string') return Buffer.from(document, 'utf8');
  if (!types.isUint8Array(document)) throw new TypeError('A metadata document is a string or a Uint8Array.');
  return Buffer.from(document.buffer, document.byteOffset, document.byteLength);
}

/** The first characters that are no white space, in lower case; only to tell what the document is. */
function beginningOf(source: string): string {
  const from = source.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  let at = from;
  while (isBlank(source[at])) at += 1;
  return source.slice(at, at + 20).toLowerCase();
}

/**
 * Replaces each comment between two tags by as many blanks. Identity providers explain their metadata in comments
 * (Shibboleth, Keycloak), and unlike those of a message they can hide nothing: a metadata document is trusted for
 * where it comes from, not for a signature over another reading of it. A comment anywhere else stays, and the strict
 * reader refuses it: between `>` and `<` there is no attribute value, and no text that the comment could cut.
 */
function blankComments(source: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let start = source.indexOf('<!--'); start !== -1; start = source.indexOf('<!--', from)) {
    const end = source.indexOf('--', start + 4) + 3;
    if (end === 2 || source[end - 1] !== '>' || !standsBetweenTags(source, start, end)) break;
    parts.push(source.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  return from === 0 ? source : parts.join('') + source.slice(from);
}

function standsBetweenTags(source: string, start: number, end: number): boolean {
  let before = start - 1;
  while (isBlank(source[before])) before -= 1;
  let after = end;
  while (isBlank(source[after])) after += 1;
  const opensDocument = before === -1 || (before === 2 && source.startsWith(BYTE_ORDER_MARK));
  return (opensDocument || source[before] === '>') && (after === source.length || source[after] === '<');
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
