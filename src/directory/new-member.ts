import { randomUUID } from 'node:crypto';
import { type Result, refusal, success } from '../errors/index.js';
import { parseEmailAddress } from '../organizations/email-address.js';
import { askStore } from '../service-provider/ask-store.js';
import type { Member, MemberRole } from '../stores/interfaces/members.js';
import type { Actor } from './change-member.js';
import { entryOf, eventOf } from './events.js';
import { findMemberByEmail } from './lookups.js';
import type { DirectorySettings } from './settings.js';

/** Somebody who shall be a member. */
export interface NewMember {
  readonly email: string;
  readonly role: MemberRole;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
}

const ROLES: ReadonlySet<string> = new Set<MemberRole>(['owner', 'admin', 'member']);
const LONGEST_NAME = 200;

/** Writes a member of the application's own, `invited` or `active`. */
export async function insertNewMember(
  settings: DirectorySettings,
  organizationId: string,
  { email, role, firstName = null, lastName = null }: NewMember,
  status: 'invited' | 'active',
  actor: Actor,
): Promise<Result<Member>> {
  requireRole(role);
  const address = parseEmailAddress(email);
  if (!address.ok) return refusal('member_email_invalid', { reason: address.reason });
  const at = settings.now();
  const member: Member = {
    ...blankMember(organizationId, address.value.address, at),
    role,
    status,
    firstName: readName(firstName),
    lastName: readName(lastName),
  };
  const type = status === 'invited' ? 'member_invited' : 'member_added';
  const data = { email: member.email, role };
  const event = eventOf({ type, at, organizationId, memberId: member.id, actor, data });
  const written = await askStore('members', () =>
    settings.members.insertMember(member, null, entryOf(event)),
  );
  if (!written.ok) return written;
  if (written.value !== 'inserted') {
    const other = await findMemberByEmail(settings, organizationId, member.email);
    return other.ok ? refusal('member_email_taken', { memberId: other.value?.id ?? null }) : other;
  }
  settings.emit(event);
  return success(member);
}

/** An active member without names, rights, provisioning or sign-in. */
export function blankMember(organizationId: string, email: string, at: Date): Member {
  return {
    organizationId,
    id: randomUUID(),
    role: 'member',
    status: 'active',
    origin: 'application',
    email,
    firstName: null,
    lastName: null,
    scimUserId: null,
    sessionEpoch: 0,
    createdAt: at,
    updatedAt: at,
    lastSignInAt: null,
    revision: 1,
  };
}

export function requireRole(role: MemberRole): void {
  if (!ROLES.has(role)) throw new TypeError('role must be owner, admin or member');
}

/** A name without what cannot be seen or kept, of 200 characters at most; null where nothing is left. */
export function readName(name: string | null): string | null {
  if (name === null) return null;
  if (typeof name !== 'string') throw new TypeError('A name must be a string or null');
  const visible = name.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return visible === '' ? null : [...visible].slice(0, LONGEST_NAME).join('');
}
