import { type Refusal, refusal } from '../errors/index.js';
import { textOf } from '../xml/text.js';
import { TextFlag, type XmlAttribute, type XmlElement } from '../xml/xml-element.js';
import { ASSERTION, DSIG, PROTOCOL, XSI } from './names.js';

/**
 * What an element may hold, as the SAML schema says: attributes, text or child elements in their order.
 * A model is closed: what it does not name is refused, so that nothing unread can hide in a message.
 */
export interface ContentModel {
  /** Attributes in no namespace that must be there, and those that may. With content `any` and neither list, attributes are not looked at. */
  readonly required?: readonly string[] | undefined;
  readonly optional?: readonly string[] | undefined;
  /** Attributes of other namespaces are schema-valid here (`anyAttribute`); they are never read. */
  readonly anyAttribute?: true | undefined;
  /** Text only, elements only in this order, nothing at all, or anything (`any`: never read). */
  readonly content: 'text' | 'empty' | 'any' | readonly Particle[];
}

export interface Particle {
  readonly namespace: string;
  readonly localName: string;
  readonly model: ContentModel;
  /** Default: exactly one. */
  readonly occurs?: 'optional' | 'any' | 'some' | undefined;
  /** May stand anywhere among its siblings, as some identity providers put the Signature. */
  readonly anywhere?: true | undefined;
}

/** A model with every member its own, so that what it leaves out is not found on a polluted `Object.prototype`. */
export function contentModel(model: ContentModel): ContentModel {
  const { required, optional, anyAttribute, content } = alone(model);
  const particles = typeof content === 'string' ? content : content.map(closedParticle);
  return Object.freeze({ required, optional, anyAttribute, content: particles });
}

function closedParticle(particle: Particle): Particle {
  const { namespace, localName, model, occurs, anywhere } = alone(particle);
  return Object.freeze({ namespace, localName, model: contentModel(model), occurs, anywhere });
}

function alone<Type extends object>(object: Type): Type {
  return Object.assign(Object.create(null), object);
}

/** Checks the element and everything below it against the model; null when it fits. The model is a `contentModel`. */
export function violationOf(element: XmlElement, model: ContentModel): Refusal | null {
  if (model.content === 'any' && model.required === undefined && model.optional === undefined) return null;
  const violation = attributeViolation(element, model);
  if (violation !== null || model.content === 'any') return violation;
  const name = element.localName;
  if (model.content === 'text') {
    return element.children.length === 0 ? null : refusal('element_has_elements', { element: name });
  }
  if (hasText(element)) return refusal('text_unexpected', { element: name });
  return childViolation(element, model.content === 'empty' ? NONE : model.content);
}

/** Whether anything but white space stands directly in the element; .NET writes its line ends as `&#xD;`. */
export function hasText(element: XmlElement): boolean {
  if ((element.textFlags & TextFlag.nonBlank) === 0) return false;
  return (element.textFlags & TextFlag.reference) === 0 || /[^\t\n\r ]/.test(textOf(element));
}

function attributeViolation(element: XmlElement, model: ContentModel): Refusal | null {
  const { required = NONE, optional = NONE } = model;
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i++) {
    const { namespace, localName, qname } = attributes[i] as XmlAttribute;
    const allowed =
      namespace === ''
        ? required.includes(localName) || optional.includes(localName)
        : isForeign(namespace, model);
    if (!allowed) return refusal('attribute_unexpected', { element: element.localName, attribute: qname });
  }
  for (let i = 0; i < required.length; i++) {
    const attribute = required[i] as string;
    if (!hasAttribute(element, attribute)) {
      return refusal('attribute_missing', { element: element.localName, attribute });
    }
  }
  return null;
}

const NONE: readonly never[] = [];

/** `xsi:` attributes are allowed in every instance document; no SAML or dsig attribute is ever qualified. */
function isForeign(namespace: string, model: ContentModel): boolean {
  if (namespace === XSI) return true;
  return (
    model.anyAttribute === true && namespace !== ASSERTION && namespace !== PROTOCOL && namespace !== DSIG
  );
}

function hasAttribute({ attributes }: XmlElement, name: string): boolean {
  for (let i = 0; i < attributes.length; i++) {
    const { localName, namespace } = attributes[i] as XmlAttribute;
    if (localName === name && namespace === '') return true;
  }
  return false;
}

function childViolation(element: XmlElement, particles: readonly Particle[]): Refusal | null {
  const parent = element.localName;
  /** One bit for each particle; no model has more than a dozen. */
  let seen = 0;
  let position = 0;
  const { children } = element;
  for (let i = 0; i < children.length; i++) {
    const child = children[i] as XmlElement;
    const index = indexOf(particles, child);
    if (index === -1) return refusal('element_unexpected', { parent, element: child.qname });
    const particle = particles[index] as Particle;
    if (particle.anywhere !== true) {
      if (index < position) return refusal('element_out_of_order', { parent, element: child.qname });
      position = index;
    }
    const isRepeated = (seen & (1 << index)) !== 0;
    if (isRepeated && (particle.occurs === undefined || particle.occurs === 'optional')) {
      return refusal('element_repeated', { parent, element: child.qname });
    }
    seen |= 1 << index;
    const violation = violationOf(child, particle.model);
    if (violation !== null) return violation;
  }
  for (let index = 0; index < particles.length; index++) {
    const { localName, occurs } = particles[index] as Particle;
    const isMissing = (occurs === undefined || occurs === 'some') && (seen & (1 << index)) === 0;
    if (isMissing) return refusal('element_missing', { parent, element: localName });
  }
  return null;
}

function indexOf(particles: readonly Particle[], { localName, namespace }: XmlElement): number {
  for (let i = 0; i < particles.length; i++) {
    const particle = particles[i] as Particle;
    if (particle.localName === localName && particle.namespace === namespace) return i;
  }
  return -1;
}
