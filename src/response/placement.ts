import { type Refusal, refusal } from '../errors/index.js';
import { bytesFromUtf8, isNcName } from '../xml/characters.js';
import { attributeOf } from '../xml/lookup.js';
import { attributeValue } from '../xml/text.js';
import type { XmlAttribute, XmlDocument, XmlElement } from '../xml/xml-element.js';
import { ASSERTION, DSIG, PROTOCOL } from './names.js';

/**
 * Refuses a document in which an assertion or signature stands anywhere but in its one place, or an ID occurs
 * twice: every wrapping attack needs one or the other. The root is a Response or a signed Assertion. `ids` are those
 * that occur elsewhere already; it takes those of the document too.
 */
export function placementViolation(
  { root, elements }: XmlDocument,
  ids: Set<string> = new Set(),
): Refusal | null {
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i] as XmlElement;
    const violation = placeViolation(element, root) ?? idViolation(element, root, ids);
    if (violation !== null) return violation;
  }
  return null;
}

export function isAssertion(element: XmlElement): boolean {
  return element.localName === 'Assertion' && element.namespace === ASSERTION;
}

export function isEncryptedAssertion(element: XmlElement): boolean {
  return element.localName === 'EncryptedAssertion' && element.namespace === ASSERTION;
}

export function isSignature(element: XmlElement): boolean {
  return element.localName === 'Signature' && element.namespace === DSIG;
}

const HAS_ONE_PLACE: ReadonlySet<string> = new Set([
  'Assertion',
  'EncryptedAssertion',
  'Signature',
  'Response',
]);

function placeViolation(element: XmlElement, root: XmlElement): Refusal | null {
  const { parent } = element;
  if (parent === null || element === root || !HAS_ONE_PLACE.has(element.localName)) return null;
  if ((isAssertion(element) || isEncryptedAssertion(element)) && (parent !== root || isAssertion(root))) {
    return refusal('assertion_misplaced', { parent: parent.qname });
  }
  if (isSignature(element) && parent !== root && !(parent.parent === root && isAssertion(parent))) {
    return refusal('signature_misplaced', { parent: parent.qname });
  }
  if (element.namespace === PROTOCOL && element.localName === 'Response') {
    return refusal('element_unexpected', { parent: parent.localName, element: element.qname });
  }
  return null;
}

/**
 * No two elements may share an ID, however the attribute is spelled and whatever its namespace: other software
 * looks for `ID`, `Id`, `id`, `xml:id`, `wsu:Id` or `AssertionID`, and a differential starts there.
 */
function idViolation(element: XmlElement, root: XmlElement, ids: Set<string>): Refusal | null {
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i++) {
    const attribute = attributes[i] as XmlAttribute;
    if (!isIdName(attribute.localName)) continue;
    const id = attributeValue(attribute);
    if (ids.has(id)) return refusal('id_repeated', { id });
    ids.add(id);
  }
  if (element !== root && !isAssertion(element)) return null;
  const id = attributeOf(element, 'ID') ?? '';
  return isUsableId(id) ? null : refusal('id_invalid', { element: element.localName, received: id });
}

function isIdName(localName: string): boolean {
  const { length } = localName;
  return (
    (length === 2 || length === 10 || length === 11) && /^(?:id|responseid|assertionid)$/i.test(localName)
  );
}

/** An NCName of 2 to 256 characters. One character cannot be random (saml-core 1.3.4). */
function isUsableId(id: string): boolean {
  return id.length >= 2 && id.length <= 256 && isNcName(bytesFromUtf8(id));
}
