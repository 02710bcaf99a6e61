import { type Result, refusal, success } from '../errors/index.js';
import { attributeOf } from '../xml/lookup.js';
import { attributeValue, textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { AttributeValue } from './assertion.js';
import { XSI } from './names.js';

/**
 * Attributes of all AttributeStatements by Name, which is compared to the letter (saml-core 2.7.3.1). Values of
 * one Name are merged in document order, because some identity providers write one Attribute for each value.
 */
export function extractAttributes(
  statements: readonly XmlElement[],
): Result<ReadonlyMap<string, readonly AttributeValue[]>> {
  const attributes = new Map<string, AttributeValue[]>();
  for (const statement of statements) {
    for (const attribute of statement.children) {
      if (attribute.localName === 'EncryptedAttribute') return refusal('attribute_encrypted', {});
      const name = attributeOf(attribute, 'Name') as string;
      const values = attributes.get(name) ?? [];
      for (const value of attribute.children) values.push(readValue(value));
      attributes.set(name, values);
    }
  }
  return success(attributes);
}

function readValue(element: XmlElement): AttributeValue {
  if (element.children.length > 0) return { kind: 'structured' };
  for (const attribute of element.attributes) {
    const isNil = attribute.localName === 'nil' && attribute.namespace === XSI;
    if (isNil && /^(?:true|1)$/.test(attributeValue(attribute))) return { kind: 'nil' };
  }
  return { kind: 'text', text: textOf(element) };
}
