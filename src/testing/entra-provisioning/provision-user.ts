import { userName } from './attribute-mapping.js';
import { type AttributeChange, attributeOperations, patchBody, userResource } from './operations.js';
import { type Outcome, skipped, success, type Visit } from './outcome.js';
import { ProvisioningFailure, quoted } from './scim-client.js';
import { readTarget } from './target-path.js';
import type { ModelUser } from './tenant-model.js';

/** Brings one user to the application. Throws ProvisioningFailure where it refuses. */
export async function provisionUser(visit: Visit, state: ModelUser): Promise<Outcome> {
  if (state.deleted === 'hard') return removeUser(visit, state);
  const inScope = visit.model.isInScope(state);
  if (!inScope || state.deleted === 'soft' || !state.enabled) return disableUser(visit, state, inScope);
  const { client } = visit;
  const current = await knownUser(visit, state);
  if (current !== null) return updateUser(visit, state, current);
  const wanted = visit.mapper(state.user);
  const { body, statusCode } = await client.post('/Users', userResource(wanted));
  link(state, body?.['id'], statusCode, wanted);
  return success('create', statusCode, 'The user was created.');
}

async function removeUser({ client, model }: Visit, state: ModelUser): Promise<Outcome> {
  const { targetId, user } = state;
  if (targetId === null) {
    forgetUser(state);
    return null;
  }
  const { statusCode } = await client.delete(`/Users/${targetId}`);
  forgetUser(state);
  for (const group of model.groups.values()) {
    group.members.delete(user.objectId);
    group.sentMembers.delete(user.objectId);
  }
  model.users.delete(user.objectId);
  return success('delete', statusCode, 'The user was deleted.');
}

/** A user who was never provisioned is left alone. One who is out of scope is not managed any more afterwards. */
async function disableUser(visit: Visit, state: ModelUser, inScope: boolean): Promise<Outcome> {
  const { targetId } = state;
  if (targetId === null) {
    return inScope ? skipped('The user is blocked or deleted and was never provisioned.') : null;
  }
  const path = `/Users/${targetId}`;
  const current = await visit.client.read(path);
  if (current === null) {
    forgetUser(state);
    return skipped('The user is not at the application any more.');
  }
  const changes = readTarget(current, 'active') === false ? [] : [activeChange(false)];
  const answer = await patch(visit, path, changes);
  if (!inScope) forgetUser(state);
  const detail = inScope ? 'The user was disabled.' : 'The user left the scope and was disabled.';
  return success('disable', answer, detail);
}

/** By the id that is known, else by the matching attribute; null where the application has no such user. */
async function knownUser(
  { client }: Visit,
  state: ModelUser,
): Promise<Readonly<Record<string, unknown>> | null> {
  if (state.targetId !== null) {
    const current = await client.read(`/Users/${state.targetId}`);
    if (current !== null) return current;
    forgetUser(state);
  }
  const matches = await client.find('/Users', `userName eq ${quoted(userName(state.user))}`);
  if (matches.length > 1) {
    throw new ProvisioningFailure('refused', 200, 'More than one user of the application matches.');
  }
  const [match = null] = matches;
  if (match === null) return null;
  link(state, readTarget(match, 'id'), 200, new Map());
  return { ...(match as object) };
}

async function updateUser(visit: Visit, state: ModelUser, current: object): Promise<Outcome> {
  const wanted = visit.mapper(state.user);
  const changes = changesOf(current, wanted, state.sent);
  if (readTarget(current, 'active') !== true) changes.push(activeChange(true));
  if (changes.length === 0) {
    state.sent = wanted;
    return skipped('The user is at the application as it shall be.');
  }
  const statusCode = await patch(visit, `/Users/${state.targetId}`, changes);
  state.sent = wanted;
  return success('update', statusCode, `Changed: ${changes.map(({ path }) => path).join(', ')}.`);
}

/** What is empty at the application is added, what differs is replaced, and what was sent and is no more is cleared. */
function changesOf(
  current: object,
  wanted: ReadonlyMap<string, string>,
  sent: ReadonlyMap<string, string>,
): AttributeChange[] {
  const changes: AttributeChange[] = [];
  for (const [path, value] of wanted) {
    const there = readTarget(current, path);
    if (there !== value) changes.push({ kind: there === null ? 'add' : 'replace', path, value });
  }
  for (const path of sent.keys()) {
    const isCleared = !wanted.has(path) && readTarget(current, path) !== null;
    if (isCleared) changes.push({ kind: 'replace', path, value: '' });
  }
  return changes;
}

async function patch(
  { client, style }: Visit,
  path: string,
  changes: readonly AttributeChange[],
): Promise<number> {
  if (changes.length === 0) return 200;
  const { statusCode } = await client.patch(path, patchBody(attributeOperations(changes, style)));
  if (statusCode !== 404) return statusCode;
  throw new ProvisioningFailure('refused', 404, 'The user vanished while it was changed.');
}

function activeChange(value: boolean): AttributeChange {
  return { kind: 'replace', path: 'active', value };
}

function link(state: ModelUser, id: unknown, statusCode: number, sent: ReadonlyMap<string, string>): void {
  if (typeof id !== 'string' || id === '') {
    throw new ProvisioningFailure('not-scim', statusCode, 'The application gave a user without id.');
  }
  Object.assign(state, { targetId: id, sent, sentManager: null });
}

function forgetUser(state: ModelUser): void {
  Object.assign(state, { targetId: null, sent: new Map(), sentManager: null });
}
