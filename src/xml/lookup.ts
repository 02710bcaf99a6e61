import { attributeValue } from './text.js';
import type { XmlAttribute, XmlElement } from './xml-element.js';

/** The element's attribute of this local name in no namespace, or null. */
export function attributeOf(element: XmlElement, localName: string): string | null {
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i++) {
    const attribute = attributes[i] as XmlAttribute;
    if (attribute.localName === localName && attribute.namespace === '') return attributeValue(attribute);
  }
  return null;
}

/** The first child element of this name, or null. */
export function childOf(element: XmlElement, namespace: string, localName: string): XmlElement | null {
  const { children } = element;
  for (let i = 0; i < children.length; i++) {
    const child = children[i] as XmlElement;
    if (child.localName === localName && child.namespace === namespace) return child;
  }
  return null;
}
