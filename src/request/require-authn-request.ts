import { readXml } from '../xml/read-xml.js';
import { attributeValue, textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const NC_NAME = /^[A-Za-z_][A-Za-z0-9._-]*$/;

/**
 * Reads a finished AuthnRequest back and throws `TypeError` unless it has exactly these attributes and exactly
 * one child, the Issuer: what another version of the builder added, or a value that XML cannot carry, must not
 * leave the house.
 */
export function requireAuthnRequest(
  xml: string,
  attributes: ReadonlyMap<string, string>,
  issuer: string,
): void {
  const reading = readXml(Buffer.from(xml, 'utf8').toString('latin1'));
  if (!reading.ok) throw new TypeError('The AuthnRequest is not well-formed', { cause: reading.error });
  const { root } = reading.value;
  if (root.namespace !== PROTOCOL || root.localName !== 'AuthnRequest') {
    throw new TypeError('The message is not an AuthnRequest');
  }
  requireAttributes(root, attributes);
  const [child, ...others] = root.children;
  if (child === undefined || others.length > 0) throw new TypeError('An AuthnRequest holds its Issuer alone');
  requireIssuer(child, issuer);
}

function requireAttributes(root: XmlElement, expected: ReadonlyMap<string, string>): void {
  if (!NC_NAME.test(expected.get('ID') ?? '')) {
    throw new TypeError('The ID of an AuthnRequest must be a name that does not begin with a digit');
  }
  for (const attribute of root.attributes) {
    if (expected.get(attribute.qname) === attributeValue(attribute)) continue;
    throw new TypeError(`The AuthnRequest has another ${attribute.qname} than was asked for`);
  }
  if (root.attributes.length !== expected.size) throw new TypeError('The AuthnRequest lacks an attribute');
}

function requireIssuer(element: XmlElement, issuer: string): void {
  const isPlain = element.attributes.length === 0 && element.children.length === 0;
  if (element.namespace !== ASSERTION || element.localName !== 'Issuer' || !isPlain) {
    throw new TypeError('An AuthnRequest holds a plain Issuer');
  }
  if (textOf(element) !== issuer) throw new TypeError('XML cannot carry this entity ID');
}
