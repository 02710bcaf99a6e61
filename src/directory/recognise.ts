import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member } from '../stores/interfaces/members.js';
import type { ProvisionedPerson } from './settings.js';
import { hasStandingInvitation, keepsBreakGlass } from './standing.js';

/** What the stores know of who signs in. */
export interface Findings {
  readonly policy: AccessPolicy;
  /** Undefined where nothing provisions; null where there is no record. */
  readonly record: ProvisionedPerson | null | undefined;
  /** The member to whom the identity is linked. */
  readonly byIdentity: Member | null;
  /** The member of the provisioning record. */
  readonly byRecord: Member | null;
  /** The member with the asserted address. */
  readonly byEmail: Member | null;
  /** Whether the member that would be linked has another identity at this connection. */
  readonly hasOtherIdentity: boolean;
}

/** Who signs in: a member by an identity that is linked, one to link it to, or somebody to make a member of. */
export type Recognition =
  | { readonly kind: 'linked' | 'to-link'; readonly member: Member }
  | { readonly kind: 'to-create'; readonly scimUserId: string | null };

/**
 * Decides who signs in, by the link first, then by the provisioning record, then by the address: its domain is a claim
 * of the organisation, and only members of this organisation are looked at. The address never changes whose the link is.
 */
export function recognise(
  signIn: SignIn,
  findings: Findings,
  provenMemberId: string | null,
): Result<Recognition> {
  const { organizationId, connectionId } = signIn;
  const { record, byIdentity, byRecord, byEmail } = findings;
  if (record && record.active !== true) {
    return refusal('deprovisioned', { organizationId, scimUserId: record.scimUserId });
  }
  const member = byIdentity ?? byRecord ?? byEmail;
  if (member === null) return recogniseStranger(organizationId, findings);
  const notAdmitted = conflictOf(member, findings) ?? violationOf(member, findings);
  if (notAdmitted !== null) return notAdmitted;
  if (byIdentity !== null) return success({ kind: 'linked', member });
  const memberId = member.id;
  if (findings.hasOtherIdentity) return refusal('member_has_other_identity', { memberId, connectionId });
  if (needsProof(member) && memberId !== provenMemberId) {
    return refusal('link_needs_proof', { memberId, role: member.role });
  }
  return success({ kind: 'to-link', member });
}

function recogniseStranger(organizationId: string, { policy, record }: Findings): Result<Recognition> {
  if (policy.membership === 'jit') {
    return success({ kind: 'to-create', scimUserId: record?.scimUserId ?? null });
  }
  return policy.membership === 'scim'
    ? refusal('not_provisioned', { organizationId, memberId: null })
    : refusal('not_invited', { organizationId });
}

/** An address that changed hands does not matter to who is linked; all else must point to one member. */
function conflictOf(member: Member, { record, byIdentity, byRecord, byEmail }: Findings): Refusal | null {
  const memberId = member.id;
  if (byRecord !== null && byRecord.id !== memberId) {
    return refusal('identity_conflict', { memberId, otherMemberId: byRecord.id });
  }
  if (byIdentity === null && byEmail !== null && byEmail.id !== memberId) {
    return refusal('identity_conflict', { memberId, otherMemberId: byEmail.id });
  }
  const hasOtherRecord = record && member.scimUserId !== null && member.scimUserId !== record.scimUserId;
  return hasOtherRecord ? refusal('identity_conflict', { memberId, otherMemberId: null }) : null;
}

function violationOf(member: Member, { policy, record }: Findings): Refusal | null {
  const { organizationId, id: memberId, scimUserId, status } = member;
  const isProvisionedOnly = policy.membership === 'scim';
  if (status === 'deactivated') {
    // Where the record is active, it was the organisation that switched the member off, and only it can undo that.
    return isProvisionedOnly && scimUserId !== null && record?.active !== true
      ? refusal('deprovisioned', { organizationId, scimUserId })
      : refusal('member_deactivated', { memberId });
  }
  if (status !== 'active' && status !== 'invited') return refusal('member_deactivated', { memberId });
  if (isProvisionedOnly && (scimUserId === null || record === null)) {
    return refusal('not_provisioned', { organizationId, memberId });
  }
  return null;
}

/**
 * An owner or admin whom the application made can do what the identity provider has no say in. That account is connected
 * only by the person who holds it. An invitation is the organisation's own word, and says enough while it stands.
 */
function needsProof(member: Member): boolean {
  return keepsBreakGlass(member) && member.origin === 'application' && !hasStandingInvitation(member);
}
