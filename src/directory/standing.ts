import { type Result, refusal, success } from '../errors/index.js';
import { askStore } from '../service-provider/ask-store.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member } from '../stores/interfaces/members.js';
import { hasClaimedAddress, hasEnabledConnection } from './lookups.js';
import type { DirectorySettings } from './settings.js';

/** Where a sign-in or a session came from. */
export interface SignInSource {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly emailDomain: string;
}

/** Whether the connection still is one of the organisation's that is enabled, and the domain still its verified claim. */
export async function checkSource(
  settings: DirectorySettings,
  { organizationId, connectionId, emailDomain }: SignInSource,
): Promise<Result<null>> {
  const { connections, domainClaims } = settings;
  const [connection, owner] = await Promise.all([
    askStore('connections', () => connections.findById(connectionId)),
    askStore('domainClaims', () => domainClaims.findOrganization(emailDomain)),
  ]);
  if (!connection.ok) return connection;
  if (!owner.ok) return owner;
  const found = connection.value ?? null;
  if (found === null || found.id !== connectionId || found.organizationId !== organizationId) {
    return refusal('connection_unknown', { connectionId });
  }
  if (found.enabled !== true) return refusal('connection_disabled', { connectionId });
  if (owner.value === organizationId) return success(null);
  if (typeof owner.value === 'string') return refusal('email_domain_claimed_by_other', { emailDomain });
  const claimed = await askStore('domainClaims', () => domainClaims.listVerified(organizationId));
  if (!claimed.ok) return claimed;
  return refusal('email_domain_not_claimed', { emailDomain, claimedDomains: [...claimed.value] });
}

/**
 * Whether a plain member may use another way than single sign-on; owners and admins may whatever this says. People of
 * claimed domains are the identity provider's as soon as it manages the membership.
 */
export async function checkPassword(
  settings: DirectorySettings,
  { membership, requireSso }: AccessPolicy,
  member: Member,
): Promise<Result<null>> {
  if (!requireSso && membership === 'invited') return success(null);
  const memberId = member.id;
  const isClaimed = await hasClaimedAddress(settings, member);
  if (!isClaimed.ok) return isClaimed;
  if (requireSso) return refusal(isClaimed.value ? 'sso_required' : 'external_member_refused', { memberId });
  if (!isClaimed.value) return success(null);
  const isEnabled = await hasEnabledConnection(settings, member.organizationId);
  if (!isEnabled.ok) return isEnabled;
  return isEnabled.value ? refusal('sso_required', { memberId }) : success(null);
}

/**
 * Whether the organisation asked the person in and never shut them out since: each deactivation raises the session epoch.
 * After one, `invited` is only what is left of a member who never signed in, perhaps of an owner who was active; that
 * says nothing of who may take the account.
 */
export function hasStandingInvitation({ status, sessionEpoch }: Member): boolean {
  return status === 'invited' && sessionEpoch === 0;
}

/** Who keeps a way in that does not depend on the identity provider. */
export function keepsBreakGlass({ role }: Member): boolean {
  return role === 'owner' || role === 'admin';
}
