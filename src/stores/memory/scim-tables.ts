import type {
  ScimDocument,
  ScimGroupRecord,
  ScimMembership,
  ScimTombstone,
  ScimUserRecord,
} from '../interfaces/scim.js';
import { memberOf, type ScimSubject } from './scim-filter.js';
import type { ScimCandidate } from './scim-page.js';

interface Row<Item> {
  readonly record: Item;
  readonly sequence: number;
}

/** What one organisation has been provisioned with, and the indexes that lead to it. */
export class ScimTables {
  readonly users: Map<string, Row<ScimUserRecord>> = new Map();
  readonly groups: Map<string, Row<ScimGroupRecord>> = new Map();
  /** User ids by key of the user name. */
  readonly userNames: Map<string, string> = new Map();
  readonly displayNames: Map<string, string> = new Map();
  readonly externalIds: Map<string, Set<string>> = new Map();
  /** By folded address, of those that are of type work or primary. */
  readonly emails: Map<string, Set<string>> = new Map();
  /** Kinds of members by group id and member id. */
  readonly members: Map<string, Map<string, ScimMembership['kind']>> = new Map();
  readonly groupsOf: Map<string, Set<string>> = new Map();
  readonly tombstones: Map<string, readonly ScimTombstone[]> = new Map();
  #sequence = 0;

  setUser(given: ScimUserRecord): void {
    const before = this.users.get(given.id);
    if (before !== undefined) this.#leaveUserIndexes(before.record);
    const record = kept(given);
    this.users.set(record.id, { record, sequence: before?.sequence ?? this.#next() });
    this.userNames.set(record.userNameKey, record.id);
    if (record.externalId !== null) addTo(this.externalIds, record.externalId, record.id);
    for (const email of addressesOf(record.resource)) addTo(this.emails, email, record.id);
  }

  deleteUser(userId: string): void {
    const row = this.users.get(userId);
    if (row === undefined) return;
    this.#leaveUserIndexes(row.record);
    this.users.delete(userId);
  }

  setGroup(given: ScimGroupRecord): void {
    const before = this.groups.get(given.id);
    if (before !== undefined) this.displayNames.delete(before.record.displayNameKey);
    else this.members.set(given.id, new Map());
    const record = kept(given);
    this.groups.set(record.id, { record, sequence: before?.sequence ?? this.#next() });
    this.displayNames.set(record.displayNameKey, record.id);
  }

  deleteGroup(groupId: string): void {
    const row = this.groups.get(groupId);
    if (row === undefined) return;
    for (const memberId of this.members.get(groupId)?.keys() ?? []) this.removeMember(groupId, memberId);
    this.displayNames.delete(row.record.displayNameKey);
    this.members.delete(groupId);
    this.groups.delete(groupId);
  }

  /** What an id names here, whether it could be a member; null where it names nothing. */
  kindOf(id: string): ScimMembership['kind'] | null {
    if (this.users.has(id)) return 'User';
    return this.groups.has(id) ? 'Group' : null;
  }

  addMember(groupId: string, memberId: string, kind: ScimMembership['kind']): void {
    this.members.get(groupId)?.set(memberId, kind);
    addTo(this.groupsOf, memberId, groupId);
  }

  removeMember(groupId: string, memberId: string): void {
    this.members.get(groupId)?.delete(memberId);
    removeFrom(this.groupsOf, memberId, groupId);
  }

  userCandidate({ record, sequence }: Row<ScimUserRecord>): ScimCandidate<ScimUserRecord> {
    const groups = () => [...(this.groupsOf.get(record.id) ?? [])].map((value) => ({ value }));
    return { record, sequence, subject: subjectOf(record, 'userName', record.userNameKey, { groups }) };
  }

  groupCandidate({ record, sequence }: Row<ScimGroupRecord>): ScimCandidate<ScimGroupRecord> {
    const inGroup = this.members.get(record.id);
    const members = () => [...(inGroup ?? [])].map(([value, type]) => ({ value, type }));
    const subject = subjectOf(record, 'displayName', record.displayNameKey, { members });
    const has: NonNullable<ScimSubject['has']> = (path, value) =>
      path.length === 2 && path[0] === 'members' && path[1] === 'value' ? inGroup?.has(value) === true : null;
    return { record, sequence, subject: { ...subject, has } };
  }

  #leaveUserIndexes(record: ScimUserRecord): void {
    this.userNames.delete(record.userNameKey);
    if (record.externalId !== null) removeFrom(this.externalIds, record.externalId, record.id);
    for (const email of addressesOf(record.resource)) removeFrom(this.emails, email, record.id);
  }

  #next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }
}

function subjectOf(
  record: ScimUserRecord | ScimGroupRecord,
  keyName: string,
  key: string,
  computed: Readonly<Record<string, () => unknown>>,
): ScimSubject {
  return {
    keyName,
    top(name) {
      if (name === keyName) return key;
      if (name === 'id') return record.id;
      if (name === 'meta') {
        return { created: record.created.toISOString(), lastModified: record.lastModified.toISOString() };
      }
      return Object.hasOwn(computed, name) ? computed[name]?.() : memberOf(record.resource, name);
    },
  };
}

/** A copy that nobody changes: what the caller does to its own object must not reach the store. */
function kept<Item extends ScimUserRecord | ScimGroupRecord>(record: Item): Item {
  const copy = structuredClone(record);
  freezeDeep(copy.resource);
  return copy;
}

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member);
}

function addressesOf(resource: ScimDocument): readonly string[] {
  const emails = memberOf(resource, 'emails');
  if (!Array.isArray(emails)) return [];
  const counted = emails.filter(
    (email) => memberOf(email, 'primary') === true || foldType(memberOf(email, 'type')) === 'work',
  );
  return counted
    .map((email) => memberOf(email, 'value'))
    .filter((value) => typeof value === 'string')
    .map((value) => value.toLowerCase());
}

function foldType(type: unknown): string | null {
  return typeof type === 'string' ? type.toLowerCase() : null;
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function removeFrom(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids?.delete(id) === true && ids.size === 0) index.delete(key);
}
