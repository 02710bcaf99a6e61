import { checkCharacterData, scanRun, skipBlanks } from './character-data.js';
import { CHARACTER, ILLEGAL, QUOTE } from './characters.js';
import { XML_LIMITS } from './limits.js';
import type { Namespaces } from './namespaces.js';
import { scanName } from './scan-name.js';
import {
  appended,
  NONE,
  type OpenAttribute,
  type OpenElement,
  type OpenTag,
  type ScanState,
} from './scan-state.js';
import { attributeBytes } from './text.js';
import { type NamespaceDeclaration, TextFlag, type XmlAttribute, type XmlElement } from './xml-element.js';
import { limitExceeded, notWellFormed, XmlRefusal } from './xml-refusal.js';

const RARE = ILLEGAL | TextFlag.reference | TextFlag.carriageReturn | TextFlag.nonAscii;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const LESS_THAN = 0x3c;
const EQUALS = 0x3d;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const SPACE = 0x20;

/**
 * Reads the start tag or empty-element tag at `at`, enters its namespace declarations and resolves its names.
 * An empty element comes back complete, any other with `end` −1.
 */
export function scanStartTag(scan: ScanState, parent: XmlElement | null, at: number): OpenElement {
  const { source, bytes, namespaces } = scan;
  const nameEnd = scanName(scan, at + 1);
  const { prefix, localName } = scan;
  const tag: OpenTag = { plain: true, attributes: NONE, declarations: NONE };
  const tagEnd = scanAttributes(scan, tag, nameEnd);

  const isEmpty = bytes[tagEnd] === SLASH;
  const contentStart = tagEnd + (isEmpty ? 2 : 1);
  if (bytes[contentStart - 1] !== GREATER_THAN) notWellFormed('start tag does not end', tagEnd);
  if (tag.declarations.length > 0) enterDeclarations(namespaces, tag.declarations, at);
  if (tag.attributes.length > 0) resolveAttributes(namespaces, tag.attributes, at);
  if (prefix === 'xmlns')
    throw new XmlRefusal('xml_namespace_invalid', { reason: 'xmlns is reserved', offset: at });

  return {
    document: scan.document,
    parent,
    qname: prefix === '' ? localName : source.slice(at + 1, nameEnd),
    prefix,
    localName,
    namespace: namespaces.resolve(prefix, at),
    attributes: tag.attributes,
    declarations: tag.declarations,
    children: NONE,
    start: at,
    contentStart,
    contentEnd: contentStart,
    end: isEmpty ? contentStart : -1,
    textFlags: 0,
    tagIsPlain: tag.plain,
    endTagIsPlain: !isEmpty,
  };
}

/** Reads all attributes and returns the offset of what follows them, which is to end the tag. */
function scanAttributes(scan: ScanState, tag: OpenTag, from: number): number {
  const { bytes } = scan;
  let at = from;
  for (;;) {
    const nameStart = skipBlanks(bytes, at);
    const byte = bytes[nameStart];
    if (byte === GREATER_THAN || byte === SLASH) {
      if (nameStart !== at) tag.plain = false;
      return nameStart;
    }
    if (nameStart === at) notWellFormed('no white space before an attribute', nameStart);
    if (nameStart !== at + 1 || bytes[at] !== SPACE) tag.plain = false;
    at = scanAttribute(scan, tag, nameStart);
  }
}

/** Reads the attribute at `nameStart` into the tag and returns the offset behind its closing quote. */
function scanAttribute(scan: ScanState, tag: OpenTag, nameStart: number): number {
  const { bytes } = scan;
  const nameEnd = scanName(scan, nameStart);
  const equals = skipBlanks(bytes, nameEnd);
  if (bytes[equals] !== EQUALS) notWellFormed('attribute without value', nameStart);
  const open = skipBlanks(bytes, equals + 1);
  const quote = bytes[open];
  if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) notWellFormed('attribute value without quotes', open);
  if (open !== nameEnd + 1 || quote === SINGLE_QUOTE) tag.plain = false;
  return scanValue(scan, nameStart, nameEnd, tag, open + 1, quote);
}

