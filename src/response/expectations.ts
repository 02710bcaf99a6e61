import type { Connection } from '../organizations/connection.js';

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
