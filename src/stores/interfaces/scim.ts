import type { AuditEntry } from './audit.js';
import type { Member } from './members.js';
import type { ScimChange } from './scim-changes.js';
import type { ScimQuery, ScimResults } from './scim-query.js';

/** Attributes in the engine's normal form: canonical names, typed values, nothing unassigned; without id and meta. */
export type ScimDocument = Readonly<Record<string, unknown>>;

interface ScimRecord {
  readonly organizationId: string;
  /** Random UUID, made by the server. */
  readonly id: string;
  /** The client's name of the resource. Need not be unique. */
  readonly externalId: string | null;
  /** A user's attributes; of a group all but `members`. `userName`, `active`, `externalId`, `displayName` are in it too. */
  readonly resource: ScimDocument;
  readonly created: Date;
  readonly lastModified: Date;
  /** 1 when made, raised by each write. */
  readonly version: number;
}

/** A person as the identity provider described them. */
export interface ScimUserRecord extends ScimRecord {
  readonly userName: string;
  /** What makes two user names the same (RFC 8265 §3.3). Unique within the organisation. */
  readonly userNameKey: string;
  readonly active: boolean;
  /** The member that this record leads to. It may have been removed since: `Member.scimUserId` decides. */
  readonly memberId: string | null;
}

export interface ScimGroupRecord extends ScimRecord {
  readonly displayName: string;
  /** What makes two names the same. Unique within the organisation: Entra finds groups by it. */
  readonly displayNameKey: string;
  readonly memberCount: number;
}

/** What a group holds. */
export interface ScimMembership {
  readonly groupId: string;
  /** Id of the user or group that is in it. */
  readonly memberId: string;
  readonly kind: 'User' | 'Group';
}

/** A deleted user, so that the same person, provisioned again, finds the account that they had. */
export interface ScimTombstone {
  readonly organizationId: string;
  readonly userId: string;
  readonly externalId: string;
  readonly memberId: string | null;
  readonly deletedAt: Date;
}

/** A new member of the organisation, made with the record; `scimUserId` is the record's id. */
export interface ScimMemberInsertion {
  readonly kind: 'insert';
  readonly member: Member;
  readonly entry: AuditEntry;
}

/**
 * What happens to the member behind a record, as one with the write. The store sets `updatedAt` and raises `revision`.
 * It holds whatever else is written to the member at the same moment, but for what the two conditions say.
 */
export interface ScimMemberUpdate {
  readonly kind: 'update';
  readonly memberId: string;
  /** The record that the member leads to before the write; null: it must lead to none. */
  readonly expectedScimUserId: string | null;
  /** Null: whatever it is. */
  readonly expectedRevision: number | null;
  /** Members that are not named stay. */
  readonly set: Partial<Pick<Member, 'status' | 'email' | 'firstName' | 'lastName' | 'scimUserId'>>;
  /** Raises `sessionEpoch`: no session that was there before is valid after the write. */
  readonly endSessions: boolean;
  readonly at: Date;
  readonly entry: AuditEntry;
}

/** What is written together with a user, in one transaction. */
export interface ScimUserWrite {
  /** Null where nothing is worth telling. */
  readonly entry: AuditEntry | null;
  /** For the outbox, in this order. */
  readonly changes: readonly ScimChange[];
  /** Null: no member is concerned. Where a member comes to lead to the record, tombstones that lead to it go. */
  readonly member: ScimMemberInsertion | ScimMemberUpdate | null;
}

/**
 * Why the effect on the member was refused, and with it the whole write. `member-changed`: it is not there, or not as
 * expected. `last-owner`: the organisation would lose its only active owner. That is told and not passed over: an answer
 * “deactivated” for somebody who still comes in would hide it from the customer, and identity providers try again
 * until another owner is there.
 */
export type ScimMemberRefusal = 'member-changed' | 'email-taken' | 'scim-user-taken' | 'last-owner';

/** How a write ended; but for the first, nothing was written. `changed`: another version, or not there. */
export type InsertedScimUser = 'inserted' | 'user-name-taken' | ScimMemberRefusal;
export type ReplacedScimUser = 'replaced' | 'changed' | 'user-name-taken' | ScimMemberRefusal;
export type DeletedScimUser = 'deleted' | 'changed' | ScimMemberRefusal;
export type InsertedScimGroup = ScimGroupWritten | 'display-name-taken';
export type ChangedScimGroup = ScimGroupWritten | 'changed' | 'display-name-taken';

/** What becomes of a group's members. Ids that are not of this organisation, or are the group's own, are left out. */
export type ScimMemberChange =
  /** `add` and `remove` have no id in common. Of members that are there, or not there, already nothing is written. */
  | { readonly kind: 'delta'; readonly add: readonly string[]; readonly remove: readonly string[] }
  /** These and no others. */
  | { readonly kind: 'set'; readonly ids: readonly string[] };

