import type { Member } from '../../stores/interfaces/members.js';
import type { ScimMemberUpdate, ScimUserRecord, ScimUserWrite } from '../../stores/interfaces/scim.js';
import { ofOrganization } from './guard-store.js';
import type { ScimSettings } from './settings.js';
import type { UnlinkedReason } from './unlinked-reason.js';
import { entryOf, type Writer } from './write-notes.js';

/** What a write of a user does to the member behind it. */
export interface MemberPlan {
  readonly memberId: string | null;
  readonly effect: ScimUserWrite['member'];
  /** Null where the user leads to a member who may come in, as far as the user says so. */
  readonly unlinked: UnlinkedReason | null;
}

export function unlinkedPlan(unlinked: UnlinkedReason): MemberPlan {
  return { memberId: null, effect: null, unlinked };
}

/**
 * The member whom a user leads to; null where it was removed, or leads elsewhere. What the member says decides: a sign-in
 * may have made one since, of which the record does not know.
 */
export async function linkedMember(
  { members }: ScimSettings,
  { id, organizationId, memberId }: ScimUserRecord,
): Promise<Member | null> {
  const asked = memberId === null ? null : await members.findMember(organizationId, memberId);
  const member = ofOrganization('members', organizationId, asked);
  if (member?.id === memberId && member?.scimUserId === id) return member;
  const made = await members.findMemberByScimUser(organizationId, id);
  const other = ofOrganization('members', organizationId, made);
  return other?.scimUserId === id ? other : null;
}

/** What a member is who may come in again: invited, if they never were in by themselves. */
export function revived({ origin, lastSignInAt }: Member): 'active' | 'invited' {
  return origin === 'application' && lastSignInAt === null ? 'invited' : 'active';
}

/** Null where nothing of the member changes. It holds for the member as it was looked at. */
export function updateOf(
  writer: Writer,
  user: ScimUserRecord,
  member: Member,
  at: Date,
  { type, set, endSessions }: { readonly type: string } & Pick<ScimMemberUpdate, 'set' | 'endSessions'>,
): ScimMemberUpdate | null {
  if (Object.keys(set).length === 0 && !endSessions) return null;
  const data = { memberId: member.id, scimUserId: user.id, email: set.email ?? member.email };
  return {
    kind: 'update',
    memberId: member.id,
    expectedScimUserId: member.scimUserId,
    expectedRevision: member.revision,
    set,
    endSessions,
    at,
    entry: entryOf(writer, at, type, data),
  };
}
