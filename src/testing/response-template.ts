import { escapeAttribute, escapeText } from '../xml/escape.js';
import type { MintStatus } from './mint-options.js';
import type { TestAttributes } from './test-person.js';

/** Everything that stands in a Response, decided. A null member is left out of the message. */
export interface MessageContent {
  readonly responseId: string;
  readonly responseIssueInstant: string | null;
  readonly destination: string | null;
  readonly responseInResponseTo: string | null;
  readonly responseIssuer: string | null;
  readonly status: MintStatus;
  /** Null for an error Response. */
  readonly assertion: AssertionContent | null;
}

export interface AssertionContent {
  readonly id: string;
  readonly issueInstant: string | null;
  readonly issuer: string;
  readonly nameId: { readonly value: string; readonly format: string | null };
  readonly confirmationMethod: string;
  readonly subjectInResponseTo: string | null;
  readonly subjectNotOnOrAfter: string | null;
  readonly recipient: string | null;
  readonly notBefore: string | null;
  readonly notOnOrAfter: string | null;
  readonly audiences: readonly string[] | null;
  readonly attributes: TestAttributes;
  readonly authnInstant: string | null;
  readonly sessionIndex: string | null;
  readonly sessionNotOnOrAfter: string | null;
  readonly authnContextClassRef: string;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/** Writes the unsigned document as Entra does: one line, no XML declaration, Entra's order of attributes. */
export function responseXml(content: MessageContent): string {
  const issuer =
    content.responseIssuer === null
      ? ''
      : element('Issuer', { xmlns: ASSERTION }, escapeText(content.responseIssuer));
  return element(
    'samlp:Response',
    {
      ID: content.responseId,
      Version: '2.0',
      IssueInstant: content.responseIssueInstant,
      Destination: content.destination,
      InResponseTo: content.responseInResponseTo,
      'xmlns:samlp': PROTOCOL,
    },
    issuer + statusXml(content.status) + (content.assertion === null ? '' : assertionXml(content.assertion)),
  );
}

function statusXml(status: MintStatus): string {
  const second =
    status.secondLevel === undefined ? '' : element('samlp:StatusCode', { Value: status.secondLevel }, '');
  const message =
    status.message === undefined ? '' : element('samlp:StatusMessage', {}, escapeText(status.message));
  return element('samlp:Status', {}, element('samlp:StatusCode', { Value: status.code }, second) + message);
}

function assertionXml(assertion: AssertionContent): string {
  return element(
    'Assertion',
    { ID: assertion.id, IssueInstant: assertion.issueInstant, Version: '2.0', xmlns: ASSERTION },
    element('Issuer', {}, escapeText(assertion.issuer)) +
      subjectXml(assertion) +
      conditionsXml(assertion) +
      attributeStatementXml(assertion.attributes) +
      authnStatementXml(assertion),
  );
}

function subjectXml(assertion: AssertionContent): string {
  const { value, format } = assertion.nameId;
  const data = element(
    'SubjectConfirmationData',
    {
      InResponseTo: assertion.subjectInResponseTo,
      NotOnOrAfter: assertion.subjectNotOnOrAfter,
      Recipient: assertion.recipient,
    },
    '',
  );
  const confirmation = element('SubjectConfirmation', { Method: assertion.confirmationMethod }, data);
  return element('Subject', {}, element('NameID', { Format: format }, escapeText(value)) + confirmation);
}

function conditionsXml(assertion: AssertionContent): string {
  const audiences = assertion.audiences?.map((audience) => element('Audience', {}, escapeText(audience)));
  return element(
    'Conditions',
    { NotBefore: assertion.notBefore, NotOnOrAfter: assertion.notOnOrAfter },
    audiences === undefined ? '' : element('AudienceRestriction', {}, audiences.join('')),
  );
}

function attributeStatementXml(attributes: TestAttributes): string {
  if (attributes.size === 0) return '';
  const written = [...attributes].map(([name, values]) =>
    element('Attribute', { Name: name }, values.map(attributeValueXml).join('')),
  );
  return element('AttributeStatement', {}, written.join(''));
}

function attributeValueXml(value: string | null): string {
  if (value !== null) return element('AttributeValue', {}, escapeText(value));
  const nil = { 'xsi:nil': 'true', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' };
  return element('AttributeValue', nil, '');
}

function authnStatementXml(assertion: AssertionContent): string {
  const classRef = element('AuthnContextClassRef', {}, escapeText(assertion.authnContextClassRef));
  return element(
    'AuthnStatement',
    {
      AuthnInstant: assertion.authnInstant,
      SessionIndex: assertion.sessionIndex,
      SessionNotOnOrAfter: assertion.sessionNotOnOrAfter,
    },
    element('AuthnContext', {}, classRef),
  );
}

/** `content` is XML already; attributes are escaped here and left out where null. */
function element(name: string, attributes: Readonly<Record<string, string | null>>, content: string): string {
  let startTag = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null) startTag += ` ${attribute}="${escapeAttribute(value)}"`;
  }
  return content === '' ? `${startTag}/>` : `${startTag}>${content}</${name}>`;
}
