import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import type { SamlElement } from './identity.js';

/** What xmldom makes of a text; throws for whatever xmldom complains of. */
export function parsedByXmldom(xml: string): Document {
  const parser = new DOMParser({
    locator: false,
    // The line ends of XML 1.0; xmldom's own are those of XML 1.1.
    normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  });
  return parser.parseFromString(xml, 'text/xml');
}

export function readByXmldom(xml: string): SamlElement {
  const root = parsedByXmldom(xml).documentElement;
  if (root === null) throw new Error('no root element');
  return elementOf(root);
}

function elementOf(element: Element): SamlElement {
  return {
    namespace: element.namespaceURI ?? '',
    localName: element.localName ?? element.tagName,
    attribute: (namespace, localName) =>
      element.getAttributeNS(namespace === '' ? null : namespace, localName),
    children: [...element.children].map(elementOf),
    text: element.textContent ?? '',
  };
}
