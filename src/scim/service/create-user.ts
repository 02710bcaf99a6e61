import { randomUUID } from 'node:crypto';
import { success } from '../../errors/index.js';
import type { ScimUserRecord } from '../../stores/interfaces/scim.js';
import { readNewResource } from '../engine/index.js';
import type { ScimResult } from '../scim-error.js';
import { linkPlan } from './link-plan.js';
import { type MemberPlan, unlinkedPlan } from './member-effect.js';
import { contended, MOST_TRIES, memberRefusal, userNameTaken } from './refusals.js';
import type { ScimSettings } from './settings.js';
import { type AddressStanding, foreignRefusal, standingOf } from './sign-in-address.js';
import { userFieldsOf } from './user-record.js';
import { changeOf, entryOf, namesFor, type Writer } from './write-notes.js';

/**
 * Makes a user (RFC 7644 §3.3) and, as one with it, the member whom it leads to. Refuses with 400 what the engine refuses
 * and, by `foreignDomains`, an address outside the verified domains; with 409 `uniqueness` a userName that is taken.
 */
export async function createUser(
  settings: ScimSettings,
  writer: Writer,
  body: unknown,
): Promise<ScimResult<ScimUserRecord>> {
  const read = readNewResource(settings.types.user, body);
  if (!read.ok) return read;
  const { resource, ignored } = read.value;
  const { organizationId } = writer;
  const standing = await standingOf(settings, organizationId, resource);
  if (standing.kind === 'foreign' && (await settings.foreignDomains(organizationId)) === 'reject') {
    return foreignRefusal(standing);
  }
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const at = settings.now();
    const base: ScimUserRecord = {
      ...{ organizationId, id: randomUUID(), created: at, lastModified: at, version: 1, memberId: null },
      ...userFieldsOf(resource),
    };
    const plan = await planFor(settings, writer, base, standing, at);
    const user = { ...base, memberId: plan.memberId };
    const outcome = await settings.store.insertUser(user, writeOf(writer, user, plan, ignored, at));
    if (outcome === 'inserted') {
      const { unlinked } = plan;
      const told = { type: 'scim_user_unlinked', at, organizationId, scimUserId: user.id } as const;
      if (unlinked !== null) settings.emit({ ...told, reason: unlinked });
      return success(user);
    }
    if (outcome === 'user-name-taken') return userNameTaken();
    const refused = memberRefusal(outcome);
    if (refused !== null) return refused;
  }
  return contended();
}

async function planFor(
  settings: ScimSettings,
  writer: Writer,
  user: ScimUserRecord,
  standing: AddressStanding,
  at: Date,
): Promise<MemberPlan> {
  return standing.kind === 'foreign'
    ? unlinkedPlan('foreign-domain')
    : linkPlan(settings, writer, user, standing.address, at);
}

function writeOf(
  writer: Writer,
  { organizationId, id, resource, memberId }: ScimUserRecord,
  { effect, unlinked }: MemberPlan,
  ignored: readonly string[],
  at: Date,
): Parameters<ScimSettings['store']['insertUser']>[1] {
  const changedAttributes = Object.keys(resource);
  const data = { scimUserId: id, memberId, unlinked, ignored: namesFor(ignored) };
  return {
    entry: entryOf(writer, at, 'scim_user_created', data),
    changes: [changeOf(organizationId, 'user.created', id, { memberId, changedAttributes, at })],
    member: effect,
  };
}
