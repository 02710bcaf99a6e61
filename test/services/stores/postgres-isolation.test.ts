import { afterAll, beforeAll, describe, expect } from 'vitest';
import { isolationOfOrganizations } from '../../scim/http/isolation.js';
import type { ScimStores } from '../../scim/http/world.js';
import { openSchema, type TestSchema, withPostgres } from './postgres-server.js';
import { settledStores } from './settled-scim.js';

let opened: TestSchema;

/** The same tables for every test, emptied before. */
async function openStores(): Promise<ScimStores> {
  const { pool, schema } = opened;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = $1 AND (tablename IN ('audit', 'members', 'organizations') OR tablename LIKE 'scim%')`,
    [schema],
  );
  await pool.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`);
  const { audit, members, replays, scim, scimCredentials, scimRequests } = settledStores(opened);
  return {
    ...{ audit, members, scim, replay: replays },
    ...{ credentials: scimCredentials, requestLog: scimRequests },
  };
}

/** Of the 10,000 requests: 500 users with a member each, a group and 500 memberships of each organisation, none across. */
async function expectRows(): Promise<void> {
  const { pool, schema } = opened;
  const counted = async (sql: string): Promise<number> => {
    const { rows } = await pool.query<{ count: string }>(`SELECT count(*) FROM ${sql}`);
    return Number(rows[0]?.count);
  };
  const memberships = `"${schema}".scim_memberships`;
  const resources = `"${schema}".scim_resources`;
  const members = `"${schema}".members`;
  expect([await counted(resources), await counted(members), await counted(memberships)]).toEqual([
    1_002, 1_000, 1_000,
  ]);
  const ownMemberships = await counted(`${memberships} s
    JOIN ${resources} g ON g.id = s.group_id JOIN ${resources} u ON u.id = s.member_id
    WHERE g.organization_id = s.organization_id AND u.organization_id = s.organization_id`);
  const ownMembers = await counted(`${members} m
    JOIN ${resources} u ON u.id = m.scim_user_id AND u.member_id = m.id
    WHERE u.organization_id = m.organization_id`);
  expect([ownMemberships, ownMembers]).toEqual([1_000, 1_000]);
}

await withPostgres(() => {
  beforeAll(async () => {
    opened = await openSchema();
  });
  afterAll(() => opened.close());

  describe('two organisations on one handler, over PostgreSQL', () => {
    isolationOfOrganizations(openStores, expectRows);
  });
});
