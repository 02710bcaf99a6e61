import { TextFlag } from './xml-element.js';

/** Bits of `CHARACTER` beside the text flags. */
export const ILLEGAL = 64;
export const BRACKET = 128;

/** What may end an attribute value, and what may end text; no class without them is as high. */
export const QUOTE = 256;
export const MARKUP = 512;

/**
 * Class of each byte as character data: text flags, ILLEGAL for control characters, BRACKET for `]`, QUOTE for both
 * quotes, MARKUP for `<` and for the zero that stands behind a document.
 */
export const CHARACTER: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x20) return 0;
  if (byte === 0x00) return ILLEGAL | MARKUP;
  if (byte === 0x09 || byte === 0x0a) return TextFlag.lineEnd;
  if (byte === 0x0d) return TextFlag.carriageReturn | TextFlag.lineEnd;
  if (byte < 0x20) return ILLEGAL;
  if (byte === 0x26) return TextFlag.nonBlank | TextFlag.reference;
  if (byte === 0x3e) return TextFlag.nonBlank | TextFlag.greaterThan;
  if (byte === 0x22 || byte === 0x27) return TextFlag.nonBlank | QUOTE;
  if (byte === 0x3c) return TextFlag.nonBlank | MARKUP;
  if (byte === 0x5d) return TextFlag.nonBlank | BRACKET;
  return byte < 0x80 ? TextFlag.nonBlank : TextFlag.nonBlank | TextFlag.nonAscii;
});

/** Bits of `NAME_CLASS`. */
export const NameClass = { start: 1, part: 2, nonAscii: 4, colon: 8 } as const;

/** Class of each byte within a qualified name, 0 for what ends it; bytes beyond ASCII are looked at again. */
export const NAME_CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (byte >= 0x80) return NameClass.start | NameClass.part | NameClass.nonAscii;
  if (/[A-Za-z_]/.test(character)) return NameClass.start | NameClass.part;
  if (/[0-9.-]/.test(character)) return NameClass.part;
  return character === ':' ? NameClass.colon : 0;
});

// Characters that XML 1.0 (5th edition) allows at the start of names, and behind it; without the colon.
const NAME_START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME_PART = `${NAME_START}0-9.\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}-`;
const NC_NAME = new RegExp(`^[${NAME_START}][${NAME_PART}]*$`, 'u');

/** Whether a string of bytes is an NCName (Namespaces in XML 1.0 §3). */
export function isNcName(bytes: string): boolean {
  let seen = 0;
  let expected: number = NameClass.start;
  for (let i = 0; i < bytes.length; i++) {
    const kind = NAME_CLASS[bytes.charCodeAt(i)] ?? 0;
    if ((kind & expected) === 0) return false;
    seen |= kind;
    expected = NameClass.part;
  }
  return bytes !== '' && ((seen & NameClass.nonAscii) === 0 || NC_NAME.test(utf8FromBytes(bytes)));
}

/** Whether XML 1.0 allows the code point in a document (§2.2 Char). */
export function isXmlCharacter(codePoint: number): boolean {
  return (
    codePoint === 0x09 ||
    codePoint === 0x0a ||
    codePoint === 0x0d ||
    (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
    (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
    (codePoint >= 0x10000 && codePoint <= 0x10ffff)
  );
}

/** Decodes a string of UTF-8 bytes (one character per byte). */
export function utf8FromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Encodes a string as UTF-8 bytes, one character per byte. */
export function bytesFromUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Encodes a code point that is no surrogate as UTF-8 bytes, one character per byte. */
export function bytesOfCodePoint(codePoint: number): string {
  if (codePoint < 0x80) return String.fromCharCode(codePoint);
  const last = 0x80 | (codePoint & 0x3f);
  if (codePoint < 0x800) return String.fromCharCode(0xc0 | (codePoint >> 6), last);
  const third = 0x80 | ((codePoint >> 6) & 0x3f);
  if (codePoint < 0x10000) return String.fromCharCode(0xe0 | (codePoint >> 12), third, last);
  return String.fromCharCode(0xf0 | (codePoint >> 18), 0x80 | ((codePoint >> 12) & 0x3f), third, last);
}
