import { success } from '../../errors/index.js';
import type { ScimUserWrite } from '../../stores/interfaces/scim.js';
import type { ScimResult } from '../scim-error.js';
import { ofOrganization } from './guard-store.js';
import { planForDeletion } from './member-plan.js';
import type { VersionMatch } from './outcome.js';
import {
  busy,
  contended,
  MOST_TRIES,
  matches,
  memberRefusal,
  notFound,
  preconditionFailed,
} from './refusals.js';
import type { ScimSettings } from './settings.js';
import { shutOutLate } from './shut-out-late.js';
import { changeOf, entryOf, type Writer } from './write-notes.js';

/**
 * Deletes a user (RFC 7644 §3.6): its member is deactivated and leads nowhere, its groups lose it, and who is
 * provisioned again under the same externalId finds the account again. Refuses with 404 what is not there,
 * and with 429 where too many changes of the user wait.
 */
export function deleteUser(
  settings: ScimSettings,
  writer: Writer,
  userId: string,
  ifMatch: VersionMatch | null,
): Promise<ScimResult<null>> {
  const remove = async (): Promise<ScimResult<null>> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const deleted = await tryToDelete(settings, writer, userId, ifMatch);
      if (deleted !== null) return deleted;
    }
    return contended();
  };
  return settings.inTurn(JSON.stringify([writer.organizationId, userId]), remove, busy);
}

/** Null where somebody else wrote in between and it is worth another try. */
async function tryToDelete(
  settings: ScimSettings,
  writer: Writer,
  userId: string,
  ifMatch: VersionMatch | null,
): Promise<ScimResult<null> | null> {
  const { organizationId } = writer;
  const user = ofOrganization('scim', organizationId, await settings.store.getUser(organizationId, userId));
  if (user?.id !== userId) return notFound('User');
  if (!matches(ifMatch, user.version)) return preconditionFailed();
  const at = settings.now();
  const { memberId } = user;
  const write: ScimUserWrite = {
    entry: entryOf(writer, at, 'scim_user_deleted', { scimUserId: userId, memberId }),
    changes: [changeOf(organizationId, 'user.deleted', userId, { memberId, changedAttributes: [], at })],
    member: await planForDeletion(settings, writer, user, at),
  };
  const outcome = await settings.store.deleteUser(organizationId, userId, user.version, at, write);
  if (outcome === 'deleted') {
    const late = write.member === null ? await shutOutLate(settings, writer, userId) : null;
    return late ?? success(null);
  }
  if (outcome === 'changed') return ifMatch === null || ifMatch === 'any' ? null : preconditionFailed();
  return memberRefusal(outcome);
}
