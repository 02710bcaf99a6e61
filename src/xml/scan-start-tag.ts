import { checkCharacterData, skipBlanks } from './character-data.js';
import { CHARACTER, ILLEGAL, PLAIN } from './characters.js';
import { XML_LIMITS } from './limits.js';
import { scanName } from './scan-name.js';
import type { OpenElement, ScanState } from './scan-state.js';
import { attributeBytes } from './text.js';
import { type NamespaceDeclaration, TextFlag, type XmlAttribute } from './xml-element.js';
import { limitExceeded, notWellFormed, XmlRefusal } from './xml-refusal.js';

type OpenAttribute = { -readonly [Key in keyof XmlAttribute]: XmlAttribute[Key] };

const RARE = ILLEGAL | TextFlag.reference | TextFlag.carriageReturn | TextFlag.nonAscii;
const NO_ATTRIBUTES: readonly never[] = Object.freeze([]);
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const SPACE = 0x20;

/**
 * Reads the start tag or empty-element tag at `at`, enters its namespace declarations and resolves its names.
 * An empty element comes back complete, any other with `end` −1.
 */
export function scanStartTag(scan: ScanState, parent: OpenElement | null, at: number): OpenElement {
  const { source, octets } = scan;
  const nameEnd = scanName(scan, at + 1);
  const qname = source.slice(at + 1, nameEnd);
  const prefix = scan.colon === -1 ? '' : source.slice(at + 1, scan.colon);
  const tag: Tag = { at: nameEnd, plain: true, attributes: [], declarations: [] };
  while (scanAttribute(scan, tag));

  const isEmpty = octets[tag.at] === SLASH;
  const contentStart = tag.at + (isEmpty ? 2 : 1);
  if (octets[contentStart - 1] !== GREATER_THAN) notWellFormed('start tag does not end', tag.at);

  for (const { prefix, uri } of tag.declarations) scan.namespaces.enter(prefix, uri, at);
  for (const attribute of tag.attributes) {
    if (attribute.prefix !== '') attribute.namespace = scan.namespaces.resolve(attribute.prefix, at);
  }
  if (tag.attributes.length > 1) refuseRepeatedNames(tag.attributes, at);
  if (prefix === 'xmlns')
    throw new XmlRefusal('xml_namespace_invalid', { reason: 'xmlns is reserved', offset: at });

  return {
    document: scan.document,
    parent,
    qname,
    prefix,
    localName: prefix === '' ? qname : qname.slice(prefix.length + 1),
    namespace: scan.namespaces.resolve(prefix, at),
    attributes: tag.attributes.length === 0 ? NO_ATTRIBUTES : tag.attributes,
    declarations: tag.declarations.length === 0 ? NO_ATTRIBUTES : tag.declarations,
    children: [],
    start: at,
    contentStart,
    contentEnd: contentStart,
    end: isEmpty ? contentStart : -1,
    textFlags: 0,
    tagIsPlain: tag.plain,
    endTagIsPlain: !isEmpty,
  };
}

interface Tag {
  at: number;
  plain: boolean;
  readonly attributes: OpenAttribute[];
  readonly declarations: NamespaceDeclaration[];
}

/** Reads one attribute into the tag; false at the end of the tag. */
function scanAttribute(scan: ScanState, tag: Tag): boolean {
  const { source, octets } = scan;
  const nameStart = skipBlanks(octets, tag.at);
  const byte = octets[nameStart];
  if (byte === GREATER_THAN || byte === SLASH) {
    if (nameStart !== tag.at) tag.plain = false;
    tag.at = nameStart;
    return false;
  }
  if (nameStart === tag.at) notWellFormed('no white space before an attribute', nameStart);
  const nameEnd = scanName(scan, nameStart);
  const qname = source.slice(nameStart, nameEnd);
  const prefix = scan.colon === -1 ? '' : source.slice(nameStart, scan.colon);
  const equals = skipBlanks(octets, nameEnd);
  if (octets[equals] !== 0x3d) notWellFormed('attribute without value', nameStart);
  const open = skipBlanks(octets, equals + 1);
  const quote = octets[open];
  if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) notWellFormed('attribute value without quotes', open);

  const spacing = nameStart !== tag.at + 1 || octets[tag.at] !== SPACE || open !== nameEnd + 1;
  if (spacing || quote === SINGLE_QUOTE) tag.plain = false;
  tag.at = scanValue(scan, open + 1, quote, qname, prefix, tag);
  return true;
}

/** Reads the value up to its closing quote and returns the offset behind it. */
function scanValue(
  scan: ScanState,
  from: number,
  quote: number,
  qname: string,
  prefix: string,
  tag: Tag,
): number {
  const { source, octets } = scan;
  const { length } = source;
  let at = from;
  while (CHARACTER[octets[at] as number] === PLAIN) at++;
  let flags = at === from ? 0 : PLAIN;
  for (; at < length; at++) {
    const byte = octets[at] as number;
    if (byte === quote) break;
    if (byte === LESS_THAN) notWellFormed('< in an attribute value', at);
    flags |= CHARACTER[byte] as number;
  }
  if (at >= length) notWellFormed('attribute value does not end', from);
  const raw = source.slice(from, at);
  // `]]>` is legal in attribute values, so the bit for `]` is no reason to look again.
  if ((flags & RARE) !== 0) checkCharacterData(raw, flags & RARE, from);
  if ((flags & (TextFlag.lineEnd | TextFlag.reference)) !== 0) tag.plain = false;
  if (tag.attributes.length + tag.declarations.length === XML_LIMITS.attributes) {
    limitExceeded('attributes', XML_LIMITS.attributes, from);
  }
  const attribute: OpenAttribute = {
    qname,
    prefix,
    localName: prefix === '' ? qname : qname.slice(prefix.length + 1),
    namespace: '',
    raw,
    flags,
  };
  if (qname === 'xmlns') addDeclaration(tag, '', attribute, from);
  else if (prefix === 'xmlns') addDeclaration(tag, attribute.localName, attribute, from);
  else tag.attributes.push(attribute);
  return at + 1;
}

function addDeclaration(tag: Tag, prefix: string, attribute: XmlAttribute, offset: number): void {
  for (const declared of tag.declarations) {
    if (declared.prefix === prefix) notWellFormed('namespace prefix declared twice', offset);
  }
  tag.declarations.push({ prefix, uri: attributeBytes(attribute) });
}

/** Two attributes of one name are refused by written and by expanded name (Namespaces in XML 1.0 §6.3). */
function refuseRepeatedNames(attributes: readonly XmlAttribute[], offset: number): void {
  for (let i = 1; i < attributes.length; i++) {
    const one = attributes[i] as XmlAttribute;
    for (let j = 0; j < i; j++) {
      const other = attributes[j] as XmlAttribute;
      if (one.localName === other.localName && one.namespace === other.namespace) {
        notWellFormed('attribute given twice', offset);
      }
    }
  }
}
