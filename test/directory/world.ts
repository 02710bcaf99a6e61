import { createDirectory, type Directory } from '../../src/directory/create-directory.js';
import type { DirectoryEvent } from '../../src/directory/events.js';
import type { DirectoryOptions } from '../../src/directory/settings.js';
import type { ErrorCode, Result } from '../../src/errors/index.js';
import type { Connection } from '../../src/organizations/connection.js';
import { parseEmailAddress } from '../../src/organizations/email-address.js';
import type { SignIn } from '../../src/service-provider/sign-in.js';
import type { AccessPolicyStore, MembershipPolicy } from '../../src/stores/interfaces/access-policies.js';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type { IdentityLink, Member, MemberStore } from '../../src/stores/interfaces/members.js';
import { memoryAccessPolicies, memoryAuditStore, memoryMembers } from '../../src/stores/memory/index.js';
import { connectionOf } from '../organizations/connections.js';
import { entryOf, memberOf } from '../stores/people.js';

export const ORG = 'org-contoso';

/** A directory over memory stores, with everything around it that a test may change. */
export interface World {
  readonly directory: Directory;
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly policies: AccessPolicyStore;
  /** By id. */
  readonly connections: Map<string, Connection>;
  /** Verified domains and their organisations. */
  readonly claims: Map<string, string>;
  readonly events: DirectoryEvent[];
  readonly clock: { now: Date };
}

/** Contoso with one enabled connection and two verified domains. */
export function world(options: Partial<DirectoryOptions> = {}): World {
  const audit = memoryAuditStore();
  const connections = new Map([['contoso', connectionOf({})]]);
  const claims = new Map([
    ['contoso.example', ORG],
    ['contoso.test', ORG],
  ]);
  const events: DirectoryEvent[] = [];
  const clock = { now: new Date('2026-03-01T12:00:00Z') };
  const made = {
    members: memoryMembers({ audit }),
    policies: memoryAccessPolicies({ audit }),
    connections: {
      findById: async (id: string) => connections.get(id) ?? null,
      findByOrganization: async (id: string) =>
        [...connections.values()].filter(({ organizationId }) => organizationId === id),
    },
    domainClaims: {
      findOrganization: async (domain: string) => claims.get(domain) ?? null,
      listVerified: async (id: string) =>
        [...claims].filter(([, org]) => org === id).map(([domain]) => domain),
    },
    clock: () => clock.now,
    onEvent: (event: DirectoryEvent) => events.push(event),
    ...options,
  };
  const { members, policies } = made;
  return { directory: createDirectory(made), audit, members, policies, connections, claims, events, clock };
}

/** What `finishSignIn` returns for the person of this object id. */
export function signInOf(
  email: string,
  {
    objectId = email,
    connectionId = 'contoso',
    organizationId = ORG,
    kind = 'tenant-object',
    ...names
  }: Partial<Record<'objectId' | 'connectionId' | 'organizationId' | 'firstName' | 'lastName', string>> & {
    readonly kind?: SignIn['identity']['kind'];
  } = {},
): SignIn {
  const address = parseEmailAddress(email);
  if (!address.ok) throw new Error(address.reason);
  return {
    organizationId,
    connectionId,
    identity: { kind, key: JSON.stringify([kind, connectionId, 'https://idp.example/', 'tenant', objectId]) },
    email: address.value.address,
    emailDomain: address.value.domain,
    claims: {
      email: address.value,
      firstName: null,
      lastName: null,
      ...names,
      groups: ['admins'],
      roles: ['owner'],
    },
  } as unknown as SignIn;
}

export function linkTo(member: Member, { identity, connectionId }: SignIn): IdentityLink {
  const { organizationId, id: memberId, createdAt: linkedAt } = member;
  return { organizationId, connectionId, identityKey: identity.key, memberId, linkedAt };
}

export async function given(
  { members }: World,
  changes: Partial<Member>,
  signIn: SignIn | null = null,
): Promise<Member> {
  const member = memberOf(ORG, changes);
  const link = signIn && linkTo(member, signIn);
  if ((await members.insertMember(member, link, entryOf(ORG, 'given'))) !== 'inserted') {
    throw new Error('The member was not inserted.');
  }
  return member;
}

export async function choose(
  { policies }: World,
  membership: MembershipPolicy,
  requireSso = false,
): Promise<void> {
  const before = await policies.findPolicy(ORG);
  const revision = before?.revision ?? 0;
  const next = {
    organizationId: ORG,
    membership,
    requireSso,
    sessionEpoch: before?.sessionEpoch ?? 0,
    updatedAt: new Date(0),
    revision: revision + 1,
  };
  await policies.replacePolicy(next, revision, entryOf(ORG, 'chosen'));
}

export function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw result.error;
  return result.value;
}

/** The code of a refusal; null for a success. */
export function codeOf(result: Result<unknown>): ErrorCode | null {
  return result.ok ? null : result.error.code;
}

export async function everybody({ members }: World): Promise<readonly Member[]> {
  return members.listMembers(ORG, { after: null, limit: 1_000 });
}

export async function loggedTypes({ audit }: World): Promise<readonly string[]> {
  const entries = await audit.list(ORG, { before: null, limit: 1_000 });
  return entries
    .map(({ type }) => type)
    .filter((type) => type !== 'given' && type !== 'chosen')
    .toReversed();
}
