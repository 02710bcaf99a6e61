import { isNcName, NAME_CLASS, NameClass } from './characters.js';
import { nameAt } from './known-names.js';
import { XML_LIMITS } from './limits.js';
import type { ScanState } from './scan-state.js';
import { limitExceeded, notWellFormed } from './xml-refusal.js';

const { start: START, part: PART, colon: COLON } = NameClass;
const LETTER = START | PART;

/**
 * Reads the qualified name at `from` (Namespaces in XML 1.0 §4), returns the offset behind it, and leaves its two
 * parts in `scan.prefix` and `scan.localName`.
 */
export function scanName(scan: ScanState, from: number): number {
  const { bytes } = scan;
  const classes = NAME_CLASS;
  const letter = LETTER;
  let colon = -1;
  let expected: number = START;
  let seen = 0;
  let at = from;
  let kind = classes[bytes[at] as number] as number;
  while (
    kind === letter ||
    (kind & expected) !== 0 ||
    (kind === COLON && colon === -1 && expected === PART)
  ) {
    if (kind === COLON) {
      colon = at;
      expected = START;
    } else {
      expected = PART;
      seen |= kind;
    }
    kind = classes[bytes[++at] as number] as number;
  }
  if (kind !== 0 || expected === START) {
    notWellFormed(kind === 0 && at === from ? 'no name' : 'not a qualified name', at);
  }
  if (at - from > XML_LIMITS.nameBytes) limitExceeded('nameBytes', XML_LIMITS.nameBytes, from);
  if ((seen & NameClass.nonAscii) !== 0) checkNonAscii(scan.source, from, colon, at);
  scan.prefix = colon === -1 ? '' : nameAt(scan.source, scan.octets, from, colon);
  scan.localName = nameAt(scan.source, scan.octets, colon === -1 ? from : colon + 1, at);
  return at;
}

function checkNonAscii(source: string, from: number, colon: number, end: number): void {
  const localName = source.slice(colon === -1 ? from : colon + 1, end);
  if (!isNcName(localName) || (colon !== -1 && !isNcName(source.slice(from, colon)))) {
    notWellFormed('not a qualified name', from);
  }
}
