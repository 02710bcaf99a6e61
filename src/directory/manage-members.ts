import { type Result, refusal, success } from '../errors/index.js';
import { askStore } from '../service-provider/ask-store.js';
import type { Member, MemberRole } from '../stores/interfaces/members.js';
import { type Actor, changeMember, type MemberName, MOST_TRIES } from './change-member.js';
import { entryOf, eventOf } from './events.js';
import { findMember, findMemberByIdentity } from './lookups.js';
import { requireRole } from './new-member.js';
import type { DirectorySettings } from './settings.js';

// What administrators do to members. Each step is harmless when it is repeated.

/** For the application that has proven that the invited person reads mail at the address. */
export function acceptInvitation(settings: DirectorySettings, name: MemberName): Promise<Result<Member>> {
  return changeMember(settings, name, null, ({ status, id }) => {
    if (status === 'active') return success(null);
    if (status !== 'invited') return refusal('member_deactivated', { memberId: id });
    return success({ changes: { status: 'active' }, type: 'invitation_accepted' });
  });
}

export async function changeRole(
  settings: DirectorySettings,
  name: MemberName,
  role: MemberRole,
  actor: Actor,
): Promise<Result<Member>> {
  requireRole(role);
  return changeMember(settings, name, actor, (member) =>
    success(
      member.role === role
        ? null
        : { changes: { role }, type: 'role_changed', data: { from: member.role, to: role } },
    ),
  );
}

export function deactivate(
  settings: DirectorySettings,
  name: MemberName,
  actor: Actor,
): Promise<Result<Member>> {
  return changeMember(settings, name, actor, ({ status, sessionEpoch }) =>
    success(
      status === 'deactivated'
        ? null
        : {
            changes: { status: 'deactivated', sessionEpoch: sessionEpoch + 1 },
            type: 'member_deactivated',
          },
    ),
  );
}

/**
 * Who never signed in is invited again, which neither a password nor, for an owner or admin, an identity gets past: what
 * they were before is not kept, so both must be proven, by `acceptInvitation` and by `provenMemberId`. No session of
 * before is valid afterwards.
 */
export function reactivate(
  settings: DirectorySettings,
  name: MemberName,
  actor: Actor,
): Promise<Result<Member>> {
  return changeMember(settings, name, actor, ({ status, origin, lastSignInAt, sessionEpoch }) => {
    if (status !== 'deactivated') return success(null);
    const neverCame = origin === 'application' && lastSignInAt === null;
    return success({
      changes: { status: neverCame ? 'invited' : 'active', sessionEpoch: sessionEpoch + 1 },
      type: 'member_reactivated',
    });
  });
}

export function endMemberSessions(
  settings: DirectorySettings,
  name: MemberName,
  actor: Actor,
): Promise<Result<Member>> {
  return changeMember(settings, name, actor, ({ sessionEpoch }) =>
    success({ changes: { sessionEpoch: sessionEpoch + 1 }, type: 'sessions_ended' }),
  );
}

export async function removeMember(
  settings: DirectorySettings,
  { organizationId, memberId }: MemberName,
  actor: Actor,
): Promise<Result<null>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findMember(settings, organizationId, memberId);
    if (!found.ok) return found;
    if (found.value === null) return refusal('member_unknown', { memberId });
    const { revision, email, role } = found.value;
    const event = eventOf({
      type: 'member_removed',
      at: settings.now(),
      organizationId,
      memberId,
      actor,
      data: { email, role },
    });
    const removed = await askStore('members', () =>
      settings.members.removeMember(organizationId, memberId, revision, entryOf(event)),
    );
    if (!removed.ok) return removed;
    if (removed.value === 'last-owner') return refusal('last_owner', { memberId });
    if (removed.value !== 'removed') continue;
    settings.emit(event);
    return success(null);
  }
  return refusal('membership_contended', { organizationId });
}

/**
 * Takes the identity away first and ends the sessions then: a sign-in that still found the identity read the session
 * epoch before it was raised. Where the identity is gone already, the sessions end all the same, so that an attempt that
 * failed halfway can be repeated.
 */
export async function unlinkIdentity(
  settings: DirectorySettings,
  name: MemberName,
  identityKey: string,
  actor: Actor,
): Promise<Result<Member>> {
  const { organizationId, memberId } = name;
  const holder = await findMemberByIdentity(settings, organizationId, identityKey);
  if (!holder.ok) return holder;
  if (holder.value !== null && holder.value.id !== memberId) {
    return refusal('identity_conflict', { memberId, otherMemberId: holder.value.id });
  }
  const member = await findMember(settings, organizationId, memberId);
  if (!member.ok) return member;
  if (member.value === null) return refusal('member_unknown', { memberId });
  const at = settings.now();
  const data = { identityKey };
  const event = eventOf({ type: 'member_unlinked', at, organizationId, memberId, actor, data });
  const removed = await askStore('members', () =>
    settings.members.removeLink(organizationId, identityKey, entryOf(event)),
  );
  if (!removed.ok) return removed;
  if (removed.value) settings.emit(event);
  return endMemberSessions(settings, name, actor);
}