/** Reads the value up to its closing quote and returns the offset behind it. */
function scanValue(
  scan: ScanState,
  nameStart: number,
  nameEnd: number,
  tag: OpenTag,
  from: number,
  quote: number,
): number {
  const { source, bytes } = scan;
  const { length } = source;
  let at = scanRun(scan, from, QUOTE);
  let { flags } = scan;
  // The other kind of quotes, and a zero within the document, do not end the value.
  while (bytes[at] !== quote && bytes[at] !== LESS_THAN && at < length) {
    flags |= CHARACTER[bytes[at] as number] as number;
    at = scanRun(scan, at + 1, QUOTE);
    flags |= scan.flags;
  }
  if (bytes[at] === LESS_THAN) notWellFormed('< in an attribute value', at);
  if (at === length) notWellFormed('attribute value does not end', from);
  // `]]>` is legal in attribute values, so the bit for `]` is no reason to look again.
  if ((flags & RARE) !== 0) checkCharacterData(source.slice(from, at), flags & RARE, from);
  if ((flags & (TextFlag.lineEnd | TextFlag.reference)) !== 0) tag.plain = false;
  if (tag.attributes.length + tag.declarations.length === XML_LIMITS.attributes) {
    limitExceeded('attributes', XML_LIMITS.attributes, from);
  }
  if (scan.attributes++ === XML_LIMITS.attributesInAll) {
    limitExceeded('attributesInAll', XML_LIMITS.attributesInAll, from);
  }
  const { prefix, localName } = scan;
  const attribute: OpenAttribute = {
    qname: prefix === '' ? localName : source.slice(nameStart, nameEnd),
    prefix,
    localName,
    namespace: '',
    source,
    valueStart: from,
    valueEnd: at,
    flags,
  };
  if (prefix === 'xmlns') addDeclaration(tag, localName, attribute);
  else if (prefix === '' && localName === 'xmlns') addDeclaration(tag, '', attribute);
  else tag.attributes = appended(tag.attributes, attribute);
  return at + 1;
}

function addDeclaration(tag: OpenTag, prefix: string, attribute: XmlAttribute): void {
  for (const declared of tag.declarations) {
    if (declared.prefix === prefix) notWellFormed('namespace prefix declared twice', attribute.valueStart);
  }
  tag.declarations = appended(tag.declarations, { prefix, uri: attributeBytes(attribute) });
}

/** Enters the declarations of an element, which hold for its own names too. */
function enterDeclarations(
  namespaces: Namespaces,
  declarations: readonly NamespaceDeclaration[],
  offset: number,
): void {
  for (const declaration of declarations) namespaces.enter(declaration, offset);
}

/** Finds the namespaces of attributes; two of one expanded name are refused. */
function resolveAttributes(
  namespaces: Namespaces,
  attributes: readonly OpenAttribute[],
  offset: number,
): void {
  for (let i = 0; i < attributes.length; i++) {
    const attribute = attributes[i] as OpenAttribute;
    if (attribute.prefix !== '') attribute.namespace = namespaces.resolve(attribute.prefix, offset);
  }
  if (attributes.length > 1 && hasRepeatedName(attributes)) notWellFormed('attribute given twice', offset);
}

/** As many names are held against each other in less time than it takes to enter them in a set. */
const FEW = 8;

/** Whether two attributes have one expanded name (Namespaces in XML 1.0 §6.3). */
function hasRepeatedName(attributes: readonly XmlAttribute[]): boolean {
  if (attributes.length > FEW) return hasRepeatedNameAmongMany(attributes);
  for (let i = 1; i < attributes.length; i++) {
    const one = attributes[i] as XmlAttribute;
    for (let j = 0; j < i; j++) {
      const other = attributes[j] as XmlAttribute;
      if (one.localName === other.localName && one.namespace === other.namespace) return true;
    }
  }
  return false;
}

function hasRepeatedNameAmongMany(attributes: readonly XmlAttribute[]): boolean {
  const seen = new Map<string, Set<string>>();
  for (const { namespace, localName } of attributes) {
    const names = seen.get(namespace);
    if (names === undefined) seen.set(namespace, new Set([localName]));
    else if (names.has(localName)) return true;
    else names.add(localName);
  }
  return false;
}
