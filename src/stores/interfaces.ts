import type { Connection } from '../organizations/connection.js';

/** A sign-in that was started and waits for its answer. */
export interface PendingRequest {
  /** ID of the AuthnRequest: 160 random bits or more. */
  readonly id: string;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly connectionVersion: number;
  /** SHA-256 (base64url) of the secret in the browser's cookie. */
  readonly browserHash: string;
  /** Opaque handle that was sent as RelayState. */
  readonly relayState: string;
  /** Path on our own site where the person goes after signing in. */
  readonly returnTo: string;
  readonly forceAuthn: boolean;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Sign-ins under way. Shared by all instances; `consume` is atomic: true for exactly one caller. */
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

/** Connections of all organisations. */
export interface ConnectionStore {
  findById(connectionId: string): Promise<Connection | null>;
  findByOrganization(organizationId: string): Promise<readonly Connection[]>;
}

/** Verified domain claims. A domain belongs to one organisation at a time. */
export interface DomainClaimStore {
  /** The organisation with the verified claim on exactly this domain (A-labels, lower case), or null. */
  findOrganization(domain: string): Promise<string | null>;
  /** Verified domains of the organisation (A-labels, lower case). */
  listVerified(organizationId: string): Promise<readonly string[]>;
}
