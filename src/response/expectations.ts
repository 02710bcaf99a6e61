import type { Connection } from '../organizations/connection.js';
import { assertConnection } from '../organizations/known-connections.js';

/** What a Response must be to be accepted. Every member is required: an expectation is never forgotten. */
export interface Expectations {
  /** Whose keys, Issuer and policies apply; chosen before verification, never by the message. */
  readonly connection: Connection;
  /** Our entity ID, which must be an Audience. */
  readonly entityId: string;
  /** Where the message arrived: Recipient, and Destination where present. */
  readonly assertionConsumerServiceUrl: string;
  /** ID of the outstanding AuthnRequest; null for an unsolicited Response. */
  readonly inResponseTo: string | null;
  /** When ForceAuthn was sent: the time of that request; null otherwise. AuthnInstant must not be older. */
  readonly authnInstantNotBefore: Date | null;
  readonly now: Date;
}

/** Throws a TypeError where an expectation is missing or of the wrong type, also for callers without types. */
export function assertExpectations(expectations: Expectations): void {
  const { entityId, assertionConsumerServiceUrl, inResponseTo, authnInstantNotBefore, now } = expectations;
  assertConnection(expectations.connection);
  const isDate = (value: unknown): boolean => value instanceof Date && !Number.isNaN(value.getTime());
  const wrong =
    (!isText(entityId) && 'entityId') ||
    (!isText(assertionConsumerServiceUrl) && 'assertionConsumerServiceUrl') ||
    (inResponseTo !== null && !isText(inResponseTo) && 'inResponseTo') ||
    (authnInstantNotBefore !== null && !isDate(authnInstantNotBefore) && 'authnInstantNotBefore') ||
    (!isDate(now) && 'now');
  if (wrong) throw new TypeError(`expectation ${wrong} is missing or of the wrong type`);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
