import type { ScimStore, ScimTombstone, ScimUserRecord, ScimUserWrite } from '../interfaces/scim.js';
import type { ScimChange } from '../interfaces/scim-changes.js';
import { applyMemberEffect } from './scim-member-effect.js';
import { leaveGroups } from './scim-memberships.js';
import type { MemoryScimState } from './scim-state.js';
import type { ScimTables } from './scim-tables.js';

const MOST_TOMBSTONES = 100;

/** The writes of users. What is looked at holds until it is written: writes go one at a time. */
export function scimUserWrites(
  state: MemoryScimState,
): Pick<ScimStore, 'insertUser' | 'replaceUser' | 'deleteUser'> {
  const finish = async (
    organizationId: string,
    write: ScimUserWrite,
    apply: () => readonly ScimChange[],
  ): Promise<Awaited<ReturnType<typeof applyMemberEffect>>> => {
    const refused = await applyMemberEffect(state.members, organizationId, write.member);
    if (refused !== null) return refused;
    if (write.entry !== null) await state.audit.append([write.entry]);
    // From here on nothing waits: no reader sees half of it.
    state.outbox.put([...apply(), ...write.changes]);
    return null;
  };
  return {
    insertUser: (...given) => {
      const [user, write] = structuredClone(given);
      requireSameMember(user, write);
      return state.inTurn(async () => {
        const tables = state.open(user.organizationId);
        if (tables.kindOf(user.id) !== null) throw new TypeError('A resource with this id is there already.');
        if (tables.userNames.has(user.userNameKey)) return 'user-name-taken';
        const refused = await finish(user.organizationId, write, () => {
          tables.setUser(user);
          forgetTombstones(tables, write);
          return [];
        });
        return refused ?? 'inserted';
      });
    },
    replaceUser: (...given) => {
      const [user, expectedVersion, write] = structuredClone(given);
      requireSameMember(user, write);
      if (user.version !== expectedVersion + 1)
        throw new TypeError('The version must follow the expected one.');
      return state.inTurn(async () => {
        const tables = state.open(user.organizationId);
        if (tables.users.get(user.id)?.record.version !== expectedVersion) return 'changed';
        const holder = tables.userNames.get(user.userNameKey);
        if (holder !== undefined && holder !== user.id) return 'user-name-taken';
        const refused = await finish(user.organizationId, write, () => {
          tables.setUser(user);
          forgetTombstones(tables, write);
          return [];
        });
        return refused ?? 'replaced';
      });
    },
    deleteUser: (organizationId, userId, expectedVersion, ...given) => {
      const [at, write] = structuredClone(given);
      return state.inTurn(async () => {
        const tables = state.open(organizationId);
        const user = tables.users.get(userId)?.record;
        if (user === undefined || user.version !== (expectedVersion ?? user.version)) return 'changed';
        const refused = await finish(organizationId, write, () => {
          const left = leaveGroups(tables, userId, user.memberId, at);
          tables.deleteUser(userId);
          bury(tables, user, at);
          return left;
        });
        return refused ?? 'deleted';
      });
    },
  };
}

/** Record and member lead to each other, or the one who deactivates the one would miss the other. */
function requireSameMember(user: ScimUserRecord, { member }: ScimUserWrite): void {
  if (member === null) return;
  const memberId = member.kind === 'insert' ? member.member.id : member.memberId;
  const scimUserId = member.kind === 'insert' ? member.member.scimUserId : member.set.scimUserId;
  const isLeaving = scimUserId === null && user.memberId === null;
  if (isLeaving || (user.memberId === memberId && (scimUserId ?? user.id) === user.id)) return;
  throw new TypeError('The record must lead to the member of its write, and the member to the record.');
}

/** The newest first, so that what is over the limit is the oldest. */
function bury(tables: ScimTables, user: ScimUserRecord, at: Date): void {
  const { externalId, id, memberId, organizationId } = user;
  if (externalId === null) return;
  const tombstone: ScimTombstone = { organizationId, userId: id, externalId, memberId, deletedAt: at };
  const before = tables.tombstones.get(externalId) ?? [];
  tables.tombstones.set(externalId, [tombstone, ...before].slice(0, MOST_TOMBSTONES));
}

/** A member that leads to a record again is not waited for any more. */
function forgetTombstones(tables: ScimTables, { member }: ScimUserWrite): void {
  if (member?.kind !== 'update' || typeof member.set.scimUserId !== 'string') return;
  for (const [externalId, tombstones] of tables.tombstones) {
    const others = tombstones.filter(({ memberId }) => memberId !== member.memberId);
    if (others.length === 0) tables.tombstones.delete(externalId);
    else if (others.length < tombstones.length) tables.tombstones.set(externalId, others);
  }
}