/** A change of a group: of its attributes, of its members, or of both at once. */
export interface ScimGroupChange {
  /** Null: they stay. */
  readonly attributes: Pick<
    ScimGroupRecord,
    'displayName' | 'displayNameKey' | 'externalId' | 'resource'
  > | null;
  /** Null: they stay. */
  readonly members: ScimMemberChange | null;
  /** Null: whatever it is, as for members alone, which do not get in each other's way. */
  readonly expectedVersion: number | null;
}

/**
 * What is written together with a group. Entry and `change` are written only where anything changed; then the version is
 * raised by one. To the data of the entry the store adds how many members were `added` and `removed` and how many
 * ids were `unknown`; for each member it puts a `member.added` or `member.removed` of its own behind `change`.
 */
export interface ScimGroupWrite {
  readonly at: Date;
  readonly entry: AuditEntry;
  /** Null where the attributes stay. */
  readonly change: ScimChange | null;
}

/** A group after the write. Ids are in no order. */
export interface ScimGroupWritten {
  readonly group: ScimGroupRecord;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Asked for, and left out. */
  readonly unknown: readonly string[];
}

/** Which members of a group, by id. `limit` is 1–10000. */
export interface ScimMembershipPage {
  readonly after: string | null;
  readonly limit: number;
}

/**
 * Provisioned users and groups of all organisations. Nothing of one organisation is ever found, counted or changed by
 * the name of another. Unique keys are held by the store, never by a look before the write. Each write is one with its
 * audit entry, its changes in the outbox and its effect on the member: all of it is there, or none.
 */
export interface ScimStore {
  getUser(organizationId: string, userId: string): Promise<ScimUserRecord | null>;
  findUserByUserName(organizationId: string, userNameKey: string): Promise<ScimUserRecord | null>;
  /** To the letter; the first `limit` of them, 1–100, so that “exactly one” can be told. */
  findUsersByExternalId(
    organizationId: string,
    externalId: string,
    limit: number,
  ): Promise<readonly ScimUserRecord[]>;
  /** With this address among `emails`, of type `work` or primary, without regard to case; the first `limit`, 1–100. */
  findUsersByEmail(organizationId: string, email: string, limit: number): Promise<readonly ScimUserRecord[]>;
  /** `too-many`: no index serves the filter, and there are more records than the store looks through. */
  queryUsers(organizationId: string, query: ScimQuery): Promise<ScimResults<ScimUserRecord> | 'too-many'>;
  insertUser(user: ScimUserRecord, write: ScimUserWrite): Promise<InsertedScimUser>;
  /** Writes the record, whose version is `expectedVersion` + 1, if the version is still `expectedVersion`. */
  replaceUser(user: ScimUserRecord, expectedVersion: number, write: ScimUserWrite): Promise<ReplacedScimUser>;
  /**
   * Deletes the user if the version is still `expectedVersion` (null: whatever it is), takes it out of its groups, whose
   * versions rise, with a `member.removed` for each before `write.changes`, and leaves a tombstone if it had an externalId.
   */
  deleteUser(
    organizationId: string,
    userId: string,
    expectedVersion: number | null,
    at: Date,
    write: ScimUserWrite,
  ): Promise<DeletedScimUser>;
  /** The newest first, 100 at most. Several: the externalId was given to several people. */
  findTombstones(organizationId: string, externalId: string): Promise<readonly ScimTombstone[]>;

  getGroup(organizationId: string, groupId: string): Promise<ScimGroupRecord | null>;
  findGroupByDisplayName(organizationId: string, displayNameKey: string): Promise<ScimGroupRecord | null>;
  queryGroups(organizationId: string, query: ScimQuery): Promise<ScimResults<ScimGroupRecord> | 'too-many'>;
  /** `memberCount` of the record is 0; the store counts. The version is 1 with its first members. */
  insertGroup(
    group: ScimGroupRecord,
    memberIds: readonly string[],
    write: ScimGroupWrite,
  ): Promise<InsertedScimGroup>;
  /** Costs what is added and removed, not what is there. */
  changeGroup(
    organizationId: string,
    groupId: string,
    change: ScimGroupChange,
    write: ScimGroupWrite,
  ): Promise<ChangedScimGroup>;
  /** Deletes the group and its memberships, also in other groups, whose versions rise; `member.removed` for those. */
  deleteGroup(
    organizationId: string,
    groupId: string,
    expectedVersion: number | null,
    write: ScimGroupWrite,
  ): Promise<'deleted' | 'changed'>;

  /** By member id. */
  listMemberships(
    organizationId: string,
    groupId: string,
    page: ScimMembershipPage,
  ): Promise<readonly ScimMembership[]>;
  isMember(organizationId: string, groupId: string, memberId: string): Promise<boolean>;
  /** Of up to 1000 users or groups, the groups that they are in directly, by member id and group id. */
  listGroupsOf(
    organizationId: string,
    memberIds: readonly string[],
  ): Promise<readonly (ScimMembership & { readonly displayName: string })[]>;
  /** At a cost that does not grow with them. */
  countResources(organizationId: string): Promise<{ readonly users: number; readonly groups: number }>;
}
