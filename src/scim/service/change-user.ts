import { success } from '../../errors/index.js';
import type { ScimUserRecord, ScimUserWrite } from '../../stores/interfaces/scim.js';
import type { ScimChange } from '../../stores/interfaces/scim-changes.js';
import { applyPatch, type ChangedResource, readReplacement } from '../engine/index.js';
import type { ScimResult } from '../scim-error.js';
import { ofOrganization } from './guard-store.js';
import type { MemberPlan } from './member-effect.js';
import { planForChange, type UserChange } from './member-plan.js';
import type { VersionMatch } from './outcome.js';
import {
  busy,
  contended,
  MOST_TRIES,
  matches,
  memberRefusal,
  notFound,
  preconditionFailed,
  userNameTaken,
} from './refusals.js';
import type { ScimSettings } from './settings.js';
import { shutOutLate } from './shut-out-late.js';
import { foreignRefusal, signInAddressOf, standingOf } from './sign-in-address.js';
import { userFieldsOf } from './user-record.js';
import { changeOf, entryOf, namesFor, type Writer } from './write-notes.js';

export interface UserChangeRequest {
  readonly userId: string;
  readonly method: 'PUT' | 'PATCH';
  readonly body: unknown;
  readonly ifMatch: VersionMatch | null;
}

/**
 * Replaces a user (RFC 7644 §3.5.1) or applies operations to it (§3.5.2), and does to the member what follows. What is so
 * already is not written: version and time stay. Without If-Match it begins anew where somebody else wrote meanwhile.
 * Refuses with 429 where too many changes of the user wait.
 */
export function changeUser(
  settings: ScimSettings,
  writer: Writer,
  request: UserChangeRequest,
): Promise<ScimResult<ScimUserRecord>> {
  const change = async (): Promise<ScimResult<ScimUserRecord>> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const changed = await tryToChange(settings, writer, request);
      if (changed !== null) return changed;
    }
    return contended();
  };
  return settings.inTurn(JSON.stringify([writer.organizationId, request.userId]), change, busy);
}

/** Null where somebody else wrote in between and it is worth another try. */
async function tryToChange(
  settings: ScimSettings,
  writer: Writer,
  { userId, method, body, ifMatch }: UserChangeRequest,
): Promise<ScimResult<ScimUserRecord> | null> {
  const { organizationId } = writer;
  const before = ofOrganization('scim', organizationId, await settings.store.getUser(organizationId, userId));
  if (before?.id !== userId) return notFound('User');
  if (!matches(ifMatch, before.version)) return preconditionFailed();
  const shown = { ...before.resource, id: userId };
  const read =
    method === 'PUT'
      ? readReplacement(settings.types.user, shown, body)
      : applyPatch(settings.types.user, shown, body);
  if (!read.ok) return read;
  if (read.value.changedAttributes.length === 0) return success(before);
  const at = settings.now();
  const after: ScimUserRecord = {
    ...before,
    ...userFieldsOf(withoutId(read.value)),
    lastModified: at,
    version: before.version + 1,
  };
  const change = await changeFor(settings, before, after);
  if (!change.ok) return change;
  const plan = await planForChange(settings, writer, change.value, at);
  const user = { ...after, memberId: plan.memberId };
  const write = writeOf(writer, change.value, user, plan, read.value, at);
  const outcome = await settings.store.replaceUser(user, before.version, write);
  if (outcome === 'replaced') {
    const { unlinked } = plan;
    const told = { type: 'scim_user_unlinked', at, organizationId, scimUserId: userId } as const;
    if (unlinked !== null) settings.emit({ ...told, reason: unlinked });
    const late = user.active || plan.effect !== null ? null : await shutOutLate(settings, writer, userId);
    return late ?? success(user);
  }
  if (outcome === 'user-name-taken') return userNameTaken();
  if (outcome === 'changed') return ifMatch === null || ifMatch === 'any' ? null : preconditionFailed();
  return memberRefusal(outcome);
}

/**
 * What the change is to the policy of domains. An address is held against the claims when it changes, when its person is
 * to come in again, and as long as the user leads to nobody. What switches somebody off is never refused for an address.
 */
async function changeFor(
  settings: ScimSettings,
  before: ScimUserRecord,
  after: ScimUserRecord,
): Promise<ScimResult<UserChange>> {
  const { organizationId } = before;
  const isReactivated = !before.active && after.active;
  const isAddressChanged = signInAddressOf(before.resource).text !== signInAddressOf(after.resource).text;
  const isMoved = isReactivated || isAddressChanged;
  const isLookedAt = isMoved || (after.active && before.memberId === null);
  const standing = isLookedAt ? await standingOf(settings, organizationId, after.resource) : null;
  const isRefused = after.active && isMoved && standing?.kind === 'foreign';
  if (isRefused && (await settings.foreignDomains(organizationId)) === 'reject') {
    return foreignRefusal(standing);
  }
  const wasForeign =
    isAddressChanged && (await standingOf(settings, organizationId, before.resource)).kind === 'foreign';
  return success({ before, after, isReactivated, isAddressChanged, wasForeign, standing });
}

function writeOf(
  writer: Writer,
  { before, after }: UserChange,
  { organizationId, id, memberId }: ScimUserRecord,
  { effect, unlinked }: MemberPlan,
  { changedAttributes, ignored }: ChangedResource,
  at: Date,
): ScimUserWrite {
  const switched =
    before.active === after.active
      ? null
      : after.active
        ? ('reactivated' as const)
        : ('deactivated' as const);
  const others = changedAttributes.filter((name) => switched === null || name !== 'active');
  const changes: ScimChange[] = [];
  if (others.length > 0) {
    changes.push(changeOf(organizationId, 'user.updated', id, { memberId, changedAttributes: others, at }));
  }
  if (switched !== null) {
    const about = { memberId, changedAttributes: ['active'], at };
    changes.push(changeOf(organizationId, `user.${switched}`, id, about));
  }
  const data = {
    ...{ scimUserId: id, memberId, unlinked },
    ...{ changed: namesFor(changedAttributes), ignored: namesFor(ignored) },
  };
  return {
    entry: entryOf(writer, at, `scim_user_${switched ?? 'updated'}`, data),
    changes,
    member: effect,
  };
}

function withoutId({ resource }: ChangedResource): ChangedResource['resource'] {
  const { id: _id, ...rest } = resource;
  return rest;
}
