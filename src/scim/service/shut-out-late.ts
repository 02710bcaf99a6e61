import { ofOrganization } from './guard-store.js';
import { contended, MOST_TRIES } from './refusals.js';
import type { ScimSettings } from './settings.js';
import { entryOf, type Writer } from './write-notes.js';

/**
 * Deactivates the member whom a sign-in made between the look at a user and the write that switched it off, or deleted
 * it: the sign-in still saw the user active, and the write knew of no member. Called after such a write; what one of the
 * two misses, the other sees. Null, or the refusal of a client that shall try again.
 */
export async function shutOutLate(
  { members, now }: ScimSettings,
  writer: Writer,
  scimUserId: string,
): Promise<ReturnType<typeof contended> | null> {
  const { organizationId } = writer;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await members.findMemberByScimUser(organizationId, scimUserId);
    const member = ofOrganization('members', organizationId, found);
    if (member === null || member.scimUserId !== scimUserId || member.status === 'deactivated') return null;
    const at = now();
    const entry = entryOf(writer, at, 'member_deactivated', {
      ...{ memberId: member.id, scimUserId, email: member.email },
    });
    const shutOut = {
      ...member,
      status: 'deactivated' as const,
      sessionEpoch: member.sessionEpoch + 1,
      updatedAt: at,
      revision: member.revision + 1,
    };
    const outcome = await members.replaceMember(shutOut, member.revision, null, entry);
    // The last owner stays, as everywhere: whom a sign-in made is no owner before somebody made them one.
    if (outcome === 'replaced' || outcome === 'last-owner') return null;
  }
  return contended();
}
