/** What a DER structure is, told by its outermost two levels. */
export type DerKind = 'certificate' | 'private-key' | 'public-key' | 'pkcs7' | 'pfx' | 'signing-request';

interface Element {
  readonly tag: number;
  readonly contentStart: number;
  /** Where the content ends; for an indefinite length (BER) the end of what encloses it. */
  readonly end: number;
  readonly definite: boolean;
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SET = 0x31;
/** 1.2.840.113549.1.7, the arc of PKCS#7 content types. */
const PKCS7_ARC = Buffer.from('2a864886f70d0107', 'hex');

/**
 * Tells what kind of DER structure the bytes hold, so that a wrong file can be named. It looks at no more than
 * six headers and never descends further than two levels: hostile nesting and lengths cost nothing. Only
 * `certificate` is a guess, to be confirmed by the X.509 reader.
 */
export function recogniseDer(bytes: Uint8Array): DerKind {
  const outer = readElement(bytes, 0, bytes.length);
  if (outer === null || outer.tag !== SEQUENCE) return 'certificate';
  const [first, second, third] = firstThree(bytes, outer);
  if (first === undefined) return 'certificate';
  if (first.tag === OBJECT_IDENTIFIER && isPkcs7(bytes, first)) return 'pkcs7';
  if (first.tag === INTEGER) return recogniseVersioned(bytes, first, second);
  if (first.tag !== SEQUENCE) return 'certificate';
  if (second?.tag === OCTET_STRING) return 'private-key'; // EncryptedPrivateKeyInfo
  if (second?.tag === BIT_STRING) return 'public-key'; // SubjectPublicKeyInfo
  return third?.tag === BIT_STRING && isRequestInfo(bytes, first) ? 'signing-request' : 'certificate';
}

/**
 * How many bytes the outer SEQUENCE says it has with its header; null where that is not definite-length DER.
 * Node ignores what follows a certificate, other readers do not: the caller must compare.
 */
export function outerLength(bytes: Uint8Array): number | null {
  const header = readHeader(bytes, 0);
  return header === null || header.tag !== SEQUENCE || header.length === null
    ? null
    : header.size + header.length;
}

/** Structures that begin with an INTEGER: PFX has version 3, private keys 0 or 1, an RSA public key its modulus. */
function recogniseVersioned(bytes: Uint8Array, first: Element, second: Element | undefined): DerKind {
  const version = first.end - first.contentStart === 1 ? bytes[first.contentStart] : undefined;
  if (version === 3 && second?.tag === SEQUENCE) return 'pfx';
  if (version === 0 || version === 1) return 'private-key';
  return second?.tag === INTEGER ? 'public-key' : 'certificate';
}

/** Version 0 and then the subject (a SEQUENCE of SETs); a version 1 certificate has an algorithm there instead. */
function isRequestInfo(bytes: Uint8Array, info: Element): boolean {
  const [version, subject] = firstThree(bytes, info);
  if (version?.tag !== INTEGER || subject?.tag !== SEQUENCE) return false;
  return subject.contentStart === subject.end || bytes[subject.contentStart] === SET;
}

function isPkcs7(bytes: Uint8Array, identifier: Element): boolean {
  return PKCS7_ARC.every((byte, index) => bytes[identifier.contentStart + index] === byte);
}

function firstThree(bytes: Uint8Array, parent: Element): readonly Element[] {
  const children: Element[] = [];
  let offset = parent.contentStart;
  while (children.length < 3 && offset < parent.end) {
    const child = readElement(bytes, offset, parent.end);
    if (child === null) break;
    children.push(child);
    if (!child.definite) break;
    offset = child.end;
  }
  return children;
}

/** An element clipped to `limit`: a length that lies beyond its parent must not lead anywhere. */
function readElement(bytes: Uint8Array, offset: number, limit: number): Element | null {
  const header = readHeader(bytes, offset);
  if (header === null) return null;
  const contentStart = Math.min(offset + header.size, limit);
  const definite = header.length !== null;
  const end = header.length === null ? limit : Math.min(contentStart + header.length, limit);
  return { tag: header.tag, contentStart, end, definite };
}

/** Tag, size of tag and length bytes, and the length (null where it is indefinite). */
function readHeader(
  bytes: Uint8Array,
  offset: number,
): { readonly tag: number; readonly size: number; readonly length: number | null } | null {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, size: 2, length: first };
  if (first === 0x80) return { tag, size: 2, length: null };
  const count = first - 0x80;
  if (count > 4) return null;
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    const byte = bytes[offset + 2 + index];
    if (byte === undefined) return null;
    length = length * 256 + byte;
  }
  return { tag, size: 2 + count, length };
}
