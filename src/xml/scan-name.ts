import { isNcName, NAME_CLASS, NameClass } from './characters.js';
import { XML_LIMITS } from './limits.js';
import type { ScanState } from './scan-state.js';
import { limitExceeded, notWellFormed } from './xml-refusal.js';

/**
 * Reads the qualified name at `from` (Namespaces in XML 1.0 §4), returns the offset behind it, and leaves the
 * offset of its colon in `scan.colon`, −1 for a name without prefix.
 */
export function scanName(scan: ScanState, from: number): number {
  const { octets } = scan;
  let colon = -1;
  let expected: number = NameClass.start;
  let seen = 0;
  let at = from;
  for (; ; at++) {
    const kind = NAME_CLASS[octets[at] as number] as number;
    if (kind === 0) break;
    if (kind === NameClass.colon) {
      if (colon !== -1 || expected === NameClass.start) notWellFormed('not a qualified name', at);
      colon = at;
      expected = NameClass.start;
    } else {
      if ((kind & expected) === 0) notWellFormed('not a qualified name', at);
      expected = NameClass.part;
      seen |= kind;
    }
  }
  if (expected === NameClass.start) notWellFormed(at === from ? 'no name' : 'not a qualified name', at);
  if (at - from > XML_LIMITS.nameBytes) limitExceeded('nameBytes', XML_LIMITS.nameBytes, from);
  if ((seen & NameClass.nonAscii) !== 0) checkNonAscii(scan.source, from, colon, at);
  scan.colon = colon;
  return at;
}

function checkNonAscii(source: string, from: number, colon: number, end: number): void {
  const localName = source.slice(colon === -1 ? from : colon + 1, end);
  if (!isNcName(localName) || (colon !== -1 && !isNcName(source.slice(from, colon)))) {
    notWellFormed('not a qualified name', from);
  }
}
