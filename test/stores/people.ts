import { randomUUID } from 'node:crypto';
import type { AccessPolicy } from '../../src/stores/interfaces/access-policies.js';
import type { AuditEntry } from '../../src/stores/interfaces/audit.js';
import type { IdentityLink, Member } from '../../src/stores/interfaces/members.js';

const AT = new Date('2026-03-01T12:00:00.123Z');

/** An active member with an address that no other test has. */
export function memberOf(organizationId: string, members: Partial<Member> = {}): Member {
  const id = randomUUID();
  return {
    organizationId,
    id,
    role: 'member',
    status: 'active',
    origin: 'application',
    email: `${id}@contoso.example`,
    firstName: 'Ada',
    lastName: null,
    scimUserId: null,
    sessionEpoch: 0,
    createdAt: AT,
    updatedAt: AT,
    lastSignInAt: null,
    revision: 1,
    ...members,
  };
}

export function linkOf(member: Member, members: Partial<IdentityLink> = {}): IdentityLink {
  return {
    organizationId: member.organizationId,
    connectionId: 'contoso',
    identityKey: `["name-id","contoso","https://idp.example/","format","${randomUUID()}"]`,
    memberId: member.id,
    linkedAt: AT,
    ...members,
  };
}

export function policyOf(organizationId: string, members: Partial<AccessPolicy> = {}): AccessPolicy {
  return {
    organizationId,
    membership: 'invited',
    requireSso: false,
    sessionEpoch: 0,
    updatedAt: AT,
    revision: 1,
    ...members,
  };
}

export function entryOf(organizationId: string, type: string): AuditEntry {
  return {
    id: randomUUID(),
    at: AT,
    organizationId,
    type,
    actor: 'ada',
    connectionId: null,
    code: null,
    reference: null,
    data: { memberId: 'm' },
  };
}
