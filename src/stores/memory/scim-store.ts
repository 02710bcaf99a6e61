import type { MemberStore } from '../interfaces/members.js';
import type { ScimGroupRecord, ScimStore, ScimUserRecord } from '../interfaces/scim.js';
import type { ScimChangeStore } from '../interfaces/scim-changes.js';
import type { ScimQuery, ScimResults } from '../interfaces/scim-query.js';
import type { AuditedStoreOptions } from './members.js';
import { oneAtATime } from './one-at-a-time.js';
import { groupCandidates, userCandidates } from './scim-candidates.js';
import { scimGroupWrites } from './scim-group-writes.js';
import { memoryScimOutbox } from './scim-outbox.js';
import { pageOfScim } from './scim-page.js';
import type { MemoryScimState } from './scim-state.js';
import { ScimTables } from './scim-tables.js';
import { scimUserWrites } from './scim-user-writes.js';

export interface MemoryScimStoreOptions extends AuditedStoreOptions {
  /** The members that provisioned users lead to. */
  readonly members: MemberStore;
}

/**
 * Keeps provisioned users and groups in the memory of this process: for one process only, for tests and for trying out.
 * Throws `TypeError` for an id that is taken and for a page, a limit or a cursor that none can be. Where the audit log
 * fails, the effect on the member may stay alone: the client is told of a failure and sends the write again.
 */
export function memoryScimStore({ audit, members }: MemoryScimStoreOptions): ScimStore & ScimChangeStore {
  const organizations = new Map<string, ScimTables>();
  const open = (organizationId: string): ScimTables => {
    const known = organizations.get(organizationId);
    if (known !== undefined) return known;
    const made = new ScimTables();
    organizations.set(organizationId, made);
    return made;
  };
  const read = (organizationId: string): ScimTables => organizations.get(organizationId) ?? new ScimTables();
  const { put, ...changes } = memoryScimOutbox();
  const state: MemoryScimState = {
    audit,
    members,
    outbox: { put, ...changes },
    open,
    inTurn: oneAtATime(),
  };
  return {
    ...changes,
    ...scimUserWrites(state),
    ...scimGroupWrites(state),
    ...reads(read),
  };
}

function reads(
  read: (organizationId: string) => ScimTables,
): Omit<
  ScimStore,
  'insertUser' | 'replaceUser' | 'deleteUser' | 'insertGroup' | 'changeGroup' | 'deleteGroup'
> {
  const userOf = (tables: ScimTables, id: string | undefined) => copy(tables.users.get(id ?? '')?.record);
  const groupOf = (tables: ScimTables, id: string | undefined) => copy(tables.groups.get(id ?? '')?.record);
  return {
    getUser: async (organizationId, userId) => userOf(read(organizationId), userId),
    async findUserByUserName(organizationId, userNameKey) {
      const tables = read(organizationId);
      return userOf(tables, tables.userNames.get(userNameKey));
    },
    async findUsersByExternalId(organizationId, externalId, limit) {
      const tables = read(organizationId);
      return usersOf(tables, tables.externalIds.get(externalId), limit);
    },
    async findUsersByEmail(organizationId, email, limit) {
      const tables = read(organizationId);
      return usersOf(tables, tables.emails.get(email.toLowerCase()), limit);
    },
    async queryUsers(organizationId, query) {
      return copies(pageOfScim(userCandidates(read(organizationId), query.filter), query));
    },
    async findTombstones(organizationId, externalId) {
      return structuredClone(read(organizationId).tombstones.get(externalId) ?? []);
    },
    getGroup: async (organizationId, groupId) => groupOf(read(organizationId), groupId),
    async findGroupByDisplayName(organizationId, displayNameKey) {
      const tables = read(organizationId);
      return groupOf(tables, tables.displayNames.get(displayNameKey));
    },
    async queryGroups(organizationId: string, query: ScimQuery) {
      return copies(pageOfScim(groupCandidates(read(organizationId), query.filter), query));
    },
    async listMemberships(organizationId, groupId, { after, limit }) {
      requireLimit(limit, 10_000);
      return [...(read(organizationId).members.get(groupId) ?? [])]
        .filter(([memberId]) => after === null || memberId > after)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit)
        .map(([memberId, kind]) => ({ groupId, memberId, kind }));
    },
    async isMember(organizationId, groupId, memberId) {
      return read(organizationId).members.get(groupId)?.has(memberId) === true;
    },
    async listGroupsOf(organizationId, memberIds) {
      if (memberIds.length > 1_000) throw new TypeError('At most 1000 users or groups can be asked for.');
      const tables = read(organizationId);
      return [...new Set(memberIds)].sort().flatMap((memberId) => {
        const kind = tables.kindOf(memberId);
        const groups = [...(tables.groupsOf.get(memberId) ?? [])].sort();
        return groups.flatMap((groupId) => {
          const group = tables.groups.get(groupId)?.record;
          if (kind === null || group === undefined) return [];
          return [{ groupId, memberId, kind, displayName: group.displayName }];
        });
      });
    },
    async countResources(organizationId) {
      const { groups, users } = read(organizationId);
      return { users: users.size, groups: groups.size };
    },
  };
}

function usersOf(
  tables: ScimTables,
  ids: ReadonlySet<string> | undefined,
  limit: number,
): readonly ScimUserRecord[] {
  requireLimit(limit, 100);
  return [...(ids ?? [])]
    .flatMap((id) => tables.users.get(id) ?? [])
    .sort((one, other) => one.sequence - other.sequence)
    .slice(0, limit)
    .flatMap(({ record }) => copy(record) ?? []);
}

function requireLimit(limit: number, most: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > most) {
    throw new TypeError(`limit must be a whole number from 1 to ${most}.`);
  }
}

function copies<Item extends ScimUserRecord | ScimGroupRecord>(
  results: ScimResults<Item>,
): ScimResults<Item> {
  return { ...results, records: results.records.flatMap((record) => copy(record) ?? []) };
}

/** The document is frozen and can be shared; dates cannot be frozen. */
function copy<Item extends ScimUserRecord | ScimGroupRecord>(record: Item | undefined): Item | null {
  if (record === undefined) return null;
  return { ...record, created: new Date(record.created), lastModified: new Date(record.lastModified) };
}
