import { isSameAddress } from '../../directory/lookups.js';
import { blankMember } from '../../directory/new-member.js';
import { hasStandingInvitation } from '../../directory/standing.js';
import type { EmailAddress } from '../../organizations/email-address.js';
import type { Member } from '../../stores/interfaces/members.js';
import type { ScimUserRecord } from '../../stores/interfaces/scim.js';
import { ofOrganization } from './guard-store.js';
import { type MemberPlan, revived, unlinkedPlan, updateOf } from './member-effect.js';
import { namesOf } from './person-names.js';
import type { ScimSettings } from './settings.js';
import { entryOf, type Writer } from './write-notes.js';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** A member whom a user may lead to. */
interface Candidate {
  readonly member: Member;
  /** Whether a user that was deleted since led there: then the account is the person's own. */
  readonly wasTheirs: boolean;
}

/**
 * The member for a user who has none: the account that the person had before, else the member with the address, else a
 * new one. `address` lies in a verified domain of the organisation. Rights are never given, and accounts with rights
 * never taken: see docs/decisions/0013-scim-and-members.md.
 */
export async function linkPlan(
  settings: ScimSettings,
  writer: Writer,
  user: ScimUserRecord,
  address: EmailAddress,
  at: Date,
): Promise<MemberPlan> {
  const { organizationId } = user;
  const former = await formerMember(settings, user, address);
  const holder = ofOrganization(
    'members',
    organizationId,
    await settings.members.findMemberByEmail(organizationId, address.address),
  );
  if (former !== null && holder !== null && former.id !== holder.id) {
    return unlinkedPlan('address-of-another-member');
  }
  const member = former ?? holder;
  if (member === null) return newMember(writer, user, address, at);
  return planToLink(settings, writer, user, { member, wasTheirs: former !== null }, address, at);
}

/**
 * The account of the person before they were deleted, by externalId. A GUID names one person for ever; anything else, such
 * as an alias, may have gone to somebody else, and counts only together with the address.
 */
async function formerMember(
  { store, members }: ScimSettings,
  { externalId, organizationId }: ScimUserRecord,
  address: EmailAddress,
): Promise<Member | null> {
  if (externalId === null) return null;
  const tombstones = await store.findTombstones(organizationId, externalId);
  const own = tombstones.filter((each) => each.organizationId === organizationId);
  const ids = new Set(own.flatMap(({ memberId }) => memberId ?? []));
  const [only] = ids;
  if (only === undefined || ids.size > 1) return null;
  const member = ofOrganization('members', organizationId, await members.findMember(organizationId, only));
  if (member === null) return null;
  const isFree = member.scimUserId === null || own.some(({ userId }) => userId === member.scimUserId);
  if (!isFree) return null;
  return UUID.test(externalId) || isSameAddress(member.email, address.address) ? member : null;
}

async function planToLink(
  settings: ScimSettings,
  writer: Writer,
  user: ScimUserRecord,
  { member, wasTheirs }: Candidate,
  { address }: EmailAddress,
  at: Date,
): Promise<MemberPlan> {
  const { organizationId, role, scimUserId, status } = member;
  const leadsElsewhere = scimUserId !== null && scimUserId !== user.id;
  if (leadsElsewhere && (await settings.store.getUser(organizationId, scimUserId)) !== null) {
    return unlinkedPlan('member-of-another-user');
  }
  if (!wasTheirs) {
    // An invitation that stands is the organisation's own word. Rights that somebody has already are another matter.
    if (role !== 'member' && !hasStandingInvitation(member)) return unlinkedPlan('privileged-member');
    if (status === 'active' && settings.existingMembers === 'leave') return unlinkedPlan('existing-member');
    const isShutOut = status === 'deactivated' && member.origin !== 'scim' && scimUserId === null;
    if (isShutOut) return unlinkedPlan('member-deactivated');
  }
  // Who still leads to a user that is gone was shut out by the application, not by the identity provider.
  const returns = user.active && status === 'deactivated' && scimUserId === null;
  const leaves = !user.active && status !== 'deactivated';
  const names = namesOf(user.resource);
  const set = {
    scimUserId: user.id,
    ...(returns ? { status: revived(member) } : {}),
    ...(leaves ? { status: 'deactivated' as const } : {}),
    ...(role === 'member' && !isSameAddress(member.email, address) ? { email: address } : {}),
    ...(names.firstName === null ? {} : { firstName: names.firstName }),
    ...(names.lastName === null ? {} : { lastName: names.lastName }),
  };
  const type = leaves ? 'member_deactivated' : 'member_provisioned';
  const effect = updateOf(writer, user, member, at, { type, set, endSessions: returns || leaves });
  const staysOut = user.active && status === 'deactivated' && !returns;
  return { memberId: member.id, effect, unlinked: staysOut ? 'member-deactivated' : null };
}

function newMember(writer: Writer, user: ScimUserRecord, address: EmailAddress, at: Date): MemberPlan {
  // Rights never come from the identity provider: whatever it says, a new member is a plain one.
  const member: Member = {
    ...blankMember(user.organizationId, address.address, at),
    ...namesOf(user.resource),
    origin: 'scim',
    status: user.active ? 'active' : 'deactivated',
    scimUserId: user.id,
  };
  const data = { memberId: member.id, scimUserId: user.id, email: member.email };
  const entry = entryOf(writer, at, 'member_provisioned', data);
  return { memberId: member.id, effect: { kind: 'insert', member, entry }, unlinked: null };
}
