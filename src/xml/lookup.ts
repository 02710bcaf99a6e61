import { attributeValue } from './text.js';
import type { XmlElement } from './xml-element.js';

/** The element's attribute of this local name in no namespace, or null. */
export function attributeOf(element: XmlElement, localName: string): string | null {
  for (const attribute of element.attributes) {
    if (attribute.localName === localName && attribute.namespace === '') return attributeValue(attribute);
  }
  return null;
}

/** The first child element of this name, or null. */
export function childOf(element: XmlElement, namespace: string, localName: string): XmlElement | null {
  for (const child of element.children) {
    if (child.localName === localName && child.namespace === namespace) return child;
  }
  return null;
}
