import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { parseEmailAddress } from '../organizations/email-address.js';
import { askStore } from '../service-provider/ask-store.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member } from '../stores/interfaces/members.js';
import type { DirectorySettings } from './settings.js';

// What the stores say, held against what they were asked: an answer about somebody else is a store that failed.

/** The policy; the strictest membership and nothing required where the organisation never chose one. */
export async function findPolicy(
  { policies }: DirectorySettings,
  organizationId: string,
): Promise<Result<AccessPolicy>> {
  const answer = await askStore('policies', () => policies.findPolicy(organizationId));
  if (!answer.ok) return answer;
  const policy = answer.value ?? null;
  if (policy === null) return success(firstPolicy(organizationId));
  return policy.organizationId === organizationId ? success(policy) : wrongAnswer('policies');
}

export async function findMember(
  { members }: DirectorySettings,
  organizationId: string,
  memberId: string,
): Promise<Result<Member | null>> {
  const answer = await askStore('members', () => members.findMember(organizationId, memberId));
  return heldAgainst(answer, (member) => member.organizationId === organizationId && member.id === memberId);
}

export async function findMemberByIdentity(
  { members }: DirectorySettings,
  organizationId: string,
  identityKey: string,
): Promise<Result<Member | null>> {
  const answer = await askStore('members', () => members.findMemberByIdentity(organizationId, identityKey));
  return heldAgainst(answer, (member) => member.organizationId === organizationId);
}

export async function findMemberByEmail(
  { members }: DirectorySettings,
  organizationId: string,
  email: string,
): Promise<Result<Member | null>> {
  const answer = await askStore('members', () => members.findMemberByEmail(organizationId, email));
  return heldAgainst(
    answer,
    (member) => member.organizationId === organizationId && isSameAddress(member.email, email),
  );
}

export async function findMemberByScimUser(
  { members }: DirectorySettings,
  organizationId: string,
  scimUserId: string,
): Promise<Result<Member | null>> {
  const answer = await askStore('members', () => members.findMemberByScimUser(organizationId, scimUserId));
  return heldAgainst(
    answer,
    (member) => member.organizationId === organizationId && member.scimUserId === scimUserId,
  );
}

/** Without regard to ASCII case, as members are unique by. */
export function isSameAddress(one: string, other: string): boolean {
  return foldAscii(one) === foldAscii(other);
}

/** Whether the domain of the member's address is a verified claim of the member's own organisation. */
export async function hasClaimedAddress(
  { domainClaims }: DirectorySettings,
  { organizationId, email }: Member,
): Promise<Result<boolean>> {
  const address = parseEmailAddress(email);
  if (!address.ok) return wrongAnswer('members');
  const owner = await askStore('domainClaims', () => domainClaims.findOrganization(address.value.domain));
  return owner.ok ? success(owner.value === organizationId) : owner;
}

export async function hasEnabledConnection(
  { connections }: DirectorySettings,
  organizationId: string,
): Promise<Result<boolean>> {
  const found = await askStore('connections', () => connections.findByOrganization(organizationId));
  if (!found.ok) return found;
  return success(
    found.value.some(
      (connection) => connection.enabled === true && connection.organizationId === organizationId,
    ),
  );
}

function firstPolicy(organizationId: string): AccessPolicy {
  return {
    organizationId,
    membership: 'invited',
    requireSso: false,
    sessionEpoch: 0,
    updatedAt: new Date(0),
    revision: 0,
  };
}

function heldAgainst(
  answer: Result<Member | null>,
  isTheOne: (member: Member) => boolean,
): Result<Member | null> {
  if (!answer.ok) return answer;
  const member = answer.value ?? null;
  return member === null || isTheOne(member) ? success(member) : wrongAnswer('members');
}

function wrongAnswer(store: string): Refusal {
  return refusal('store_unavailable', {
    store,
    reason: 'It answered with something that it was not asked for.',
  });
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
}
