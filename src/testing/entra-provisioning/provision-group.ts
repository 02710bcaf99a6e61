import {
  addMembers,
  attributeOperations,
  groupResource,
  type PatchOperation,
  patchBody,
  removeMembers,
} from './operations.js';
import { type Outcome, skipped, success, type Visit } from './outcome.js';
import { ProvisioningFailure, quoted } from './scim-client.js';
import { readTarget } from './target-path.js';
import { forgetGroupTarget, type ModelGroup } from './tenant-model.js';

const WITHOUT_MEMBERS = 'excludedAttributes=members';

/** Brings one group to the application, then its members. Throws ProvisioningFailure where it refuses. */
export async function provisionGroup(visit: Visit, group: ModelGroup): Promise<Outcome> {
  if (group.deleted || !group.assigned) return removeGroup(visit, group);
  const itself = await bringGroup(visit, group);
  const members = await bringMembers(visit, group);
  if (members === null) return itself;
  if (itself.status === 'skipped') return members;
  return { ...itself, detail: `${itself.detail} ${members.detail}` };
}

/** Members who should be at the application and are not, for their own provisioning failed. */
export function awaitedMembers({ model }: Visit, group: ModelGroup): number {
  if (group.targetId === null) return 0;
  return [...group.members].filter((objectId) => {
    const user = model.users.get(objectId);
    if (user !== undefined) return user.targetId === null && user.enabled && user.deleted === 'no';
    const nested = model.groups.get(objectId);
    return nested?.assigned === true && !nested.deleted && nested.targetId === null;
  }).length;
}

/** Groups cannot be disabled: one that leaves the scope is deleted. */
async function removeGroup({ client, model }: Visit, group: ModelGroup): Promise<Outcome> {
  const { deleted, objectId, targetId } = group;
  if (targetId !== null) {
    const { statusCode } = await client.delete(`/Groups/${targetId}`);
    forgetGroupTarget(group);
    for (const other of model.groups.values()) other.sentMembers.delete(objectId);
    if (deleted) model.groups.delete(objectId);
    return success('delete', statusCode, 'The group was deleted.');
  }
  if (deleted) model.groups.delete(objectId);
  return null;
}

async function bringGroup(visit: Visit, group: ModelGroup): Promise<NonNullable<Outcome>> {
  const { client } = visit;
  const current = await knownGroup(visit, group);
  if (current !== null) return updateGroup(visit, group, current);
  const { displayName, objectId } = group;
  const { body, statusCode } = await client.post('/Groups', groupResource(objectId, displayName));
  link(group, body?.['id'], statusCode);
  return success('create', statusCode, 'The group was created.');
}

async function knownGroup({ client }: Visit, group: ModelGroup): Promise<object | null> {
  if (group.targetId !== null) {
    const current = await client.read(`/Groups/${group.targetId}`, [WITHOUT_MEMBERS]);
    if (current !== null) return current;
    forgetGroupTarget(group);
  }
  const filter = `displayName eq ${quoted(group.displayName)}`;
  const matches = await client.find('/Groups', filter, { before: WITHOUT_MEMBERS });
  if (matches.length > 1) {
    throw new ProvisioningFailure('refused', 200, 'More than one group of the application matches.');
  }
  const [match = null] = matches;
  if (match === null) return null;
  link(group, readTarget(match, 'id'), 200);
  group.found = true;
  return { ...(match as object) };
}

async function updateGroup(
  { client, style }: Visit,
  { displayName, objectId, targetId }: ModelGroup,
  current: object,
): Promise<NonNullable<Outcome>> {
  const wanted = { displayName, externalId: objectId };
  const changes = Object.entries(wanted).flatMap(([path, value]) => {
    const there = readTarget(current, path);
    return there === value ? [] : [{ kind: there === null ? 'add' : 'replace', path, value } as const];
  });
  if (changes.length === 0) return skipped('The group is at the application as it shall be.');
  const body = patchBody(attributeOperations(changes, style));
  const { statusCode } = await client.patch(`/Groups/${targetId}`, body);
  requireThere(statusCode);
  return success('update', statusCode, `Changed: ${changes.map(({ path }) => path).join(', ')}.`);
}

async function bringMembers(visit: Visit, group: ModelGroup): Promise<Outcome> {
  const { client, mostMembers, style } = visit;
  const most = mostMembers ?? Number.POSITIVE_INFINITY;
  const added = (await missingMembers(visit, group)).slice(0, most);
  const gone = [...group.sentMembers].filter(([objectId, id]) => !isMember(visit, group, objectId, id));
  const removed = gone.slice(0, most - added.length);
  const path = `/Groups/${group.targetId}`;
  const send = async (operations: readonly PatchOperation[]): Promise<number | null> => {
    if (operations.length === 0) return null;
    const { statusCode } = await client.patch(path, patchBody(operations));
    requireThere(statusCode);
    return statusCode;
  };
  const afterRemoval = await send(
    removeMembers(
      removed.map(([, id]) => id),
      style,
    ),
  );
  for (const [objectId] of removed) group.sentMembers.delete(objectId);
  const afterAddition = await send(
    addMembers(
      added.map(([, id]) => id),
      style,
    ),
  );
  for (const [objectId, id] of added) group.sentMembers.set(objectId, id);
  const statusCode = afterAddition ?? afterRemoval;
  if (statusCode === null) return null;
  return success('update', statusCode, `Members added: ${added.length}, removed: ${removed.length}.`);
}

/** Of a group that was found, each member is asked for: it may be in it already. */
async function missingMembers(
  { client, model }: Visit,
  group: ModelGroup,
): Promise<readonly (readonly [objectId: string, targetId: string])[]> {
  const missing: (readonly [string, string])[] = [];
  for (const objectId of group.members) {
    const id = model.targetIdOf(objectId);
    if (id === null || group.sentMembers.get(objectId) === id) continue;
    const filter = `id eq ${quoted(group.targetId ?? '')} and members eq ${quoted(id)}`;
    const isThere =
      group.found && (await client.find('/Groups', filter, { after: 'attributes=id' })).length > 0;
    if (isThere) group.sentMembers.set(objectId, id);
    else missing.push([objectId, id]);
  }
  return missing;
}

/** Somebody who was deleted can be restored, and keeps the membership until then. */
function isMember({ model }: Visit, group: ModelGroup, objectId: string, sentId: string): boolean {
  const now = model.targetIdOf(objectId);
  return group.members.has(objectId) && (now === null || now === sentId);
}

function requireThere(statusCode: number): void {
  if (statusCode !== 404) return;
  throw new ProvisioningFailure('refused', 404, 'The group vanished while it was changed.');
}

function link(group: ModelGroup, id: unknown, statusCode: number): void {
  if (typeof id !== 'string' || id === '') {
    throw new ProvisioningFailure('not-scim', statusCode, 'The application gave a group without id.');
  }
  group.targetId = id;
  group.found = false;
  group.sentMembers.clear();
}
