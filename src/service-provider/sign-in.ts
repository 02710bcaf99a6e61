import type { NameId } from '../response/assertion.js';
import type { Claims } from '../response/claims.js';

/**
 * A person's identity, stable over changes of name and address: `tenant-object` where Entra's two immutable
 * claims are there, else `name-id`. Keep accounts by `key`, never by email; where the connection gets another Issuer,
 * everybody is another identity. The exception is `transient`: the
 * identity provider gives another NameID at every sign-in, so that the key recognises nobody; ask it for a
 * persistent one.
 */
export interface Identity {
  /** One string for a unique column: a JSON array of the kind, the connection, its Issuer and what names the person there. */
  readonly key: string;
  readonly kind: 'tenant-object' | 'name-id' | 'transient';
}

/** A sign-in that passed every check. Only `finishSignIn` makes one. */
export interface SignIn {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly identity: Identity;
  /** The address, its domain as A-labels. */
  readonly email: string;
  /** The verified claimed domain that the address belongs to. */
  readonly emailDomain: string;
  readonly claims: Claims;
  readonly nameId: NameId;
  /** What single logout names the session by: the first of `sessionIndexes`; null where there is none. */
  readonly sessionIndex: string | null;
  /**
   * The SessionIndex of each AuthnStatement, each value once; empty where the identity provider gave none. Mostly one;
   * a LogoutRequest may name the session by any of them.
   */
  readonly sessionIndexes: readonly string[];
  /** The identity provider's end of the session; null where it gave none (Entra gives none). */
  readonly sessionNotOnOrAfter: Date | null;
  readonly authnInstant: Date;
  readonly authnContextClassRef: string | null;
  readonly assertionId: string;
  /** When the identity provider issued the assertion. */
  readonly assertionIssueInstant: Date;
  readonly idpInitiated: boolean;
  /** Path on our own site where the person goes now. */
  readonly returnTo: string;
}
