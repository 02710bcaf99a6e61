import type { AuditEntry } from './audit.js';
import type { DomainClaimStore } from './sign-in.js';

/**
 * - `pending`: waits for its TXT record; reserves nothing. - `verified`: admits people of the domain.
 * - `grace`: verified, but the record is gone; admits until `graceEndsAt`. - `unverified`: was verified, admits nobody.
 */
export type DomainClaimStatus = 'pending' | 'verified' | 'grace' | 'unverified';

/** What a look at the DNS found. `inconclusive`: an error, a timeout, resolvers that disagree. */
export type DomainCheckOutcome = 'found' | 'absent' | 'inconclusive';

/** An organisation's claim on an email domain. */
export interface DomainClaim {
  readonly organizationId: string;
  /** A-labels, lower case, no dot at the end. */
  readonly domain: string;
  /** What the TXT record must hold: 160 random bits or more, made for this claim alone. */
  readonly token: string;
  readonly status: DomainClaimStatus;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  /** When it was last verified anew, from `pending` or `unverified`; null before. */
  readonly verifiedAt: Date | null;
  readonly lastCheckedAt: Date | null;
  readonly lastOutcome: DomainCheckOutcome | null;
  /** When the next check is due. */
  readonly nextCheckAt: Date;
  /** The end of the grace, while in it; null otherwise. */
  readonly graceEndsAt: Date | null;
  readonly unverifiedAt: Date | null;
  /** Raised by each write. */
  readonly revision: number;
}

/** How a conditional write ended. `changed`: somebody else wrote in between, or it is gone; nothing was written. */
export type ReplacedClaim = 'replaced' | 'changed' | 'claimed-by-other';

/**
 * Domain claims with their whole life. `verified` and `grace` hold a domain for one organisation, by a constraint
 * of the store. Each write and its audit entry are one: both are there or neither.
 *
 * Of `DomainClaimStore`: `findOrganization` and `listVerified` give claims that are `verified`, or in `grace` before its
 * end by the store's clock, so that a grace ends even where nobody checks any more.
 */
export interface DomainClaimRecordStore extends DomainClaimStore {
  /** False when the organisation has a claim on the domain already. */
  insertClaim(claim: DomainClaim, entry: AuditEntry): Promise<boolean>;
  findClaim(organizationId: string, domain: string): Promise<DomainClaim | null>;
  /** By domain. */
  listClaims(organizationId: string): Promise<readonly DomainClaim[]>;
  /** Writes the claim if its revision is still `expectedRevision`. `entry` is null where nothing is worth telling. */
  replaceClaim(
    claim: DomainClaim,
    expectedRevision: number,
    entry: AuditEntry | null,
  ): Promise<ReplacedClaim>;
  removeClaim(
    organizationId: string,
    domain: string,
    expectedRevision: number,
    entry: AuditEntry,
  ): Promise<boolean>;
  /** Claims of every organisation whose `nextCheckAt` has come, the longest due first: for the one who re-checks. */
  listDueClaims(now: Date, limit: number): Promise<readonly DomainClaim[]>;
}
