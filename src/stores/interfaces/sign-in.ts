import type { Connection } from '../../organizations/connection.js';
import type { NameId } from '../../response/assertion.js';

/** A sign-in or a logout that was started and waits for its answer. */
export interface PendingRequest {
  /** ID of the AuthnRequest or LogoutRequest: 160 random bits or more. */
  readonly id: string;
  /** The answer to one is never taken for the answer to another: that to a `test` signs nobody in. */
  readonly purpose: 'sign-in' | 'test' | 'logout';
  readonly organizationId: string;
  readonly connectionId: string;
  readonly connectionVersion: number;
  /** SHA-256 (base64url) of the secret in the browser's cookie; empty, which no cookie matches, for a logout. */
  readonly browserHash: string;
  /** Opaque handle that was sent as RelayState. */
  readonly relayState: string;
  /** Path on our own site where the person goes afterwards. */
  readonly returnTo: string;
  readonly forceAuthn: boolean;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Sign-ins and logouts under way. Shared by all instances; `consume` is atomic: true for exactly one caller. */
export interface RequestStore {
  save(request: PendingRequest): Promise<void>;
  /** The request, or null where it is unknown. A consumed or expired one may be returned until it is swept. */
  find(id: string): Promise<PendingRequest | null>;
  /** Marks the request as answered. True for one caller only, ever; false when unknown or answered before. */
  consume(id: string): Promise<boolean>;
}

/** Assertions that were used. Shared by all instances; `reserve` is atomic. */
export interface ReplayStore {
  /** True when `key` was free and now is taken until `until`; false when it was taken. */
  reserve(key: string, until: Date): Promise<boolean>;
}

/** A session of the application, as single logout names it. */
export interface IndexedSession {
  readonly organizationId: string;
  readonly connectionId: string;
  /** The application's own name of the session; unique within the connection. */
  readonly sessionKey: string;
  /** `identity.key` of the sign-in. */
  readonly identityKey: string;
  /** As the identity provider sent it. */
  readonly nameId: NameId;
  /** Each one that the identity provider gave, once; empty where it gave none. */
  readonly sessionIndexes: readonly string[];
  /** When the session ends by itself; afterwards the entry may be swept. */
  readonly expiresAt: Date;
}

/**
 * Sessions that came of sign-ins, so that an identity provider can end them without any cookie, and what it ended.
 * Shared by all instances. Organisation and connection are part of every key: what one identity provider says
 * reaches sessions of its own connection only. Values are compared to the letter.
 */
export interface SessionIndexStore {
  /** Adds a session, or replaces the one with the same key. */
  add(session: IndexedSession): Promise<void>;
  /** The session of this key, or null. An expired one is not returned. */
  find(organizationId: string, connectionId: string, sessionKey: string): Promise<IndexedSession | null>;
  /** Sessions of which any SessionIndex is this one; an identity provider may give one to several. */
  findBySession(
    organizationId: string,
    connectionId: string,
    sessionIndex: string,
  ): Promise<readonly IndexedSession[]>;
  /** Sessions of the NameID with this value, whatever its Format. */
  findByNameId(
    organizationId: string,
    connectionId: string,
    nameId: string,
  ): Promise<readonly IndexedSession[]>;
  /** Removes a session. True for one caller only; false when it is not there. */
  remove(organizationId: string, connectionId: string, sessionKey: string): Promise<boolean>;
  /** Remembers until `until` that what `key` names was logged out at `loggedOutAt`; of two times the later stays. */
  rememberLogout(
    organizationId: string,
    connectionId: string,
    key: string,
    loggedOutAt: Date,
    until: Date,
  ): Promise<void>;
  /** When what `key` names was last logged out; null where it was not, or `until` has passed. */
  findLogout(organizationId: string, connectionId: string, key: string): Promise<Date | null>;
}

/** Connections of all organisations. */
export interface ConnectionStore {
  findById(connectionId: string): Promise<Connection | null>;
  findByOrganization(organizationId: string): Promise<readonly Connection[]>;
  /**
   * Every connection with this Issuer URL, to the letter, each with those certificates only whose key verified a test
   * sign-in of this connection that passed (proven keys). It is asked for messages that answer no request at the shared
   * Reply URL, which are refused without it; the answer to a request is verified with all certificates of `findById`.
   * Enabled connections that share addresses may have one Issuer, but then no proven key in common; a database holds to
   * that by a unique index over (`issuerUrl`, public key), of their proven keys. Anybody can copy a public certificate:
   * one that proves nothing must neither be given here nor stand in that index, or it keeps its owner out.
   */
  findByIssuer?(issuerUrl: string): Promise<readonly Connection[]>;
}

/** Verified domain claims. A domain belongs to one organisation at a time. */
export interface DomainClaimStore {
  /** The organisation with the verified claim on exactly this domain (A-labels, lower case), or null. */
  findOrganization(domain: string): Promise<string | null>;
  /** Verified domains of the organisation (A-labels, lower case). */
  listVerified(organizationId: string): Promise<readonly string[]>;
}
