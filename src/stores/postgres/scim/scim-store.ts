import type { ScimStore, ScimTombstone, ScimUserRecord } from '../../interfaces/scim.js';
import type { ScimChangeStore } from '../../interfaces/scim-changes.js';
import type { Database } from '../queries.js';
import { Row } from '../row.js';
import { areStorable } from '../values.js';
import { scimGroupWrites } from './group-writes.js';
import { scimMembershipReads } from './membership-reads.js';
import { scimOutbox } from './outbox.js';
import { queryResources } from './query.js';
import {
  externalIdHash,
  mainEmailHash,
  nameHash,
  RECORD_COLUMNS,
  readGroup,
  readUser,
} from './resource-row.js';
import { scimUserWrites } from './user-writes.js';

/**
 * Provisioned users and groups, and the outbox of what changed. Throws TypeError for an id that is taken, for a page, a
 * limit or a cursor that none can be, and for a text with a NUL or half a surrogate pair.
 */
export function scimStore(database: Database): ScimStore & ScimChangeStore {
  return {
    ...scimOutbox(database),
    ...scimUserWrites(database),
    ...scimGroupWrites(database),
    ...scimMembershipReads(database),
    ...reads(database),
  };
}

type Reads = Pick<
  ScimStore,
  | 'getUser'
  | 'findUserByUserName'
  | 'findUsersByExternalId'
  | 'findUsersByEmail'
  | 'queryUsers'
  | 'findTombstones'
  | 'getGroup'
  | 'findGroupByDisplayName'
  | 'queryGroups'
>;

function reads(database: Database): Reads {
  const { rows, schema } = database;
  const where = (kind: 'User' | 'Group', condition: string): string => `
    SELECT row_to_json(f)::text AS row FROM (
      SELECT ${RECORD_COLUMNS} FROM ${schema}.scim_resources r
      WHERE r.organization_id = $1::text AND r.kind = '${kind}' AND ${condition}) f`;
  // What is found is ordered afterwards, or the planner goes through all users in their order until one matches.
  const first = (condition: string): string => `
    SELECT row_to_json(f)::text AS row FROM (
      SELECT ${RECORD_COLUMNS}, r.seq FROM ${schema}.scim_resources r
      WHERE r.organization_id = $1::text AND r.kind = 'User' AND ${condition} OFFSET 0) f
    ORDER BY f.seq LIMIT $3::integer`;
  const statements = {
    getUser: where('User', 'r.id = $2::text'),
    findUserByUserName: where('User', 'r.name_hash = $2::text'),
    findUsersByExternalId: first('r.external_id_hash = $2::text'),
    findUsersByEmail: first('r.lookup_hashes @> ARRAY[$2::text]'),
    getGroup: where('Group', 'r.id = $2::text'),
    findGroupByDisplayName: where('Group', 'r.name_hash = $2::text'),
    tombstones: `
      SELECT row_to_json(t)::text AS row FROM ${schema}.scim_tombstones t
      WHERE t.organization_id = $1::text AND t.external_id_hash = $2::text ORDER BY t.number DESC LIMIT 100`,
  };
  const one = async <Item>(
    statement: string,
    read: (found: unknown) => Item,
    ...values: readonly [string, string]
  ): Promise<Item | null> => {
    if (!areStorable(...values)) return null;
    const [found] = await rows(statement, values);
    return found === undefined ? null : read(found);
  };
  const users = async (
    statement: string,
    organizationId: string,
    hash: string,
    limit: number,
  ): Promise<readonly ScimUserRecord[]> => {
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 100) {
      throw new TypeError('limit must be a whole number from 1 to 100.');
    }
    if (!areStorable(organizationId)) return [];
    return (await rows(statement, [organizationId, hash, limit])).map(readUser);
  };
  return {
    getUser: (organizationId, userId) => one(statements.getUser, readUser, organizationId, userId),
    findUserByUserName: (organizationId, key) =>
      one(statements.findUserByUserName, readUser, organizationId, nameHash(organizationId, key)),
    findUsersByExternalId: async (organizationId, externalId, limit) =>
      users(
        statements.findUsersByExternalId,
        organizationId,
        externalIdHash(organizationId, externalId),
        limit,
      ),
    findUsersByEmail: async (organizationId, email, limit) =>
      users(
        statements.findUsersByEmail,
        organizationId,
        mainEmailHash(organizationId, email.toLowerCase()),
        limit,
      ),
    queryUsers: (organizationId, query) =>
      queryResources(database, { kind: 'User', read: readUser }, organizationId, query),
    async findTombstones(organizationId, externalId) {
      if (!areStorable(organizationId)) return [];
      const found = await rows(statements.tombstones, [
        organizationId,
        externalIdHash(organizationId, externalId),
      ]);
      return found.map(readTombstone);
    },
    getGroup: (organizationId, groupId) => one(statements.getGroup, readGroup, organizationId, groupId),
    findGroupByDisplayName: (organizationId, key) =>
      one(statements.findGroupByDisplayName, readGroup, organizationId, nameHash(organizationId, key)),
    queryGroups: (organizationId, query) =>
      queryResources(database, { kind: 'Group', read: readGroup }, organizationId, query),
  };
}

function readTombstone(found: unknown): ScimTombstone {
  const row = new Row('tombstone', found);
  return {
    organizationId: row.text('organization_id'),
    userId: row.text('user_id'),
    externalId: row.text('external_id'),
    memberId: row.nullableText('member_id'),
    deletedAt: row.date('deleted_at'),
  };
}
