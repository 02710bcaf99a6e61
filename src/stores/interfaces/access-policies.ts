import type { AuditEntry } from './audit.js';

/**
 * Who becomes a member at sign-in. `invited`: nobody; single sign-on only authenticates members. `jit` (IdP Managed
 * Access): everybody whom the identity provider lets through. `scim`: nobody; an active provisioning record is needed.
 */
export type MembershipPolicy = 'invited' | 'jit' | 'scim';

/** How an organisation lets people in. */
export interface AccessPolicy {
  readonly organizationId: string;
  readonly membership: MembershipPolicy;
  /** Members sign in by single sign-on only; owners and admins keep another way, in case it is broken. */
  readonly requireSso: boolean;
  /** Raised to end every session of the organisation. */
  readonly sessionEpoch: number;
  readonly updatedAt: Date;
  /** Raised by each write; 0 for the policy of an organisation that never chose one. */
  readonly revision: number;
}

/** Access policies of all organisations. Each write and its audit entry are one. */
export interface AccessPolicyStore {
  findPolicy(organizationId: string): Promise<AccessPolicy | null>;
  /** Writes if the revision is still `expectedRevision`, 0 for the first time. */
  replacePolicy(policy: AccessPolicy, expectedRevision: number, entry: AuditEntry): Promise<boolean>;
}
