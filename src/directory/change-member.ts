import { type Result, refusal, success } from '../errors/index.js';
import { askStore } from '../service-provider/ask-store.js';
import type { AuditData } from '../stores/interfaces/audit.js';
import type { Member } from '../stores/interfaces/members.js';
import { type DirectoryEventType, entryOf, eventOf } from './events.js';
import { findMember } from './lookups.js';
import type { DirectorySettings } from './settings.js';

/** How often a write is tried anew when others write the same at the same moment. */
export const MOST_TRIES = 10;

/** Who asks for a change, by the application's own name; null for claimgate itself and for the person concerned. */
export type Actor = string | null;

/** The member to change. */
export interface MemberName {
  readonly organizationId: string;
  readonly memberId: string;
}

/** What becomes of a member, and what the log says of it. */
export interface MemberChange {
  readonly changes: Partial<Pick<Member, 'role' | 'status' | 'sessionEpoch'>>;
  readonly type: DirectoryEventType;
  readonly data?: AuditData;
}

/** Decides on a change by the member as it is now; null where there is nothing to change. */
export type MemberStep = (
  member: Member,
) => Result<MemberChange | null> | Promise<Result<MemberChange | null>>;

/** Applies a step to the member, again where somebody else wrote in between. */
export async function changeMember(
  settings: DirectorySettings,
  { organizationId, memberId }: MemberName,
  actor: Actor,
  step: MemberStep,
): Promise<Result<Member>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findMember(settings, organizationId, memberId);
    if (!found.ok) return found;
    const member = found.value;
    if (member === null) return refusal('member_unknown', { memberId });
    const change = await step(member);
    if (!change.ok) return change;
    if (change.value === null) return success(member);
    const at = settings.now();
    const { changes, type, data = {} } = change.value;
    const next: Member = { ...member, ...changes, updatedAt: at, revision: member.revision + 1 };
    const event = eventOf({ type, at, organizationId, memberId, actor, data });
    const written = await askStore('members', () =>
      settings.members.replaceMember(next, member.revision, null, entryOf(event)),
    );
    if (!written.ok) return written;
    if (written.value === 'last-owner') return refusal('last_owner', { memberId });
    if (written.value !== 'replaced') continue;
    settings.emit(event);
    return success(next);
  }
  return refusal('membership_contended', { organizationId });
}
