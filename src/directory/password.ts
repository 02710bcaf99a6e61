import { type Result, refusal, success } from '../errors/index.js';
import { askStore } from '../service-provider/ask-store.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member } from '../stores/interfaces/members.js';
import { type MemberName, MOST_TRIES } from './change-member.js';
import { entryOf, eventOf } from './events.js';
import { findMember, findPolicy } from './lookups.js';
import { type SessionTicket, ticketOf } from './session.js';
import type { DirectorySettings } from './settings.js';
import { isSignInWorthNoting } from './sign-in-note.js';
import { checkPassword, keepsBreakGlass } from './standing.js';

/** A person who may come in by the application's own way. */
export interface PasswordAdmission {
  readonly member: Member;
  /** Whether a plain member would have been sent to single sign-on. Each use is in the audit log. */
  readonly breakGlass: boolean;
  readonly session: SessionTicket;
}

/** See `Directory.mayUsePassword`. */
export async function mayUsePassword(
  settings: DirectorySettings,
  { organizationId, memberId }: MemberName,
): Promise<Result<PasswordAdmission>> {
  const decided = await tryToAdmit(settings, { organizationId, memberId });
  if (!decided.ok) {
    const { code } = decided.error;
    settings.emit(eventOf({ type: 'password_refused', at: settings.now(), organizationId, memberId, code }));
  }
  return decided;
}

async function tryToAdmit(
  settings: DirectorySettings,
  { organizationId, memberId }: MemberName,
): Promise<Result<PasswordAdmission>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findMember(settings, organizationId, memberId);
    if (!found.ok) return found;
    if (found.value === null) return refusal('member_unknown', { memberId });
    const member = found.value;
    if (member.status === 'invited') return refusal('invitation_pending', { memberId });
    if (member.status !== 'active') return refusal('member_deactivated', { memberId });
    const policy = await findPolicy(settings, organizationId);
    if (!policy.ok) return policy;
    const allowed = await checkPassword(settings, policy.value, member);
    // An owner comes in even while the stores of claims and connections do not answer: that is what the glass is for.
    if (!allowed.ok && !keepsBreakGlass(member)) return allowed;
    const written = await noteSignIn(settings, member, policy.value, !allowed.ok);
    if (written !== null) return written;
  }
  return refusal('membership_contended', { organizationId });
}

/** Null where somebody else wrote in between. */
async function noteSignIn(
  settings: DirectorySettings,
  member: Member,
  policy: AccessPolicy,
  breakGlass: boolean,
): Promise<Result<PasswordAdmission> | null> {
  const at = settings.now();
  const { organizationId, id: memberId, role, revision } = member;
  if (!breakGlass && !isSignInWorthNoting(member, at)) {
    return success({ member, breakGlass, session: ticketOf(member, policy, null) });
  }
  const next: Member = { ...member, lastSignInAt: at, updatedAt: at, revision: revision + 1 };
  const event = eventOf({ type: 'break_glass_used', at, organizationId, memberId, data: { role } });
  const written = await askStore('members', () =>
    settings.members.replaceMember(next, revision, null, breakGlass ? entryOf(event) : null),
  );
  if (!written.ok) return written;
  if (written.value !== 'replaced') return null;
  if (breakGlass) settings.emit(event);
  return success({ member: next, breakGlass, session: ticketOf(next, policy, null) });
}
