import { randomUUID } from 'node:crypto';
import { success } from '../../errors/index.js';
import type {
  ScimGroupChange,
  ScimGroupRecord,
  ScimGroupWrite,
  ScimMemberChange,
} from '../../stores/interfaces/scim.js';
import {
  applyPatch,
  type ChangedResource,
  displayNameKey,
  type JsonObject,
  type MemberDeltas,
  readNewResource,
  readReplacement,
} from '../engine/index.js';
import type { ScimResult } from '../scim-error.js';
import { ofOrganization } from './guard-store.js';
import type { VersionMatch } from './outcome.js';
import {
  contended,
  displayNameTaken,
  MOST_TRIES,
  matches,
  notFound,
  preconditionFailed,
} from './refusals.js';
import type { ScimSettings } from './settings.js';
import { changeOf, entryOf, namesFor, type Writer } from './write-notes.js';

/** Makes a group with its first members (RFC 7644 §3.3). Ids that name nobody here are left out, and told in the audit log. */
export async function createGroup(
  settings: ScimSettings,
  writer: Writer,
  body: unknown,
): Promise<ScimResult<ScimGroupRecord>> {
  const read = readNewResource(settings.types.group, body);
  if (!read.ok) return read;
  const { resource, memberIds, ignored } = read.value;
  const { organizationId } = writer;
  const at = settings.now();
  const id = randomUUID();
  const group: ScimGroupRecord = {
    ...{ organizationId, id, created: at, lastModified: at, version: 1, memberCount: 0 },
    ...groupFieldsOf(resource),
  };
  const about = { memberId: null, changedAttributes: Object.keys(resource), at };
  const write: ScimGroupWrite = {
    at,
    entry: entryOf(writer, at, 'scim_group_created', { scimGroupId: id, ignored: namesFor(ignored) }),
    change: changeOf(organizationId, 'group.created', id, about),
  };
  const outcome = await settings.store.insertGroup(group, memberIds, write);
  return outcome === 'display-name-taken' ? displayNameTaken() : success(outcome.group);
}

export interface GroupChangeRequest {
  readonly groupId: string;
  readonly method: 'PUT' | 'PATCH';
  readonly body: unknown;
  readonly ifMatch: VersionMatch | null;
}

/**
 * Replaces a group or applies operations to it, at a cost of what changes: the members that are there are never read.
 * Changes of members alone do not get in each other's way.
 */
export async function changeGroup(
  settings: ScimSettings,
  writer: Writer,
  request: GroupChangeRequest,
): Promise<ScimResult<ScimGroupRecord>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const changed = await tryToChange(settings, writer, request);
    if (changed !== null) return changed;
  }
  return contended();
}

/** Null where somebody else wrote in between and it is worth another try. */
async function tryToChange(
  settings: ScimSettings,
  writer: Writer,
  { groupId, method, body, ifMatch }: GroupChangeRequest,
): Promise<ScimResult<ScimGroupRecord> | null> {
  const { organizationId } = writer;
  const { group: type } = settings.types;
  const found = await settings.store.getGroup(organizationId, groupId);
  const before = ofOrganization('scim', organizationId, found);
  if (before?.id !== groupId) return notFound('Group');
  if (!matches(ifMatch, before.version)) return preconditionFailed();
  const shown = { ...before.resource, id: groupId };
  const read = method === 'PUT' ? readReplacement(type, shown, body) : applyPatch(type, shown, body);
  if (!read.ok) return read;
  const changesAttributes = read.value.changedAttributes.length > 0;
  const change: ScimGroupChange = {
    attributes: changesAttributes ? groupFieldsOf(withoutId(read.value)) : null,
    members: memberChangeOf(read.value.memberDeltas),
    expectedVersion: changesAttributes || Array.isArray(ifMatch) ? before.version : null,
  };
  if (change.attributes === null && change.members === null) return success(before);
  const write = writeOf(settings, writer, before, read.value);
  const outcome = await settings.store.changeGroup(organizationId, groupId, change, write);
  if (outcome === 'display-name-taken') return displayNameTaken();
  if (outcome === 'changed') return Array.isArray(ifMatch) ? preconditionFailed() : null;
  return success(outcome.group);
}

/** Deletes a group (RFC 7644 §3.6). Refuses with 404 what is not there. */
export async function deleteGroup(
  settings: ScimSettings,
  writer: Writer,
  groupId: string,
  ifMatch: VersionMatch | null,
): Promise<ScimResult<null>> {
  const { organizationId } = writer;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await settings.store.getGroup(organizationId, groupId);
    const group = ofOrganization('scim', organizationId, found);
    if (group?.id !== groupId) return notFound('Group');
    if (!matches(ifMatch, group.version)) return preconditionFailed();
    const at = settings.now();
    const expected = Array.isArray(ifMatch) ? group.version : null;
    const outcome = await settings.store.deleteGroup(organizationId, groupId, expected, {
      at,
      entry: entryOf(writer, at, 'scim_group_deleted', { scimGroupId: groupId }),
      change: changeOf(organizationId, 'group.deleted', groupId, {
        memberId: null,
        changedAttributes: [],
        at,
      }),
    });
    if (outcome === 'deleted') return success(null);
    if (Array.isArray(ifMatch)) return preconditionFailed();
  }
  return contended();
}

function groupFieldsOf(
  resource: JsonObject,
): Pick<ScimGroupRecord, 'resource' | 'displayName' | 'displayNameKey' | 'externalId'> {
  const displayName = String(resource['displayName'] ?? '');
  const externalId = resource['externalId'];
  return {
    resource,
    displayName,
    displayNameKey: displayNameKey(displayName),
    externalId: typeof externalId === 'string' ? externalId : null,
  };
}

function memberChangeOf({ replaceAll, add, remove }: MemberDeltas): ScimMemberChange | null {
  if (replaceAll !== null) return { kind: 'set', ids: replaceAll };
  return add.length === 0 && remove.length === 0 ? null : { kind: 'delta', add, remove };
}

function writeOf(
  settings: ScimSettings,
  writer: Writer,
  { organizationId, id }: ScimGroupRecord,
  { changedAttributes, ignored }: ChangedResource,
): ScimGroupWrite {
  const at = settings.now();
  const data = {
    scimGroupId: id,
    changed: namesFor(changedAttributes),
    ignored: namesFor(ignored),
  };
  const about = { memberId: null, changedAttributes, at };
  return {
    at,
    entry: entryOf(writer, at, 'scim_group_updated', data),
    change: changedAttributes.length === 0 ? null : changeOf(organizationId, 'group.updated', id, about),
  };
}

function withoutId({ resource }: ChangedResource): JsonObject {
  const { id: _id, ...rest } = resource;
  return rest;
}
