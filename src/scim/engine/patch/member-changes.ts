import { success } from '../../../errors/index.js';
import type { ScimFilter } from '../../../stores/interfaces/scim-query.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { isObject, isUnassigned } from '../value/json.js';
import type { AttributeTarget } from './patch-path.js';
import type { PatchOperation } from './read-operations.js';

/** What becomes of a group's members, whoever they are now. Without repetitions. */
export interface MemberDeltas {
  /** These and no others; null: the ones that are there, with what follows. With ids, the other two are empty. */
  readonly replaceAll: readonly string[] | null;
  /** `add` and `remove` have no id in common, so their order does not matter. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const MAX_MEMBERS = 10_000;
const MAX_ID = 256;
const UNSTORABLE = /[\0\p{Cs}]/u;

/** Collects what operations do to members, in their order, without knowing who they are. */
export interface MemberChanges {
  replaceAll: Set<string> | null;
  readonly add: Set<string>;
  readonly remove: Set<string>;
  /** How many ids were named. */
  named: number;
}

export function noMemberChanges(): MemberChanges {
  return { replaceAll: null, add: new Set(), remove: new Set(), named: 0 };
}

export function deltasOf({ replaceAll, add, remove }: MemberChanges): MemberDeltas {
  return { replaceAll: replaceAll === null ? null : [...replaceAll], add: [...add], remove: [...remove] };
}

/**
 * Takes one operation on members in. Refuses with `invalidValue` members without an id, with `mutability` changes within
 * a member, with `invalidPath` selections other than by id, and with 413 more than 10,000 ids in a request.
 */
export function changeMembers(
  changes: MemberChanges,
  { filter, sub }: AttributeTarget,
  { op, value }: PatchOperation,
): ScimResult<null> {
  if (sub !== null || (filter !== null && op !== 'remove')) {
    return scimRefusal(400, 'mutability', 'A member is added or removed, never changed');
  }
  const selected = filter === null ? null : selectedIds(filter);
  if (filter !== null && selected === null) {
    return scimRefusal(400, 'invalidPath', 'Members are selected by their value');
  }
  const ids = selected ?? idsOf(value);
  if (ids === null) return scimRefusal(400, 'invalidValue', 'A member must have an id as its value');
  changes.named += ids.length;
  if (changes.named > MAX_MEMBERS) {
    return scimRefusal(413, null, `A request names at most ${MAX_MEMBERS} members`);
  }
  // Without a value all of them are meant; an empty list of members names none.
  const removesAll = op === 'remove' && filter === null && (value === undefined || value === null);
  if (op === 'replace' || removesAll) replaceAll(changes, ids);
  else for (const id of ids) (op === 'add' ? addMember : removeMember)(changes, id);
  return success(null);
}

/** The ids of members as they are given: objects with a `value`, or the ids alone. Null where one has none. */
function idsOf(value: unknown): readonly string[] | null {
  if (isUnassigned(value)) return [];
  const ids: string[] = [];
  for (const member of Array.isArray(value) ? value : [value]) {
    const id = isObject(member) ? idOf(member) : member;
    if (typeof id !== 'string' || id === '' || id.length > MAX_ID || UNSTORABLE.test(id)) return null;
    ids.push(id);
  }
  return ids;
}

function idOf(member: Readonly<Record<string, unknown>>): unknown {
  const name = Object.keys(member).find((candidate) => candidate.toLowerCase() === 'value');
  return name === undefined ? undefined : member[name];
}

/** The ids of `value eq "…"`, also of several joined by `or`; null for any other filter. */
function selectedIds(filter: ScimFilter): readonly string[] | null {
  if (filter.kind === 'or') {
    const ids = filter.operands.map(selectedIds);
    return ids.includes(null) ? null : ids.flatMap((some) => some ?? []);
  }
  const isId = filter.kind === 'compare' && filter.operator === 'eq' && filter.path[0] === 'value';
  return isId ? [String(filter.value)] : null;
}

function replaceAll(changes: MemberChanges, ids: readonly string[]): void {
  changes.replaceAll = new Set(ids);
  changes.add.clear();
  changes.remove.clear();
}

function addMember(changes: MemberChanges, id: string): void {
  if (changes.replaceAll !== null) changes.replaceAll.add(id);
  else {
    changes.remove.delete(id);
    changes.add.add(id);
  }
}

function removeMember(changes: MemberChanges, id: string): void {
  if (changes.replaceAll !== null) changes.replaceAll.delete(id);
  else {
    changes.add.delete(id);
    changes.remove.add(id);
  }
}
