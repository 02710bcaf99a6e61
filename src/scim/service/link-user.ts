import type { ErrorDetails } from '../../errors/index.js';
import { type Result, refusal, success } from '../../errors/index.js';
import { askStore } from '../../service-provider/ask-store.js';
import type { Member } from '../../stores/interfaces/members.js';
import type { ScimUserRecord } from '../../stores/interfaces/scim.js';
import { linkedMember, updateOf } from './member-effect.js';
import { MOST_TRIES } from './refusals.js';
import type { ScimSettings } from './settings.js';
import { standingOf } from './sign-in-address.js';
import { entryOf, type Writer } from './write-notes.js';

export interface LinkRequest {
  readonly organizationId: string;
  readonly scimUserId: string;
  readonly memberId: string;
  /** Who decided it, by the application's name. */
  readonly actor: string;
}

type Reason = ErrorDetails['scim_link_refused']['reason'];

/**
 * Leads a provisioned user to a member by decision of an administrator of the application: what provisioning never does
 * by itself with owners and admins. From then on deactivation by the identity provider ends the member's access.
 */
export async function linkUser(settings: ScimSettings, request: LinkRequest): Promise<Result<null>> {
  const linked = await askStore('scim', () => tryToLink(settings, request));
  return linked.ok ? linked.value : linked;
}

async function tryToLink(settings: ScimSettings, request: LinkRequest): Promise<Result<null>> {
  const { organizationId, scimUserId, memberId, actor } = request;
  const refused = (reason: Reason) => refusal('scim_link_refused', { scimUserId, memberId, reason });
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const user = await settings.store.getUser(organizationId, scimUserId);
    if (user?.id !== scimUserId || user.organizationId !== organizationId) {
      return refusal('scim_user_unknown', { scimUserId });
    }
    const member = await settings.members.findMember(organizationId, memberId);
    if (member?.id !== memberId || member.organizationId !== organizationId) return refused('member-unknown');
    if (user.memberId === memberId && member.scimUserId === scimUserId) return success(null);
    const reason = await reasonAgainst(settings, user, member);
    if (reason !== null) return refused(reason);
    const writer: Writer = { organizationId, credentialId: null, actor };
    const at = settings.now();
    const next = { ...user, memberId, lastModified: at, version: user.version + 1 };
    const set = { scimUserId };
    const outcome = await settings.store.replaceUser(next, user.version, {
      entry: entryOf(writer, at, 'scim_user_linked', { scimUserId, memberId }),
      changes: [],
      member: updateOf(writer, next, member, at, { type: 'member_provisioned', set, endSessions: false }),
    });
    if (outcome === 'replaced') return success(null);
  }
  return refused('changed-meanwhile');
}

async function reasonAgainst(
  settings: ScimSettings,
  user: ScimUserRecord,
  member: Member,
): Promise<Reason | null> {
  if (member.scimUserId !== null) return 'member-of-another-user';
  if ((await linkedMember(settings, user)) !== null) return 'user-has-a-member';
  if (!user.active) return 'user-inactive';
  const standing = await standingOf(settings, user.organizationId, user.resource);
  return standing.kind === 'claimed' ? null : 'address-not-claimed';
}
