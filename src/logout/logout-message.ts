import type { NameId } from '../response/assertion.js';

/** What a LogoutRequest and a LogoutResponse have in common. Times are epoch milliseconds. */
export interface LogoutMessageHead {
  readonly id: string;
  readonly issuer: string;
  readonly issueInstant: number;
  readonly destination: string | null;
}

/** A LogoutRequest as it was signed (saml-core 3.7.1). */
export interface LogoutRequest extends LogoutMessageHead {
  readonly nameId: NameId;
  /** Empty where the request is about all sessions of the person. */
  readonly sessionIndexes: readonly string[];
  readonly notOnOrAfter: number | null;
}

/** A LogoutResponse as it was signed (saml-core 3.7.2). */
export interface LogoutResponse extends LogoutMessageHead {
  readonly inResponseTo: string | null;
  readonly statusCode: string;
  readonly secondLevelStatusCode: string | null;
  readonly statusMessage: string | null;
}
