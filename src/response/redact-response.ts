import { escapeAttribute, escapeText } from '../xml/escape.js';
import { readXml } from '../xml/read-xml.js';
import { attributeValue, textOf } from '../xml/text.js';
import { TextFlag, type XmlAttribute, type XmlElement } from '../xml/xml-element.js';
import { bytesOf, decodeResponse } from './decode.js';

/** Attributes that say how a message is made, not about whom. */
const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set([
  'Algorithm',
  'AuthnInstant',
  'Destination',
  'Format',
  'ID',
  'InResponseTo',
  'IssueInstant',
  'Method',
  'Name',
  'NameFormat',
  'NotBefore',
  'NotOnOrAfter',
  'Recipient',
  'SessionNotOnOrAfter',
  'Type',
  'URI',
  'Value',
  'Version',
]);

/** Elements whose text names a system. */
const KEPT_TEXTS: ReadonlySet<string> = new Set(['Audience', 'AuthnContextClassRef', 'Issuer']);

const LONGEST_VALUE = 200;

/**
 * A posted SAMLResponse as indented XML for support: elements, times, addresses and algorithms as they are; of every
 * other text, and so of NameID, claims, signatures and ciphertext, only the length. What cannot be read is named by
 * its error code. It is no XML to be validated again. Throws `TypeError` unless `samlResponse` is a string.
 */
export function redactResponse(samlResponse: string): string {
  const decoded = decodeResponse(samlResponse);
  if (!decoded.ok) return `[${samlResponse.length} characters: ${decoded.error.code}]`;
  const document = readXml(bytesOf(decoded.value));
  if (!document.ok) return `[${samlResponse.length} characters: ${document.error.code}]`;
  const lines: string[] = [];
  writeElement(document.value.root, '', lines);
  return lines.join('\n');
}

function writeElement(element: XmlElement, indent: string, lines: string[]): void {
  const { children, declarations, qname } = element;
  const namespaces = declarations.map(
    ({ prefix, uri }) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(clip(uri))}"`,
  );
  const tag = `${qname}${namespaces.join('')}${element.attributes.map(writeAttribute).join('')}`;
  const text = writeText(element);
  if (children.length === 0) {
    lines.push(text === '' ? `${indent}<${tag}/>` : `${indent}<${tag}>${text}</${qname}>`);
    return;
  }
  lines.push(`${indent}<${tag}>${text}`);
  for (const child of children) writeElement(child, `${indent}  `, lines);
  lines.push(`${indent}</${qname}>`);
}

function writeAttribute(attribute: XmlAttribute): string {
  const value = attributeValue(attribute);
  const isKept = attribute.prefix === '' && KEPT_ATTRIBUTES.has(attribute.localName);
  return ` ${attribute.qname}="${isKept ? escapeAttribute(clip(value)) : lengthOf(value)}"`;
}

function writeText(element: XmlElement): string {
  if ((element.textFlags & TextFlag.nonBlank) === 0) return '';
  const text = textOf(element);
  return KEPT_TEXTS.has(element.localName) ? escapeText(clip(text)) : lengthOf(text);
}

function lengthOf(value: string): string {
  return `[${value.length} characters]`;
}

function clip(value: string): string {
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}… [${value.length}]` : value;
}
