import type { SignIn } from '../service-provider/sign-in.js';
import type { AuditData } from '../stores/interfaces/audit.js';
import type { Member } from '../stores/interfaces/members.js';
import type { DirectoryEventType } from './events.js';
import { isSameAddress } from './lookups.js';
import { readName } from './new-member.js';
import { isSignInWorthNoting } from './sign-in-note.js';

/** What a sign-in leaves behind on the member. */
export interface RefreshedMember {
  /** Null where nothing is worth a write. */
  readonly next: Member | null;
  /** Null where nothing is worth telling. */
  readonly type: DirectoryEventType | null;
  readonly data: AuditData;
  /** Whether the asserted address is another member's, so that this one keeps its old one. */
  readonly keptEmail: boolean;
}

interface Circumstances {
  readonly isEmailFree: boolean;
  readonly isNewLink: boolean;
}

/**
 * The member after a sign-in: active, with the asserted address and names where the identity provider has them to say.
 * What is provisioned is changed by provisioning only; names that the application was given are filled in, not replaced.
 */
export function refreshMember(
  member: Member,
  signIn: SignIn,
  at: Date,
  { isEmailFree, isNewLink }: Circumstances,
): RefreshedMember {
  const isProvisioned = member.scimUserId !== null;
  const isMoved = !isProvisioned && !isSameAddress(member.email, signIn.email);
  const email = isMoved && isEmailFree ? signIn.email : member.email;
  const names = isProvisioned ? {} : namesOf(member, signIn);
  const profile = { email, ...names };
  const isChanged =
    email !== member.email ||
    Object.entries(names).some(([key, name]) => name !== member[key as keyof typeof names]);
  const isWorthWriting =
    isNewLink || isChanged || member.status !== 'active' || isSignInWorthNoting(member, at);
  const next: Member | null = isWorthWriting
    ? {
        ...member,
        ...profile,
        status: 'active',
        // Whoever used the account before it was linked may not have been this person.
        sessionEpoch: isNewLink ? member.sessionEpoch + 1 : member.sessionEpoch,
        lastSignInAt: at,
        updatedAt: at,
        revision: member.revision + 1,
      }
    : null;
  const keptEmail = isMoved && !isEmailFree;
  if (isNewLink) {
    return { next, type: 'member_linked', data: { email, identityKey: signIn.identity.key }, keptEmail };
  }
  const type = isChanged || member.status !== 'active' ? 'member_updated' : null;
  return { next, type, data: { email, emailBefore: member.email }, keptEmail };
}

function namesOf(
  { origin, firstName, lastName }: Member,
  { claims }: SignIn,
): Pick<Member, 'firstName' | 'lastName'> {
  const asserted = { firstName: readName(claims.firstName), lastName: readName(claims.lastName) };
  return origin === 'jit'
    ? { firstName: asserted.firstName ?? firstName, lastName: asserted.lastName ?? lastName }
    : { firstName: firstName ?? asserted.firstName, lastName: lastName ?? asserted.lastName };
}
