import type { IdentityLink, Member, MemberRole, MemberStatus, MemberStore } from '../interfaces/members.js';
import { auditParameter } from './audit-entries.js';
import { memberStatements } from './member-statements.js';
import { type Database, violatedConstraint } from './queries.js';
import { Row } from './row.js';
import { areStorable, digest, instant, nullableInstant, pageLimit, storable } from './values.js';

/**
 * Members and the identities that lead to them. A trigger counts the active owners and refuses the departure of the
 * last one. Throws TypeError for a link that is not the member's.
 */
export function memberStore({ any, rows, schema }: Database): MemberStore {
  const statements = memberStatements(schema);
  const find = async (statement: string, ...values: readonly string[]): Promise<Member | null> => {
    if (!areStorable(...values)) return null;
    const [found] = await rows(statement, values);
    return found === undefined ? null : readMember(new Row('member', found));
  };
  return {
    async insertMember(member, link, entry) {
      try {
        await any(statements.insert, [
          ...valuesOf(member),
          ...linkValues(member, link),
          auditParameter(entry),
        ]);
        return 'inserted';
      } catch (error) {
        return takenBy(error);
      }
    },
    findMember: (organizationId, memberId) => find(statements.find, organizationId, memberId),
    findMemberByIdentity: (organizationId, identityKey) =>
      find(statements.findByIdentity, organizationId, digest(identityKey)),
    findMemberByEmail: (organizationId, email) => find(statements.findByEmail, organizationId, email),
    findMemberByScimUser: (organizationId, scimUserId) =>
      find(statements.findByScimUser, organizationId, scimUserId),
    async listMembers(organizationId, { after, limit }) {
      const most = pageLimit(limit);
      if (!areStorable(organizationId)) return [];
      const found = await rows(statements.list, [organizationId, storable(after), most]);
      return found.map((row) => readMember(new Row('member', row)));
    },
    async listLinks(organizationId, memberId) {
      if (!areStorable(organizationId, memberId)) return [];
      const found = await rows(statements.listLinks, [organizationId, memberId]);
      return found.map((row) => readLink(new Row('identity', row)));
    },
    async replaceMember(member, expectedRevision, link, entry) {
      const values = [...valuesOf(member), ...linkValues(member, link), auditParameter(entry)];
      try {
        return (await any(statements.replace, [...values, expectedRevision])) ? 'replaced' : 'changed';
      } catch (error) {
        if (violatedConstraint(error) === 'members_last_owner') return 'last-owner';
        return takenBy(error);
      }
    },
    async removeMember(organizationId, memberId, expectedRevision, entry) {
      if (!areStorable(organizationId, memberId)) return 'changed';
      try {
        const values = [organizationId, memberId, expectedRevision, auditParameter(entry)];
        return (await any(statements.remove, values)) ? 'removed' : 'changed';
      } catch (error) {
        if (violatedConstraint(error) === 'members_last_owner') return 'last-owner';
        throw error;
      }
    },
    removeLink: async (organizationId, identityKey, entry) =>
      areStorable(organizationId) &&
      any(statements.removeLink, [organizationId, digest(identityKey), auditParameter(entry)]),
  };
}

/** Rethrows what is no answer. */
function takenBy(error: unknown): 'email-taken' | 'identity-taken' | 'scim-user-taken' {
  switch (violatedConstraint(error)) {
    case 'members_one_per_email':
      return 'email-taken';
    case 'members_one_per_scim_user':
      return 'scim-user-taken';
    case 'member_identities_pkey':
    case 'member_identities_one_per_connection':
      return 'identity-taken';
    default:
      throw error;
  }
}

function valuesOf(member: Member): readonly unknown[] {
  return [
    storable(member.organizationId),
    storable(member.id),
    member.role,
    member.status,
    member.origin,
    storable(member.email),
    storable(member.firstName),
    storable(member.lastName),
    storable(member.scimUserId),
    member.sessionEpoch,
    instant(member.createdAt),
    instant(member.updatedAt),
    nullableInstant(member.lastSignInAt),
    member.revision,
  ];
}

function linkValues(member: Member, link: IdentityLink | null): readonly unknown[] {
  if (link === null) return [null, null, null, null];
  if (link.memberId !== member.id || link.organizationId !== member.organizationId) {
    throw new TypeError('The link must lead to the member that is written');
  }
  const { connectionId, identityKey, linkedAt } = link;
  return [digest(identityKey), storable(identityKey), storable(connectionId), instant(linkedAt)];
}

const ROLES: readonly MemberRole[] = ['owner', 'admin', 'member'];
const STATUSES: readonly MemberStatus[] = ['invited', 'active', 'deactivated'];
const ORIGINS: readonly Member['origin'][] = ['application', 'jit', 'scim'];

function readMember(row: Row): Member {
  return {
    organizationId: row.text('organization_id'),
    id: row.text('id'),
    role: row.oneOf('role', ROLES),
    status: row.oneOf('status', STATUSES),
    origin: row.oneOf('origin', ORIGINS),
    email: row.text('email'),
    firstName: row.nullableText('first_name'),
    lastName: row.nullableText('last_name'),
    scimUserId: row.nullableText('scim_user_id'),
    sessionEpoch: row.integer('session_epoch'),
    createdAt: row.date('created_at'),
    updatedAt: row.date('updated_at'),
    lastSignInAt: row.nullableDate('last_sign_in_at'),
    revision: row.integer('revision'),
  };
}

function readLink(row: Row): IdentityLink {
  return {
    organizationId: row.text('organization_id'),
    connectionId: row.text('connection_id'),
    identityKey: row.text('identity_key'),
    memberId: row.text('member_id'),
    linkedAt: row.date('linked_at'),
  };
}
