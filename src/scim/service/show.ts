import { success } from '../../errors/index.js';
import type { ScimGroupRecord, ScimUserRecord } from '../../stores/interfaces/scim.js';
import {
  isSelected,
  type JsonObject,
  type JsonValue,
  metaOf,
  project,
  type ResourceType,
  type Selection,
} from '../engine/index.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';
import type { ScimSettings } from './settings.js';

/** Users or groups that one question may be about. */
const MOST_AT_ONCE = 1_000;
const MEMBERS_AT_ONCE = 10_000;

/** The address of a resource: by the configured base address, never by what a request says of its host. */
export function locationOf({ baseUrl }: ScimSettings, { endpoint }: ResourceType, id: string): string {
  return `${baseUrl}${endpoint}/${id}`;
}

/** Users as a client is shown them, with the groups that they are in where those are selected. */
export async function showUsers(
  settings: ScimSettings,
  users: readonly ScimUserRecord[],
  selection: Selection,
): Promise<readonly JsonObject[]> {
  const { user: type } = settings.types;
  const groups = isSelected(type, selection, 'groups') ? await groupsOf(settings, users) : null;
  return users.map((user) => {
    const whole = wholeOf(settings, type, user);
    const list = groups?.get(user.id) ?? [];
    return project(type, list.length === 0 ? whole : { ...whole, groups: list }, selection);
  });
}

/** One group, with all its members where they are selected, however many they are. */
export async function showGroup(
  settings: ScimSettings,
  group: ScimGroupRecord,
  selection: Selection,
): Promise<JsonObject> {
  const { group: type } = settings.types;
  const members = isSelected(type, selection, 'members') ? await membersOf(settings, group) : [];
  const whole = wholeOf(settings, type, group);
  return project(type, members.length === 0 ? whole : { ...whole, members }, selection);
}

/** Groups of a list. Refuses with `tooMany` more members of all of them together than an answer shall hold. */
export async function showGroups(
  settings: ScimSettings,
  groups: readonly ScimGroupRecord[],
  selection: Selection,
): Promise<ScimResult<readonly JsonObject[]>> {
  const { maxMembersInList } = settings.limits;
  const count = groups.reduce((sum, { memberCount }) => sum + memberCount, 0);
  if (isSelected(settings.types.group, selection, 'members') && count > maxMembersInList) {
    const detail = `The groups of this page have ${count} members, and a list holds at most ${maxMembersInList}. Ask with excludedAttributes=members, or with a smaller count.`;
    return scimRefusal(400, 'tooMany', detail);
  }
  const shown: JsonObject[] = [];
  for (const group of groups) shown.push(await showGroup(settings, group, selection));
  return success(shown);
}

/** A record with what the service knows of it; without groups and members. */
export function wholeOf(
  settings: ScimSettings,
  type: ResourceType,
  { id, resource, created, lastModified, version }: ScimUserRecord | ScimGroupRecord,
): Readonly<Record<string, unknown>> {
  const location = locationOf(settings, type, id);
  return { ...resource, id, meta: metaOf(type, { created, lastModified, location, version }) };
}

async function groupsOf(
  settings: ScimSettings,
  users: readonly ScimUserRecord[],
): Promise<ReadonlyMap<string, readonly JsonValue[]>> {
  const lists = new Map<string, JsonValue[]>(users.map(({ id }) => [id, []]));
  const [first] = users;
  if (first === undefined) return lists;
  for (let start = 0; start < users.length; start += MOST_AT_ONCE) {
    const ids = users.slice(start, start + MOST_AT_ONCE).map(({ id }) => id);
    for (const found of await settings.store.listGroupsOf(first.organizationId, ids)) {
      lists.get(found.memberId)?.push({
        value: found.groupId,
        $ref: locationOf(settings, settings.types.group, found.groupId),
        display: found.displayName,
        type: 'direct',
      });
    }
  }
  return lists;
}

async function membersOf(
  settings: ScimSettings,
  { id: groupId, organizationId }: ScimGroupRecord,
): Promise<readonly JsonValue[]> {
  const members: JsonValue[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof settings.store.listMemberships>> =
      await settings.store.listMemberships(organizationId, groupId, { after, limit: MEMBERS_AT_ONCE });
    for (const { memberId, kind } of page) {
      const type = kind === 'User' ? settings.types.user : settings.types.group;
      members.push({ value: memberId, $ref: locationOf(settings, type, memberId), type: kind });
    }
    after = page.at(-1)?.memberId ?? null;
    if (after === null || page.length < MEMBERS_AT_ONCE) return members;
  }
}
