import { X509Certificate } from 'node:crypto';
import { parseDateTime } from '../../response/date-time.js';
import { ASSERTION, DSIG, PROTOCOL } from '../../response/names.js';
import { attributeOf, childOf } from '../../xml/lookup.js';
import { textOf } from '../../xml/text.js';
import type { XmlDocument, XmlElement } from '../../xml/xml-element.js';

/** What the message says, as anybody could have written it; of repeated elements the first. */
export interface ReceivedMessage {
  readonly responseId: string | null;
  readonly responseIssueInstant: string | null;
  readonly destination: string | null;
  readonly inResponseTo: string | null;
  readonly responseIssuer: string | null;
  readonly statusCode: string | null;
  readonly statusMessage: string | null;
  readonly assertionId: string | null;
  readonly issueInstant: string | null;
  readonly issuer: string | null;
  readonly nameId: string | null;
  readonly nameIdFormat: string | null;
  readonly recipient: string | null;
  readonly subjectInResponseTo: string | null;
  readonly subjectNotOnOrAfter: string | null;
  readonly notBefore: string | null;
  readonly notOnOrAfter: string | null;
  readonly audiences: readonly string[];
  readonly authnInstant: string | null;
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly signatures: readonly ReceivedSignature[];
}

export interface ReceivedSignature {
  /** The signed element: `Response` or `Assertion`, or what else carries the Signature. */
  readonly element: string;
  readonly algorithm: string | null;
  /** The certificate that the message names in KeyInfo; it is never trusted. */
  readonly certificate: { readonly subject: string; readonly sha256Thumbprint: string } | null;
}

/** Reads a document for the report, whatever its structure; nothing is decided by it. */
export function receivedMessage({ root, elements }: XmlDocument): ReceivedMessage {
  const first = (namespace: string, localName: string): XmlElement | null =>
    elements.find((element) => element.localName === localName && element.namespace === namespace) ?? null;
  const status = first(PROTOCOL, 'Status');
  const assertion = first(ASSERTION, 'Assertion');
  const data = first(ASSERTION, 'SubjectConfirmationData');
  const conditions = first(ASSERTION, 'Conditions');
  return {
    responseId: attribute(root, 'ID'),
    responseIssueInstant: attribute(root, 'IssueInstant'),
    destination: attribute(root, 'Destination'),
    inResponseTo: attribute(root, 'InResponseTo'),
    responseIssuer: text(childOf(root, ASSERTION, 'Issuer')),
    statusCode: attribute(status && childOf(status, PROTOCOL, 'StatusCode'), 'Value'),
    statusMessage: text(status && childOf(status, PROTOCOL, 'StatusMessage')),
    assertionId: attribute(assertion, 'ID'),
    issueInstant: attribute(assertion, 'IssueInstant'),
    issuer: text(assertion && childOf(assertion, ASSERTION, 'Issuer')),
    nameId: text(first(ASSERTION, 'NameID')),
    nameIdFormat: attribute(first(ASSERTION, 'NameID'), 'Format'),
    recipient: attribute(data, 'Recipient'),
    subjectInResponseTo: attribute(data, 'InResponseTo'),
    subjectNotOnOrAfter: attribute(data, 'NotOnOrAfter'),
    notBefore: attribute(conditions, 'NotBefore'),
    notOnOrAfter: attribute(conditions, 'NotOnOrAfter'),
    audiences: named(elements, ASSERTION, 'Audience').map(textOf),
    authnInstant: attribute(first(ASSERTION, 'AuthnStatement'), 'AuthnInstant'),
    attributes: named(elements, ASSERTION, 'Attribute').map((element) => ({
      name: attributeOf(element, 'Name') ?? '',
      values: named(element.children, ASSERTION, 'AttributeValue').map(textOf),
    })),
    signatures: named(elements, DSIG, 'Signature').map(receivedSignature),
  };
}

/** The later of the two times at which the message says it was issued; null where it says none. */
export function issueInstantOf(message: ReceivedMessage | null): Date | null {
  const times = [message?.issueInstant, message?.responseIssueInstant].flatMap((value) => {
    const time = value == null ? null : parseDateTime(value);
    return time === null ? [] : [time];
  });
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function receivedSignature(signature: XmlElement): ReceivedSignature {
  const signedInfo = childOf(signature, DSIG, 'SignedInfo');
  const keyInfo = childOf(signature, DSIG, 'KeyInfo');
  const data = keyInfo && childOf(keyInfo, DSIG, 'X509Data');
  return {
    element: signature.parent?.localName ?? 'nothing',
    algorithm: attribute(signedInfo && childOf(signedInfo, DSIG, 'SignatureMethod'), 'Algorithm'),
    certificate: certificateIn(text(data && childOf(data, DSIG, 'X509Certificate'))),
  };
}

function certificateIn(base64: string | null): ReceivedSignature['certificate'] {
  if (base64 === null) return null;
  try {
    const { subject, fingerprint256 } = new X509Certificate(Buffer.from(base64, 'base64'));
    return { subject: subject.replaceAll('\n', ', '), sha256Thumbprint: fingerprint256.replaceAll(':', '') };
  } catch {
    return null;
  }
}

function named(elements: readonly XmlElement[], namespace: string, localName: string): XmlElement[] {
  return elements.filter((element) => element.localName === localName && element.namespace === namespace);
}

function attribute(element: XmlElement | null, name: string): string | null {
  return element && attributeOf(element, name);
}

function text(element: XmlElement | null): string | null {
  return element && textOf(element);
}
