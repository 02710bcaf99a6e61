import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { type Refusal, refusal } from '../errors/index.js';
import { utf8FromBytes } from '../xml/characters.js';
import { attributeValue, textOf } from '../xml/text.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const REPLACEMENT_CHARACTER = 'Unicode replacement character detected, source encoding issues?';

/** Reads canonical bytes with xmldom and compares all of it with what the strict reader read; null when equal. */
export function differenceToXmldom(document: XmlDocument): Refusal | null {
  let root: Element | null;
  try {
    root = parser().parseFromString(utf8FromBytes(document.source), 'text/xml').documentElement;
  } catch (thrown) {
    return refusal('second_reader_failed', { reason: String(thrown) });
  }
  return root === null
    ? refusal('second_reader_failed', { reason: 'no root' })
    : difference(document.root, root);
}

function parser(): DOMParser {
  return new DOMParser({
    locator: false,
    // Canonical XML has no line ends to normalise, and xmldom would turn U+0085 and U+2028 into line feeds.
    normalizeLineEndings: (source) => source,
    onError: (level, message) => {
      // U+FFFD is a character like any other: the bytes were valid UTF-8 before.
      if (message === REPLACEMENT_CHARACTER) return;
      throw new Error(`${level}: ${message}`);
    },
  });
}

function difference(element: XmlElement, node: Element): Refusal | null {
  if ((node.namespaceURI ?? '') !== text(element.namespace) || node.localName !== text(element.localName)) {
    return disagreement(
      'element',
      `{${text(element.namespace)}}${text(element.localName)}`,
      expandedName(node),
    );
  }
  return attributeDifference(element, node) ?? contentDifference(element, node);
}

function attributeDifference(element: XmlElement, node: Element): Refusal | null {
  let count = 0;
  for (const { namespaceURI } of node.attributes) {
    if (namespaceURI !== XMLNS) count++;
  }
  if (element.attributes.length !== count) {
    const where = `attributes of ${element.localName}`;
    return disagreement(where, String(element.attributes.length), String(count));
  }
  for (const attribute of element.attributes) {
    const name = text(attribute.localName);
    const first = attributeValue(attribute);
    const second = node.getAttributeNS(text(attribute.namespace), name);
    if (first !== second) return disagreement(`${element.localName}/@${name}`, first, second);
  }
  return null;
}

function contentDifference(element: XmlElement, node: Element): Refusal | null {
  let content = '';
  let index = 0;
  for (let child: Node | null = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === TEXT_NODE) {
      content += child.nodeValue;
    } else {
      const counterpart = element.children[index++];
      if (counterpart === undefined || child.nodeType !== ELEMENT_NODE) {
        return disagreement(`content of ${element.localName}`, null, child.nodeName);
      }
      const differs = difference(counterpart, child as Element);
      if (differs !== null) return differs;
    }
  }
  const missing = element.children[index];
  if (missing !== undefined) return disagreement(`content of ${element.localName}`, missing.qname, null);
  const first = textOf(element);
  return first === content ? null : disagreement(`text of ${element.localName}`, first, content);
}

function disagreement(field: string, first: string | null, second: string | null): Refusal {
  return refusal('readers_disagree', { field, first, second });
}

function expandedName(node: Element): string {
  return `{${node.namespaceURI ?? ''}}${node.localName}`;
}

/** Names are kept as bytes; only those beyond ASCII differ from their text. */
function text(name: string): string {
  return /[\x80-\xff]/.test(name) ? utf8FromBytes(name) : name;
}
