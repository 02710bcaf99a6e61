import { isSameAddress } from '../../directory/lookups.js';
import type { EmailAddress } from '../../organizations/email-address.js';
import type { Member } from '../../stores/interfaces/members.js';
import type { ScimMemberUpdate, ScimUserRecord } from '../../stores/interfaces/scim.js';
import { ofOrganization } from './guard-store.js';
import { linkPlan } from './link-plan.js';
import { linkedMember, type MemberPlan, revived, unlinkedPlan, updateOf } from './member-effect.js';
import { namesOf } from './person-names.js';
import type { ScimSettings } from './settings.js';
import { type AddressStanding, signInAddressOf, standingOf } from './sign-in-address.js';
import type { Writer } from './write-notes.js';

/** A user before and after a change, both with the `memberId` of before. */
export interface UserChange {
  readonly before: ScimUserRecord;
  readonly after: ScimUserRecord;
  readonly isReactivated: boolean;
  readonly isAddressChanged: boolean;
  /** Whether the address of before admitted nobody: only then does a new one let a member in again. */
  readonly wasForeign: boolean;
  /** Null where it was not looked at, as nothing of it changed. */
  readonly standing: AddressStanding | null;
}

/** What a change of a user does to the member. A user without one is linked as a new one is, where that is due. */
export async function planForChange(
  settings: ScimSettings,
  writer: Writer,
  change: UserChange,
  at: Date,
): Promise<MemberPlan> {
  const { before, after, isAddressChanged, isReactivated, standing } = change;
  const member = await linkedMember(settings, before);
  if (member !== null) return planForMember(settings, writer, change, member, at);
  // Whom the application removed comes back only by a change that says so.
  const isRemoved = before.memberId !== null && !isReactivated && !isAddressChanged;
  if (isRemoved) return unlinkedPlan('member-removed');
  if (!after.active || standing === null) return { memberId: null, effect: null, unlinked: null };
  if (standing.kind === 'foreign') return unlinkedPlan('foreign-domain');
  return linkPlan(settings, writer, after, standing.address, at);
}

/** What the end of a user does to the member: it leads nowhere any more, and its person comes in no more. */
export async function planForDeletion(
  settings: ScimSettings,
  writer: Writer,
  user: ScimUserRecord,
  at: Date,
): Promise<ScimMemberUpdate | null> {
  const member = await linkedMember(settings, user);
  if (member === null) return null;
  // Whom the application itself shut out stays so, also when the person is provisioned again: that the member still
  // leads to the user says it.
  if (member.status === 'deactivated' && !(await isShutOutByProvisioning(settings, user, member)))
    return null;
  return updateOf(writer, user, member, at, {
    type: 'member_deactivated',
    set: { status: 'deactivated', scimUserId: null },
    endSessions: true,
  });
}

/**
 * Whether a member is out because the identity provider said so: by switching the user off, or by moving it to an address
 * outside the verified domains. A domain that was released since moved nobody: the member still has the address.
 */
async function isShutOutByProvisioning(
  settings: ScimSettings,
  user: ScimUserRecord,
  { email }: Member,
): Promise<boolean> {
  if (!user.active || isSameAddress(email, signInAddressOf(user.resource).text)) return !user.active;
  return (await standingOf(settings, user.organizationId, user.resource)).kind === 'foreign';
}

async function planForMember(
  settings: ScimSettings,
  writer: Writer,
  { before, after, isAddressChanged, isReactivated, wasForeign, standing }: UserChange,
  member: Member,
  at: Date,
): Promise<MemberPlan> {
  const memberId = member.id;
  const names = changedNames(before, after, member);
  const isShutOut = !after.active || standing?.kind === 'foreign';
  const unlinked = standing?.kind === 'foreign' && after.active ? ('foreign-domain' as const) : null;
  if (isShutOut) {
    const leaves = member.status !== 'deactivated';
    const set = { ...names, ...(leaves ? { status: 'deactivated' as const } : {}) };
    const type = leaves ? 'member_deactivated' : 'member_updated';
    const effect = updateOf(writer, after, member, at, { type, set, endSessions: leaves });
    return { memberId, effect, unlinked };
  }
  const returns = member.status === 'deactivated' && (isReactivated || (isAddressChanged && wasForeign));
  const email =
    isAddressChanged && standing !== null ? await newEmail(settings, member, standing.address) : {};
  const set = { ...names, ...email, ...(returns ? { status: revived(member) } : {}) };
  const type = returns ? 'member_reactivated' : 'member_updated';
  // No session of before the deactivation comes to life again, however it came about.
  const effect = updateOf(writer, after, member, at, { type, set, endSessions: returns });
  return { memberId, effect, unlinked };
}

/**
 * A plain member's address follows the identity provider. That of an owner or admin does not: who gets the mail of an
 * account with such rights could reset its password. Nor does one that another member has.
 */
async function newEmail(
  { members }: ScimSettings,
  { id, organizationId, email, role }: Member,
  { address }: EmailAddress,
): Promise<{ readonly email?: string }> {
  if (role !== 'member' || isSameAddress(email, address)) return {};
  const other = ofOrganization(
    'members',
    organizationId,
    await members.findMemberByEmail(organizationId, address),
  );
  return other === null || other.id === id ? { email: address } : {};
}

function changedNames(
  before: ScimUserRecord,
  after: ScimUserRecord,
  member: Member,
): Partial<Pick<Member, 'firstName' | 'lastName'>> {
  const [old, now] = [namesOf(before.resource), namesOf(after.resource)];
  return {
    ...(old.firstName !== now.firstName && now.firstName !== member.firstName
      ? { firstName: now.firstName }
      : {}),
    ...(old.lastName !== now.lastName && now.lastName !== member.lastName ? { lastName: now.lastName } : {}),
  };
}
