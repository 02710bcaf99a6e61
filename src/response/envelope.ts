import { type Result, refusal, success } from '../errors/index.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import { TimeReader } from './date-time.js';
import { ASSERTION, ENTITY_FORMAT, PROTOCOL } from './names.js';

/** What a Response says around its assertion. Unsigned by Entra's default: hints that must agree with the assertion. */
export interface Envelope {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly issueInstant: number;
  readonly destination: string | null;
  readonly inResponseTo: string | null;
  readonly issuer: string | null;
  readonly statusCode: string;
  readonly secondLevelStatusCode: string | null;
  readonly statusMessage: string | null;
}

/** Reads the envelope of a Response that fits the content model. */
export function readEnvelope(response: XmlElement): Result<Envelope> {
  const issuer = childOf(response, ASSERTION, 'Issuer');
  if (issuer !== null) {
    const format = attributeOf(issuer, 'Format');
    if (format !== null && format !== ENTITY_FORMAT) {
      return refusal('issuer_format_not_entity', { received: format });
    }
    if (textOf(issuer).trim() === '') return refusal('value_blank', { element: 'Issuer' });
  }
  const times = new TimeReader();
  const issueInstant = times.read('Response', 'IssueInstant', attributeOf(response, 'IssueInstant'));
  if (times.failure !== null) return times.failure;
  if (issueInstant === null) {
    return refusal('attribute_missing', { element: 'Response', attribute: 'IssueInstant' });
  }
  const status = childOf(response, PROTOCOL, 'Status');
  const statusCode = status && childOf(status, PROTOCOL, 'StatusCode');
  const secondLevel = statusCode && childOf(statusCode, PROTOCOL, 'StatusCode');
  const message = status && childOf(status, PROTOCOL, 'StatusMessage');
  return success({
    id: attributeOf(response, 'ID') ?? '',
    issueInstant,
    destination: attributeOf(response, 'Destination'),
    inResponseTo: attributeOf(response, 'InResponseTo'),
    issuer: issuer && textOf(issuer),
    statusCode: (statusCode && attributeOf(statusCode, 'Value')) ?? '',
    secondLevelStatusCode: secondLevel && attributeOf(secondLevel, 'Value'),
    statusMessage: message && textOf(message),
  });
}
