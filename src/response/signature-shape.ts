import { type Refusal, refusal } from '../errors/index.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import { violationOf } from './content-model.js';
import { DSIG } from './names.js';
import { signatureModel } from './signature-model.js';

/**
 * Longest SignedInfo and SignatureValue in bytes, where both together are usual with two thousand. They are
 * canonicalised and hashed before anything is verified, and `>` grows fourfold by it; KeyInfo is not, and may
 * hold a chain of certificates.
 */
const LONGEST_PART = 16_384;

/** Refuses a signature of the element that is not of SAML's form or is about something else; null when sound or absent. */
export function signatureShapeViolation(signed: XmlElement): Refusal | null {
  const signature = childOf(signed, DSIG, 'Signature');
  if (signature === null) return null;
  const outsize = signature.children.find(isOutsize);
  if (outsize !== undefined) {
    return refusal('signature_malformed', {
      reason: `${outsize.localName} is longer than ${LONGEST_PART} bytes`,
    });
  }
  const signedInfo = childOf(signature, DSIG, 'SignedInfo');
  const count = signedInfo?.children.filter(isReference).length;
  if (count !== undefined && count !== 1) return refusal('reference_not_single', { count });
  const violation = violationOf(signature, signatureModel);
  if (violation !== null) return refusal('signature_malformed', { reason: reasonOf(violation) });
  return referenceViolation(referenceOf(signedInfo as XmlElement), signed);
}

/** Refuses a Reference that is not exactly `#` and the ID of the signed element (saml-core 5.4.2). */
export function referenceViolation(reference: XmlElement, signed: XmlElement): Refusal | null {
  const received = attributeOf(reference, 'URI');
  const expected = `#${attributeOf(signed, 'ID') ?? ''}`;
  return received === expected ? null : refusal('reference_not_parent', { expected, received });
}

/** The single Reference of a SignedInfo that fits the model. */
export function referenceOf(signedInfo: XmlElement): XmlElement {
  return childOf(signedInfo, DSIG, 'Reference') as XmlElement;
}

/** Text of a child element of the dsig namespace that the model has proven to be there. */
export function dsigText(element: XmlElement, localName: string): string {
  return textOf(childOf(element, DSIG, localName) as XmlElement);
}

/** Algorithm of a child element of the dsig namespace that the model has proven to be there. */
export function dsigAlgorithm(element: XmlElement, localName: string): string {
  return algorithmOf(childOf(element, DSIG, localName) as XmlElement);
}

/** Algorithm of an element that has one by the model. */
export function algorithmOf(element: XmlElement): string {
  return attributeOf(element, 'Algorithm') ?? '';
}

function isOutsize({ localName, start, end }: XmlElement): boolean {
  return localName !== 'KeyInfo' && end - start > LONGEST_PART;
}

function isReference(element: XmlElement): boolean {
  return element.localName === 'Reference' && element.namespace === DSIG;
}

function reasonOf({ error }: Refusal): string {
  return `${error.code} ${Object.values(error.details).join(' ')}`;
}
