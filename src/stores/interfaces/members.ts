import type { AuditEntry } from './audit.js';

export type MemberRole = 'owner' | 'admin' | 'member';

/** `invited`: asked in, never signed in. `deactivated`: may not sign in, and no session of theirs is valid. */
export type MemberStatus = 'invited' | 'active' | 'deactivated';

/** A person's membership in one organisation. */
export interface Member {
  readonly organizationId: string;
  /** Random UUID. */
  readonly id: string;
  readonly role: MemberRole;
  readonly status: MemberStatus;
  /** Who made the membership: the application (by invitation), a first sign-in, provisioning. */
  readonly origin: 'application' | 'jit' | 'scim';
  /** As `parseEmailAddress` gives it. Unique within the organisation, without regard to ASCII case. */
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** The provisioning record behind it; null where there is none. Unique within the organisation. */
  readonly scimUserId: string | null;
  /** Raised to end every session of the member. */
  readonly sessionEpoch: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSignInAt: Date | null;
  /** Raised by each write. */
  readonly revision: number;
}

/** What an identity of a connection is to the organisation. A member has one at most per connection. */
export interface IdentityLink {
  readonly organizationId: string;
  readonly connectionId: string;
  /** `identity.key` of the sign-in; unique within the organisation. */
  readonly identityKey: string;
  readonly memberId: string;
  readonly linkedAt: Date;
}

/** How a conditional write ended; but for the first, nothing was written. */
export type InsertedMember = 'inserted' | 'email-taken' | 'identity-taken' | 'scim-user-taken';
export type ReplacedMember =
  | 'replaced'
  | 'changed'
  | 'email-taken'
  | 'identity-taken'
  | 'scim-user-taken'
  | 'last-owner';
export type RemovedMember = 'removed' | 'changed' | 'last-owner';

/** Which members, in the order of their ids. */
export interface MemberPage {
  /** Only ids after this one; null for the first page. */
  readonly after: string | null;
  /** 1–1000. */
  readonly limit: number;
}

/**
 * Members of all organisations, and the identities that lead to them. An organisation that has an active owner keeps
 * one, by a constraint of the store: of two owners who leave at the same moment, one is refused. Each write and its
 * audit entry are one.
 */
export interface MemberStore {
  /** Adds the member, with the identity that leads to it where one is known. */
  insertMember(member: Member, link: IdentityLink | null, entry: AuditEntry): Promise<InsertedMember>;
  findMember(organizationId: string, memberId: string): Promise<Member | null>;
  findMemberByIdentity(organizationId: string, identityKey: string): Promise<Member | null>;
  /** Without regard to ASCII case. */
  findMemberByEmail(organizationId: string, email: string): Promise<Member | null>;
  findMemberByScimUser(organizationId: string, scimUserId: string): Promise<Member | null>;
  listMembers(organizationId: string, page: MemberPage): Promise<readonly Member[]>;
  /** By connection. */
  listLinks(organizationId: string, memberId: string): Promise<readonly IdentityLink[]>;
  /**
   * Writes the member if its revision is still `expectedRevision`, with a new identity where `link` is given;
   * `identity-taken` when another member has it, or this one has another identity at the connection.
   * `entry` is null where nothing is worth telling.
   */
  replaceMember(
    member: Member,
    expectedRevision: number,
    link: IdentityLink | null,
    entry: AuditEntry | null,
  ): Promise<ReplacedMember>;
  /** Removes the member and its identities. */
  removeMember(
    organizationId: string,
    memberId: string,
    expectedRevision: number,
    entry: AuditEntry,
  ): Promise<RemovedMember>;
  /** Takes an identity away, as when another account of the identity provider shall lead to the member. */
  removeLink(organizationId: string, identityKey: string, entry: AuditEntry): Promise<boolean>;
}
