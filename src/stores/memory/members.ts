import type { AuditStore } from '../interfaces/audit.js';
import type { IdentityLink, Member, MemberStore } from '../interfaces/members.js';
import { oneAtATime } from './one-at-a-time.js';

/** What stores of an organisation's settings and people write beside their own entries. */
export interface AuditedStoreOptions {
  /** The log that every write is told to. A write whose entry cannot be appended does not happen. */
  readonly audit: AuditStore;
}

interface Organization {
  readonly members: Map<string, Member>;
  /** By identity key. */
  readonly links: Map<string, IdentityLink>;
}

const MOST_AT_ONCE = 1_000;

/**
 * Keeps members in the memory of this process: for one process only, for tests and for trying out. Throws `TypeError`
 * for a link that is not the member's, for a member whose id is taken, and for a limit outside 1–1000.
 */
export function memoryMembers({ audit }: AuditedStoreOptions): MemberStore {
  const organizations = new Map<string, Organization>();
  const inTurn = oneAtATime();
  const open = (organizationId: string): Organization => {
    const known = organizations.get(organizationId);
    if (known !== undefined) return known;
    const made: Organization = { members: new Map(), links: new Map() };
    organizations.set(organizationId, made);
    return made;
  };
  const find = (organizationId: string, isIt: (member: Member) => boolean): Member | null =>
    copy([...(organizations.get(organizationId)?.members.values() ?? [])].find(isIt) ?? null);
  return {
    async insertMember(...given) {
      const [member, link, entry] = copy(given);
      requireOwnLink(member, link);
      return inTurn(async () => {
        const { members, links } = open(member.organizationId);
        if (members.has(member.id)) throw new TypeError('A member with this id is there already');
        const taken = takenBy(member, members) ?? takenIdentity(link, links);
        if (taken !== null) return taken;
        await audit.append([entry]);
        members.set(member.id, member);
        if (link !== null) links.set(link.identityKey, link);
        return 'inserted';
      });
    },
    async findMember(organizationId, memberId) {
      return copy(organizations.get(organizationId)?.members.get(memberId) ?? null);
    },
    async findMemberByIdentity(organizationId, identityKey) {
      const organization = organizations.get(organizationId);
      const link = organization?.links.get(identityKey);
      return copy((link && organization?.members.get(link.memberId)) ?? null);
    },
    async findMemberByEmail(organizationId, email) {
      const folded = foldAscii(email);
      return find(organizationId, (member) => foldAscii(member.email) === folded);
    },
    async findMemberByScimUser(organizationId, scimUserId) {
      return find(organizationId, (member) => member.scimUserId === scimUserId);
    },
    async listMembers(organizationId, { after, limit }) {
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_AT_ONCE) {
        throw new TypeError(`limit must be a whole number from 1 to ${MOST_AT_ONCE}.`);
      }
      return [...(organizations.get(organizationId)?.members.values() ?? [])]
        .filter(({ id }) => after === null || id > after)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit)
        .map(copy);
    },
    async listLinks(organizationId, memberId) {
      return [...(organizations.get(organizationId)?.links.values() ?? [])]
        .filter((link) => link.memberId === memberId)
        .sort((one, other) => (one.connectionId < other.connectionId ? -1 : 1))
        .map(copy);
    },
    async replaceMember(...given) {
      const [member, expectedRevision, link, entry] = copy(given);
      requireOwnLink(member, link);
      return inTurn(async () => {
        const { members, links } = open(member.organizationId);
        const before = members.get(member.id);
        if (before?.revision !== expectedRevision) return 'changed';
        if (isLastOwner(before, members) && !isActiveOwner(member)) return 'last-owner';
        const taken = takenBy(member, members) ?? takenIdentity(link, links);
        if (taken !== null) return taken;
        if (entry !== null) await audit.append([entry]);
        members.set(member.id, member);
        if (link !== null && !links.has(link.identityKey)) links.set(link.identityKey, link);
        return 'replaced';
      });
    },
    removeMember: (organizationId, memberId, expectedRevision, entry) =>
      inTurn(async () => {
        const { members, links } = open(organizationId);
        const before = members.get(memberId);
        if (before?.revision !== expectedRevision) return 'changed';
        if (isLastOwner(before, members)) return 'last-owner';
        await audit.append([entry]);
        members.delete(memberId);
        for (const link of links.values()) if (link.memberId === memberId) links.delete(link.identityKey);
        return 'removed';
      }),
    removeLink: (organizationId, identityKey, entry) =>
      inTurn(async () => {
        const links = organizations.get(organizationId)?.links;
        if (!links?.has(identityKey)) return false;
        await audit.append([entry]);
        return links.delete(identityKey);
      }),
  };
}

function requireOwnLink(member: Member, link: IdentityLink | null): void {
  if (link === null) return;
  if (link.memberId !== member.id || link.organizationId !== member.organizationId) {
    throw new TypeError('The link must lead to the member that is written');
  }
}

function takenBy(
  member: Member,
  members: ReadonlyMap<string, Member>,
): 'email-taken' | 'scim-user-taken' | null {
  const email = foldAscii(member.email);
  for (const other of members.values()) {
    if (other.id === member.id) continue;
    if (foldAscii(other.email) === email) return 'email-taken';
    if (member.scimUserId !== null && other.scimUserId === member.scimUserId) return 'scim-user-taken';
  }
  return null;
}

function takenIdentity(
  link: IdentityLink | null,
  links: ReadonlyMap<string, IdentityLink>,
): 'identity-taken' | null {
  if (link === null) return null;
  for (const other of links.values()) {
    const isSame = other.identityKey === link.identityKey;
    if (isSame !== (other.memberId === link.memberId && other.connectionId === link.connectionId)) {
      return 'identity-taken';
    }
  }
  return null;
}

function isLastOwner(member: Member, members: ReadonlyMap<string, Member>): boolean {
  return isActiveOwner(member) && [...members.values()].filter(isActiveOwner).length === 1;
}

function isActiveOwner({ role, status }: Member): boolean {
  return role === 'owner' && status === 'active';
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

/** What the caller does to its own object, or to what it was given, must not reach the store. */
function copy<Value>(value: Value): Value {
  return structuredClone(value);
}
