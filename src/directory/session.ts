import { type Result, refusal, success } from '../errors/index.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member } from '../stores/interfaces/members.js';
import { findMember, findPolicy } from './lookups.js';
import type { DirectorySettings } from './settings.js';
import { checkPassword, checkSource, keepsBreakGlass } from './standing.js';

/**
 * What a session rests on. The application keeps it in its session as it is, where the person cannot change it; it
 * passes through JSON unharmed. `connectionId` and `emailDomain` are null for another way than single sign-on.
 */
export interface SessionTicket {
  readonly organizationId: string;
  readonly memberId: string;
  readonly connectionId: string | null;
  /** The claimed domain that admitted the address, as A-labels. */
  readonly emailDomain: string | null;
  readonly memberEpoch: number;
  readonly organizationEpoch: number;
}

/** The ticket of a person who was let in, with the epochs that were read before the decision. */
export function ticketOf(
  { organizationId, id, sessionEpoch }: Member,
  policy: AccessPolicy,
  source: { readonly connectionId: string; readonly emailDomain: string } | null,
): SessionTicket {
  return Object.freeze({
    organizationId,
    memberId: id,
    connectionId: source?.connectionId ?? null,
    emailDomain: source?.emailDomain ?? null,
    memberEpoch: sessionEpoch,
    organizationEpoch: policy.sessionEpoch,
  });
}

/** Holds a ticket against what is true now; see `Directory.checkSession`. */
export async function checkSession(settings: DirectorySettings, value: unknown): Promise<Result<Member>> {
  const ticket = readTicket(value);
  if (ticket === null) return refusal('session_invalid', {});
  const { organizationId, memberId } = ticket;
  const [member, policy] = await Promise.all([
    findMember(settings, organizationId, memberId),
    findPolicy(settings, organizationId),
  ]);
  if (!member.ok) return member;
  if (!policy.ok) return policy;
  const ended = refusal('session_ended', { memberId });
  if (member.value === null) return ended;
  if (member.value.status === 'deactivated') return refusal('member_deactivated', { memberId });
  if (member.value.status !== 'active' || member.value.sessionEpoch !== ticket.memberEpoch) return ended;
  if (policy.value.sessionEpoch !== ticket.organizationEpoch) return ended;
  const allowed = await checkWay(settings, ticket, member.value, policy.value);
  return allowed.ok ? success(member.value) : allowed;
}

async function checkWay(
  settings: DirectorySettings,
  { organizationId, connectionId, emailDomain }: SessionTicket,
  member: Member,
  policy: AccessPolicy,
): Promise<Result<null>> {
  if (connectionId === null || emailDomain === null) {
    return keepsBreakGlass(member) ? success(null) : checkPassword(settings, policy, member);
  }
  if (policy.membership === 'scim' && member.scimUserId === null) {
    return refusal('not_provisioned', { organizationId, memberId: member.id });
  }
  return checkSource(settings, { organizationId, connectionId, emailDomain });
}

/** A ticket, read from a session that may have been kept for long; null for whatever is none. */
function readTicket(value: unknown): SessionTicket | null {
  if (typeof value !== 'object' || value === null) return null;
  const own: Partial<Record<keyof SessionTicket, unknown>> = Object.assign(Object.create(null), value);
  const { organizationId, memberId, connectionId, emailDomain, memberEpoch, organizationEpoch } = own;
  if (!isText(organizationId) || !isText(memberId)) return null;
  if (!isEpoch(memberEpoch) || !isEpoch(organizationEpoch)) return null;
  const names = { organizationId, memberId, memberEpoch, organizationEpoch };
  if (connectionId === null && emailDomain === null) return { ...names, connectionId, emailDomain };
  return isText(connectionId) && isText(emailDomain) ? { ...names, connectionId, emailDomain } : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isEpoch(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
