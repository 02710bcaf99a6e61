import type { AuditEntry } from '../interfaces/audit.js';
import type { ScimGroupRecord, ScimGroupWrite, ScimGroupWritten, ScimStore } from '../interfaces/scim.js';
import type { ScimChange } from '../interfaces/scim-changes.js';
import { applyDifference, differenceOf, leaveGroups, type MemberDifference } from './scim-memberships.js';
import type { MemoryScimState } from './scim-state.js';
import type { ScimTables } from './scim-tables.js';

/** The writes of groups. What is looked at holds until it is written: writes go one at a time. */
export function scimGroupWrites(
  state: MemoryScimState,
): Pick<ScimStore, 'insertGroup' | 'changeGroup' | 'deleteGroup'> {
  const finish = async (
    write: ScimGroupWrite,
    difference: MemberDifference,
    apply: () => readonly ScimChange[],
  ): Promise<void> => {
    await state.audit.append([told(write.entry, difference)]);
    // From here on nothing waits: no reader sees half of it.
    state.outbox.put(apply());
  };
  return {
    insertGroup: (...given) => {
      const [group, memberIds, write] = structuredClone(given);
      return state.inTurn(async () => {
        const tables = state.open(group.organizationId);
        if (tables.kindOf(group.id) !== null)
          throw new TypeError('A resource with this id is there already.');
        if (tables.displayNames.has(group.displayNameKey)) return 'display-name-taken';
        const difference = differenceOf(tables, group.id, { kind: 'set', ids: memberIds });
        const made = { ...group, memberCount: difference.added.length };
        await finish(write, difference, () => writeGroup(tables, made, difference, write));
        return written(made, difference);
      });
    },
    changeGroup: (organizationId, groupId, ...given) => {
      const [change, write] = structuredClone(given);
      return state.inTurn(async () => {
        const tables = state.open(organizationId);
        const before = tables.groups.get(groupId)?.record;
        if (before === undefined) return 'changed';
        if (before.version !== (change.expectedVersion ?? before.version)) return 'changed';
        const holder = change.attributes && tables.displayNames.get(change.attributes.displayNameKey);
        if (holder && holder !== groupId) return 'display-name-taken';
        const difference = differenceOf(tables, groupId, change.members);
        const { added, removed } = difference;
        const isSame = change.attributes === null && added.length === 0 && removed.length === 0;
        if (isSame) return written(before, difference);
        const after: ScimGroupRecord = {
          ...before,
          ...change.attributes,
          memberCount: before.memberCount + added.length - removed.length,
          lastModified: write.at,
          version: before.version + 1,
        };
        await finish(write, difference, () => writeGroup(tables, after, difference, write));
        return written(after, difference);
      });
    },
    deleteGroup: (organizationId, groupId, expectedVersion, given) => {
      const write = structuredClone(given);
      return state.inTurn(async () => {
        const tables = state.open(organizationId);
        const group = tables.groups.get(groupId)?.record;
        if (group === undefined || group.version !== (expectedVersion ?? group.version)) return 'changed';
        const removed = [...(tables.members.get(groupId)?.keys() ?? [])];
        await finish(write, { added: [], removed, unknown: [] }, () => {
          const left = leaveGroups(tables, groupId, null, write.at);
          tables.deleteGroup(groupId);
          return [...left, ...(write.change === null ? [] : [write.change])];
        });
        return 'deleted';
      });
    },
  };
}

function writeGroup(
  tables: ScimTables,
  group: ScimGroupRecord,
  difference: MemberDifference,
  write: ScimGroupWrite,
): readonly ScimChange[] {
  tables.setGroup(group);
  const members = applyDifference(tables, group, difference, write.at);
  return [...(write.change === null ? [] : [write.change]), ...members];
}

function told(entry: AuditEntry, { added, removed, unknown }: MemberDifference): AuditEntry {
  const counts = { added: added.length, removed: removed.length, unknown: unknown.length };
  return { ...entry, data: { ...entry.data, ...counts } };
}

function written(group: ScimGroupRecord, difference: MemberDifference): ScimGroupWritten {
  return { group, ...difference };
}
