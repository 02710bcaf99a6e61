import { bytesOfCodePoint, isXmlCharacter } from './characters.js';
import { notWellFormed } from './xml-refusal.js';

const NAMED = [
  ['amp;', 0x26],
  ['lt;', 0x3c],
  ['gt;', 0x3e],
  ['quot;', 0x22],
  ['apos;', 0x27],
] as const;

/** How far behind `&` the `;` is looked for; it is eleven in `&#x0010FFFF;`, and in no longer one that is accepted. */
const LONGEST_REFERENCE = 12;

/** Instead of a code point, or of a digit. */
const NONE = -1;

const SEMICOLON = 0x3b;
const NUMBER_SIGN = 0x23;
const SMALL_X = 0x78;

/**
 * Replaces the character references and the five predefined entity references of `raw` (XML 1.0 §4.1, §4.6);
 * any other reference is a refusal. Bytes in, bytes out.
 */
export function expandReferences(raw: string, offset: number): string {
  // In place, as no reference is shorter than what it stands for: strings put together would be many times the text.
  const bytes = Buffer.from(raw, 'latin1');
  let length = 0;
  let copied = 0;
  for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', copied)) {
    if (copied !== at) bytes.copyWithin(length, copied, at);
    length += at - copied;
    const end = endOf(raw, at, offset);
    const codePoint = codePointOf(raw, at, end, offset);
    // One octet is put there without a call: most references are of ASCII.
    if (codePoint < 0x80) bytes[length++] = codePoint;
    else length += bytes.write(bytesOfCodePoint(codePoint), length, 'latin1');
    copied = end + 1;
  }
  bytes.copyWithin(length, copied);
  return bytes.toString('latin1', 0, length + raw.length - copied);
}

/** Refuses what `expandReferences` refuses, and writes nothing: most values are never asked for. */
export function checkReferences(raw: string, offset: number): void {
  for (let at = raw.indexOf('&'); at !== -1; ) {
    const end = endOf(raw, at, offset);
    codePointOf(raw, at, end, offset);
    at = raw.indexOf('&', end);
  }
}

/** Offset of the `;` of the reference at `at`. */
function endOf(raw: string, at: number, offset: number): number {
  for (let end = at; end <= at + LONGEST_REFERENCE; end++) {
    if (raw.charCodeAt(end) === SEMICOLON) return end;
  }
  return notWellFormed('reference without end', offset + at);
}

function codePointOf(raw: string, at: number, end: number, offset: number): number {
  const codePoint =
    raw.charCodeAt(at + 1) === NUMBER_SIGN ? numericReference(raw, at + 2, end) : namedReference(raw, at + 1);
  return isXmlCharacter(codePoint) ? codePoint : notWellFormed('reference to no character', offset + at);
}

function namedReference(raw: string, start: number): number {
  for (const [name, codePoint] of NAMED) {
    if (raw.startsWith(name, start)) return codePoint;
  }
  return NONE;
}

/**
 * Up to nine decimal or eight hexadecimal digits, digit by digit: nothing is cut out to be looked at. No digits at all
 * are the number zero, which is no character.
 */
function numericReference(raw: string, start: number, end: number): number {
  const isHex = raw.charCodeAt(start) === SMALL_X;
  const first = isHex ? start + 1 : start;
  if (end - first > (isHex ? 8 : 9)) return NONE;
  let codePoint = 0;
  for (let at = first; at < end; at++) {
    const digit = digitOf(raw.charCodeAt(at), isHex);
    if (digit === NONE) return NONE;
    codePoint = codePoint * (isHex ? 16 : 10) + digit;
  }
  return codePoint;
}

function digitOf(code: number, isHex: boolean): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return isHex && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NONE;
}
