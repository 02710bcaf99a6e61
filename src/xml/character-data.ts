import { BRACKET, CHARACTER, ILLEGAL } from './characters.js';
import { checkReferences } from './references.js';
import type { ScanState } from './scan-state.js';
import { TextFlag } from './xml-element.js';
import { notWellFormed } from './xml-refusal.js';

/** The rarer rules of character data, for a run whose flags say that it may break them (XML 1.0 §2.2, §2.4). */
export function checkCharacterData(run: string, flags: number, offset: number): void {
  if ((flags & ILLEGAL) !== 0) notWellFormed('control character', offset);
  if ((flags & BRACKET) !== 0 && run.includes(']]>')) notWellFormed(']]> in character data', offset);
  // U+FFFE and U+FFFF are no XML characters; UTF-8 writes them as these three bytes and never otherwise.
  if ((flags & TextFlag.nonAscii) !== 0 && (run.includes('\xef\xbf\xbe') || run.includes('\xef\xbf\xbf'))) {
    notWellFormed('noncharacter', offset);
  }
  if ((flags & TextFlag.reference) !== 0) checkReferences(run, offset);
}

/**
 * Runs over bytes of classes below `stop`, returns the offset of the first other one, and leaves in `scan.flags` what
 * they contain. By twos, because every byte of a message passes here two times.
 */
export function scanRun(scan: ScanState, from: number, stop: number): number {
  const { bytes } = scan;
  // Held in a local and without a call in the loop, all that the loop needs stays in registers.
  const classes = CHARACTER;
  let at = from;
  let flags = 0;
  for (;;) {
    const one = classes[bytes[at] as number] as number;
    if (one >= stop) break;
    flags |= one;
    at++;
    const other = classes[bytes[at] as number] as number;
    if (other >= stop) break;
    flags |= other;
    at++;
  }
  scan.flags = flags;
  return at;
}

/** Offset of the first byte at or behind `from` that is no white space. */
export function skipBlanks(octets: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = octets[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}
