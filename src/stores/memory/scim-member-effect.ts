import type { Member, MemberStore } from '../interfaces/members.js';
import type { ScimMemberRefusal, ScimMemberUpdate, ScimUserWrite } from '../interfaces/scim.js';

/** How often a member may be written by somebody else between the look and the write. */
const MOST_TRIES = 100;

/** Does to the member what goes with the write of a user; null where it is done, else why nothing was written. */
export async function applyMemberEffect(
  members: MemberStore,
  organizationId: string,
  effect: ScimUserWrite['member'],
): Promise<ScimMemberRefusal | null> {
  if (effect === null) return null;
  if (effect.kind === 'update') return updateMember(members, organizationId, effect);
  if (effect.member.organizationId !== organizationId) {
    throw new TypeError('The member belongs to another organisation than the user.');
  }
  const outcome = await members.insertMember(effect.member, null, effect.entry);
  if (outcome === 'inserted') return null;
  return outcome === 'identity-taken' ? 'member-changed' : outcome;
}

async function updateMember(
  members: MemberStore,
  organizationId: string,
  effect: ScimMemberUpdate,
): Promise<ScimMemberRefusal | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const member = await members.findMember(organizationId, effect.memberId);
    if (member === null || !isAsExpected(member, effect)) return 'member-changed';
    const outcome = await members.replaceMember(changed(member, effect), member.revision, null, effect.entry);
    if (outcome === 'replaced') return null;
    if (outcome === 'identity-taken') return 'member-changed';
    if (outcome !== 'changed') return outcome;
  }
  throw new Error('The member did not come to rest.');
}

function isAsExpected(member: Member, effect: ScimMemberUpdate): boolean {
  const { expectedRevision, expectedScimUserId } = effect;
  if (expectedRevision !== null && member.revision !== expectedRevision) return false;
  return member.scimUserId === expectedScimUserId;
}

function changed(member: Member, { set, endSessions, at }: ScimMemberUpdate): Member {
  const { email, firstName, lastName, scimUserId, status } = { ...member, ...set };
  return {
    ...member,
    ...{ email, firstName, lastName, scimUserId, status },
    sessionEpoch: member.sessionEpoch + (endSessions ? 1 : 0),
    updatedAt: at,
    revision: member.revision + 1,
  };
}
