import { type Result, refusal, success } from '../errors/index.js';
import { askStore } from '../service-provider/ask-store.js';
import type { AccessPolicy, MembershipPolicy } from '../stores/interfaces/access-policies.js';
import { type Actor, MOST_TRIES } from './change-member.js';
import { type DirectoryEvent, entryOf, eventOf } from './events.js';
import { findPolicy, hasEnabledConnection } from './lookups.js';
import type { DirectorySettings } from './settings.js';

/** What an administrator changes of an access policy. */
export interface PolicyChanges {
  readonly membership?: MembershipPolicy;
  readonly requireSso?: boolean;
}

const MEMBERSHIPS: ReadonlySet<string> = new Set<MembershipPolicy>(['invited', 'jit', 'scim']);

/**
 * Changes a policy, over `expectedRevision` alone where one is given. Single sign-on can only be required where a domain
 * is verified and a connection enabled: else it would lock out everybody but owners and admins.
 */
export async function changePolicy(
  settings: DirectorySettings,
  organizationId: string,
  changes: PolicyChanges,
  actor: Actor,
  expectedRevision: number | null,
): Promise<Result<AccessPolicy>> {
  requireChanges(changes);
  return writePolicy(settings, organizationId, expectedRevision, async (policy, at) => {
    const { membership = policy.membership, requireSso = policy.requireSso } = changes;
    if (membership === policy.membership && requireSso === policy.requireSso) return success(null);
    if (requireSso && !policy.requireSso) {
      const ready = await requireReady(settings, organizationId);
      if (!ready.ok) return ready;
    }
    const data = { membership, requireSso };
    const event = eventOf({ type: 'policy_changed', at, organizationId, actor, data });
    return success({ next: { ...policy, membership, requireSso }, event });
  });
}

/** Ends every session of the organisation. */
export function endOrganizationSessions(
  settings: DirectorySettings,
  organizationId: string,
  actor: Actor,
): Promise<Result<AccessPolicy>> {
  return writePolicy(settings, organizationId, null, (policy, at) => {
    const event = eventOf({ type: 'sessions_ended', at, organizationId, actor });
    return success({ next: { ...policy, sessionEpoch: policy.sessionEpoch + 1 }, event });
  });
}

interface PolicyStep {
  readonly next: AccessPolicy;
  readonly event: DirectoryEvent;
}

async function writePolicy(
  settings: DirectorySettings,
  organizationId: string,
  expectedRevision: number | null,
  step: (policy: AccessPolicy, at: Date) => Result<PolicyStep | null> | Promise<Result<PolicyStep | null>>,
): Promise<Result<AccessPolicy>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findPolicy(settings, organizationId);
    if (!found.ok) return found;
    const { revision } = found.value;
    if (expectedRevision !== null && revision !== expectedRevision) {
      return refusal('access_policy_changed', { organizationId, revision });
    }
    const at = settings.now();
    const stepped = await step(found.value, at);
    if (!stepped.ok) return stepped;
    if (stepped.value === null) return found;
    const { event } = stepped.value;
    const next: AccessPolicy = { ...stepped.value.next, updatedAt: at, revision: revision + 1 };
    const written = await askStore('policies', () =>
      settings.policies.replacePolicy(next, revision, entryOf(event)),
    );
    if (!written.ok) return written;
    if (written.value !== true) continue;
    settings.emit(event);
    return success(next);
  }
  return refusal('membership_contended', { organizationId });
}

async function requireReady(settings: DirectorySettings, organizationId: string): Promise<Result<null>> {
  const domains = await askStore('domainClaims', () => settings.domainClaims.listVerified(organizationId));
  if (!domains.ok) return domains;
  const isEnabled = await hasEnabledConnection(settings, organizationId);
  if (!isEnabled.ok) return isEnabled;
  const missing = [
    ...(domains.value.length > 0 ? [] : ['verified domain']),
    ...(isEnabled.value ? [] : ['enabled connection']),
  ];
  return missing.length === 0 ? success(null) : refusal('require_sso_not_ready', { missing });
}

function requireChanges({ membership, requireSso }: PolicyChanges): void {
  if (membership !== undefined && !MEMBERSHIPS.has(membership)) {
    throw new TypeError('membership must be invited, jit or scim');
  }
  if (requireSso !== undefined && typeof requireSso !== 'boolean') {
    throw new TypeError('requireSso must be a boolean');
  }
}
