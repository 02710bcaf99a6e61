import type { ScimGroupRecord, ScimMemberChange } from '../interfaces/scim.js';
import type { ScimChange } from '../interfaces/scim-changes.js';
import type { ScimTables } from './scim-tables.js';

/** Who comes and who goes, once what is there already is left out. */
export interface MemberDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly unknown: readonly string[];
}

/** Compares a wanted change with what is there; writes nothing. */
export function differenceOf(
  tables: ScimTables,
  groupId: string,
  change: ScimMemberChange | null,
): MemberDifference {
  const present = tables.members.get(groupId) ?? new Map<string, unknown>();
  const wanted = new Set(change === null ? [] : change.kind === 'set' ? change.ids : change.add);
  const isKnown = (id: string) => id !== groupId && tables.kindOf(id) !== null;
  const unknown = [...wanted].filter((id) => !isKnown(id));
  const added = [...wanted].filter((id) => isKnown(id) && !present.has(id));
  if (change?.kind === 'set') {
    return { added, removed: [...present.keys()].filter((id) => !wanted.has(id)), unknown };
  }
  const removed = [...new Set(change?.remove ?? [])].filter((id) => present.has(id));
  return { added, removed, unknown };
}

/** Writes a difference; gives the changes that tell of it. */
export function applyDifference(
  tables: ScimTables,
  group: ScimGroupRecord,
  { added, removed }: MemberDifference,
  at: Date,
): readonly ScimChange[] {
  const changes: ScimChange[] = [];
  for (const id of removed) {
    tables.removeMember(group.id, id);
    changes.push(memberChange(tables, 'member.removed', group, id, at));
  }
  for (const id of added) {
    const kind = tables.kindOf(id);
    if (kind === null) continue;
    tables.addMember(group.id, id, kind);
    changes.push(memberChange(tables, 'member.added', group, id, at));
  }
  return changes;
}

/** Takes a user or group out of every group that it is in, before it is deleted. */
export function leaveGroups(
  tables: ScimTables,
  resourceId: string,
  memberId: string | null,
  at: Date,
): readonly ScimChange[] {
  return [...(tables.groupsOf.get(resourceId) ?? [])].sort().flatMap((groupId) => {
    const group = tables.groups.get(groupId)?.record;
    if (group === undefined) return [];
    const change = memberChange(tables, 'member.removed', group, resourceId, at);
    tables.removeMember(groupId, resourceId);
    const { memberCount, version } = group;
    tables.setGroup({ ...group, memberCount: memberCount - 1, version: version + 1, lastModified: at });
    return [{ ...change, memberId }];
  });
}

function memberChange(
  tables: ScimTables,
  type: 'member.added' | 'member.removed',
  { id, organizationId }: ScimGroupRecord,
  memberResourceId: string,
  at: Date,
): ScimChange {
  const memberId = tables.users.get(memberResourceId)?.record.memberId ?? null;
  return { organizationId, type, resourceId: id, memberResourceId, memberId, changedAttributes: [], at };
}
