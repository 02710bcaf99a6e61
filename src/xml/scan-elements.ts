import { checkCharacterData, skipBlanks } from './character-data.js';
import { BRACKET, CHARACTER, ILLEGAL, PLAIN } from './characters.js';
import { XML_LIMITS } from './limits.js';
import { Namespaces } from './namespaces.js';
import { scanStartTag } from './scan-start-tag.js';
import type { OpenElement, ScanState } from './scan-state.js';
import { TextFlag, type XmlDocument, type XmlElement } from './xml-element.js';
import { limitExceeded, notWellFormed, XmlRefusal } from './xml-refusal.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What makes a run worth a second look, and what of its flags is remembered. */
const TEXT =
  TextFlag.nonBlank | TextFlag.reference | TextFlag.carriageReturn | TextFlag.greaterThan | TextFlag.nonAscii;
const RARE = (TEXT & ~TextFlag.nonBlank) | ILLEGAL | BRACKET;

const LESS_THAN = 0x3c;
const SLASH = 0x2f;

/** Reads one element with all it contains, and white space around it, in a single pass without recursion. */
export function scanElements(source: string, from: number): XmlDocument {
  if (source.length > XML_LIMITS.documentBytes) {
    limitExceeded('documentBytes', XML_LIMITS.documentBytes, source.length);
  }
  const octets = octetsOf(source);
  const elements: XmlElement[] = [];
  const document = { source, elements, root: undefined } as unknown as Mutable<XmlDocument>;
  const scan: ScanState = { source, octets, document, namespaces: new Namespaces(), colon: -1 };

  let at = skipBlanks(octets, from);
  let open: OpenElement | null = null;
  let depth = 0;
  do {
    if (octets[at] !== LESS_THAN) notWellFormed('no root element', at);
    if (octets[at + 1] === SLASH) {
      if (open === null) notWellFormed('end tag without start tag', at);
      at = closeElement(scan, open, at);
      scan.namespaces.leave(open.declarations.length);
      open = open.parent as OpenElement | null;
      depth--;
    } else {
      if (elements.length === XML_LIMITS.elements) limitExceeded('elements', XML_LIMITS.elements, at);
      if (depth === XML_LIMITS.depth) limitExceeded('depth', XML_LIMITS.depth, at);
      refuseMarkupDeclaration(scan, at);
      const element = scanStartTag(scan, open, at);
      elements.push(element);
      if (open === null) document.root = element;
      else open.children.push(element);
      at = element.contentStart;
      if (element.end !== -1) {
        scan.namespaces.leave(element.declarations.length);
      } else {
        open = element;
        depth++;
      }
    }
    if (open !== null) at = scanText(scan, at, open);
  } while (open !== null);

  at = skipBlanks(octets, at);
  if (at !== source.length) {
    refuseMarkupDeclaration(scan, at);
    notWellFormed('something follows the root element', at);
  }
  return document;
}

/** The bytes of the source with a zero behind them, which ends every name and every run of white space. */
function octetsOf(source: string): Uint8Array {
  const octets = Buffer.allocUnsafe(source.length + 1);
  octets.write(source, 'latin1');
  octets[source.length] = 0;
  return octets;
}

/** The constructs that this reader refuses on principle, each with its own code. */
function refuseMarkupDeclaration({ source, octets }: ScanState, at: number): void {
  const second = octets[at + 1];
  if (second === 0x3f) throw new XmlRefusal('xml_processing_instruction', { offset: at });
  if (second !== 0x21 || octets[at] !== LESS_THAN) return;
  if (source.startsWith('<!--', at)) throw new XmlRefusal('xml_comment', { offset: at });
  if (source.startsWith('<![CDATA[', at)) throw new XmlRefusal('xml_cdata', { offset: at });
  if (/^<!doctype/i.test(source.slice(at, at + 9))) throw new XmlRefusal('xml_doctype', { offset: at });
  notWellFormed('unknown markup declaration', at);
}

/** Checks the end tag at `at` and returns the offset behind it. */
function closeElement(scan: ScanState, element: OpenElement, at: number): number {
  const { octets } = scan;
  const nameEnd = at + 2 + element.qname.length;
  const shift = at + 1 - element.start;
  for (let i = element.start + 1; i + shift < nameEnd; i++) {
    if (octets[i] !== octets[i + shift]) notWellFormed('end tag of another element', at);
  }
  const end = skipBlanks(octets, nameEnd);
  if (octets[end] !== 0x3e) notWellFormed('end tag of another element', at);
  element.contentEnd = at;
  element.end = end + 1;
  element.endTagIsPlain = end === nameEnd;
  return end + 1;
}

/** Runs over character data, notes in the element what it contains, and returns the offset of the next `<`. */
function scanText({ source, octets }: ScanState, from: number, element: OpenElement): number {
  const length = source.length;
  let at = from;
  while (CHARACTER[octets[at] as number] === PLAIN) at++;
  let flags = at === from ? 0 : PLAIN;
  for (; at < length; at++) {
    const byte = octets[at] as number;
    if (byte === LESS_THAN) break;
    flags |= CHARACTER[byte] as number;
  }
  if (at === length) notWellFormed('document ends within an element', at);
  if ((flags & RARE) !== 0) checkCharacterData(source.slice(from, at), flags, from);
  element.textFlags |= flags & TEXT;
  return at;
}
