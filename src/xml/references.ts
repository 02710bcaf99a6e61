import { bytesOfCodePoint, isXmlCharacter } from './characters.js';
import { notWellFormed } from './xml-refusal.js';

const NAMED: ReadonlyMap<string, number> = new Map([
  ['amp', 0x26],
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['quot', 0x22],
  ['apos', 0x27],
]);

/** `&`, up to eight characters (`#x10FFFF`, generous with leading zeros) and `;`. */
const LONGEST_REFERENCE = 12;

/**
 * Replaces the character references and the five predefined entity references of `raw` (XML 1.0 §4.1, §4.6);
 * any other reference is a refusal. Bytes in, bytes out.
 */
export function expandReferences(raw: string, offset: number): string {
  let expanded = '';
  let copied = 0;
  for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', copied)) {
    const end = raw.indexOf(';', at);
    if (end === -1 || end - at > LONGEST_REFERENCE) notWellFormed('reference without end', offset + at);
    expanded += raw.slice(copied, at) + character(raw.slice(at + 1, end), offset + at);
    copied = end + 1;
  }
  return expanded + raw.slice(copied);
}

function character(name: string, offset: number): string {
  const codePoint = name.startsWith('#') ? numericReference(name) : NAMED.get(name);
  if (codePoint === undefined || !isXmlCharacter(codePoint)) {
    return notWellFormed('reference to no character', offset);
  }
  return bytesOfCodePoint(codePoint);
}

function numericReference(name: string): number | undefined {
  if (/^#[0-9]{1,9}$/.test(name)) return Number.parseInt(name.slice(1), 10);
  if (/^#x[0-9a-fA-F]{1,8}$/.test(name)) return Number.parseInt(name.slice(2), 16);
  return undefined;
}
