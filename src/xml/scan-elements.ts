import { checkCharacterData, scanRun, skipBlanks } from './character-data.js';
import { BRACKET, ILLEGAL, MARKUP } from './characters.js';
import { XML_LIMITS } from './limits.js';
import { Namespaces } from './namespaces.js';
import { areSame, sharedOctets } from './octets.js';
import { scanStartTag } from './scan-start-tag.js';
import { appended, type OpenElement, type ScanState } from './scan-state.js';
import { TextFlag, type XmlDocument, type XmlElement } from './xml-element.js';
import { limitExceeded, notWellFormed, XmlRefusal } from './xml-refusal.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What makes a run worth a second look, and what of its flags is remembered. */
const TEXT =
  TextFlag.nonBlank | TextFlag.reference | TextFlag.carriageReturn | TextFlag.greaterThan | TextFlag.nonAscii;
const RARE = (TEXT & ~TextFlag.nonBlank) | ILLEGAL | BRACKET;

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const EXCLAMATION_MARK = 0x21;

/** Reads one element with all it contains, and white space around it, in a single pass without recursion. */
export function scanElements(source: string, from: number): XmlDocument {
  if (source.length > XML_LIMITS.documentBytes) {
    limitExceeded('documentBytes', XML_LIMITS.documentBytes, source.length);
  }
  const octets = sharedOctets(source);
  const elements: XmlElement[] = [];
  const document = { source, elements, root: undefined } as unknown as Mutable<XmlDocument>;
  const { bytes } = octets;
  const namespaces = new Namespaces();
  const scan: ScanState = {
    source,
    octets,
    bytes,
    document,
    namespaces,
    prefix: '',
    localName: '',
    attributes: 0,
    flags: 0,
  };

  let at = skipBlanks(bytes, from);
  let open: OpenElement | null = null;
  let depth = 0;
  do {
    if (bytes[at] !== LESS_THAN) notWellFormed('no root element', at);
    const second = bytes[at + 1];
    if (second === SLASH) {
      if (open === null) notWellFormed('end tag without start tag', at);
      at = closeElement(scan, open, at);
      scan.namespaces.leave(open.declarations.length);
      open = open.parent as OpenElement | null;
      depth--;
    } else {
      if (elements.length === XML_LIMITS.elements) limitExceeded('elements', XML_LIMITS.elements, at);
      if (depth === XML_LIMITS.depth) limitExceeded('depth', XML_LIMITS.depth, at);
      if (second === EXCLAMATION_MARK || second === QUESTION_MARK) refuseMarkupDeclaration(scan, at);
      const element = scanStartTag(scan, open, at);
      elements.push(element);
      if (open === null) document.root = element;
      else open.children = appended(open.children, element);
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

  at = skipBlanks(bytes, at);
  if (at !== source.length) {
    refuseMarkupDeclaration(scan, at);
    notWellFormed('something follows the root element', at);
  }
  return document;
}

/** The constructs that this reader refuses on principle, each with its own code. */
function refuseMarkupDeclaration({ source, bytes }: ScanState, at: number): void {
  if (bytes[at] !== LESS_THAN) return;
  const second = bytes[at + 1];
  if (second === QUESTION_MARK) throw new XmlRefusal('xml_processing_instruction', { offset: at });
  if (second !== EXCLAMATION_MARK) return;
  if (source.startsWith('<!--', at)) throw new XmlRefusal('xml_comment', { offset: at });
  if (source.startsWith('<![CDATA[', at)) throw new XmlRefusal('xml_cdata', { offset: at });
  if (source.slice(at, at + 9).toUpperCase() === '<!DOCTYPE') {
    throw new XmlRefusal('xml_doctype', { offset: at });
  }
  notWellFormed('unknown markup declaration', at);
}

/** Checks the end tag at `at` and returns the offset behind it. */
function closeElement({ source, octets, bytes }: ScanState, element: OpenElement, at: number): number {
  const nameStart = element.start + 1;
  const length = element.qname.length;
  const nameEnd = at + 2 + length;
  if (nameEnd > source.length || !areSame(octets, nameStart, octets, at + 2, length)) {
    notWellFormed('end tag of another element', at);
  }
  const end = skipBlanks(bytes, nameEnd);
  if (bytes[end] !== GREATER_THAN) notWellFormed('end tag of another element', at);
  element.contentEnd = at;
  element.end = end + 1;
  element.endTagIsPlain = end === nameEnd;
  return end + 1;
}

/** Runs over character data, notes in the element what it contains, and returns the offset of the next `<`. */
function scanText(scan: ScanState, from: number, element: OpenElement): number {
  const { source, bytes } = scan;
  const { length } = source;
  let at = scanRun(scan, from, MARKUP);
  let { flags } = scan;
  while (bytes[at] === 0 && at < length) {
    flags |= ILLEGAL;
    at = scanRun(scan, at + 1, MARKUP);
    flags |= scan.flags;
  }
  if (at === length) notWellFormed('document ends within an element', at);
  if ((flags & RARE) !== 0) checkCharacterData(source.slice(from, at), flags, from);
  element.textFlags |= flags & TEXT;
  return at;
}
