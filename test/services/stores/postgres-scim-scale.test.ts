import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScimFilter, ScimQuery } from '../../../src/stores/interfaces/scim-query.js';
import {
  type PostgresQueries,
  type PostgresStores,
  postgresStores,
} from '../../../src/stores/postgres/index.js';
import { groupOf, groupWrite, userOf, userWrite } from '../../stores/scim-records.js';
import { openSchema, type TestSchema, withPostgres } from './postgres-server.js';

/** Users of an organisation; half of them are in its one group. */
const SIZES = { small: 1_000, large: 100_000 } as const;
const PAGE = 100;
/** Pages of an index or of a table that the large organisation may cost more: its indexes are deeper. */
const DEEPER = 12;
/** `jit_above_cost` as PostgreSQL has it: what it thinks costs more it compiles first, which takes longer than a page. */
const COMPILED_ABOVE = 100_000;

type Ask = (stores: PostgresStores, org: keyof typeof SIZES) => Promise<unknown>;

/** What provisioning does all the time, with what it answers. */
const HOT: readonly (readonly [string, Ask, unknown])[] = [
  [
    'adds a member',
    (s, org) => change(s, org, { add: [idOf(org, SIZES[org])] }),
    { added: [expect.anything()] },
  ],
  [
    'removes a member',
    (s, org) => change(s, org, { remove: [idOf(org, 7)] }),
    { removed: [expect.anything()] },
  ],
  ['finds a userName', ({ scim }, org) => scim.findUserByUserName(org, 'u7'), { externalId: 'e7' }],
  ['finds an externalId', ({ scim }, org) => scim.findUsersByExternalId(org, 'e7', 2), [{ userName: 'U7' }]],
  [
    'finds an address',
    ({ scim }, org) => scim.findUsersByEmail(org, 'U7@x.example', 2),
    [{ userName: 'U7' }],
  ],
  ['filters by userName', users(eq(['userName'], 'u7')), { total: 1 }],
  ['filters by externalId', users({ ...eq(['externalId'], 'e7'), caseExact: true }), { total: 1 }],
  ['filters by an address', users(work('u7@X.example')), { total: 1 }],
  [
    'filters by id and an unindexed attribute',
    users(both(eq(['title'], 'x'), eq(['userName'], 'u7'))),
    { total: 0 },
  ],
  ['asks whether somebody is a member', (s, org) => groupsWith(s, org, idOf(org, 7)), { total: 1 }],
  [
    'shows the first page',
    page({ kind: 'index', startIndex: 1, count: PAGE }),
    { records: { length: PAGE } },
  ],
  ['shows a page at the end of the list by index', lastPage, { records: { length: PAGE } }],
  ['shows a page at the end of the list by cursor', lastByCursor, { records: { length: PAGE }, next: null }],
  ['pages the members at the end', lastMembers, { length: PAGE }],
  [
    'lists groups of a user',
    ({ scim }, org) => scim.listGroupsOf(org, [idOf(org, 7)]),
    [{ groupId: `${'g'}` }],
  ],
  ['counts', ({ scim }, org) => scim.countResources(org), { groups: 1 }],
  ['makes a user', ({ scim }, org) => make(scim, org), 'inserted'],
  ['deletes a user who is in the group', ({ scim }, org) => drop(scim, org), 'deleted'],
];

await withPostgres(() => {
  let opened: TestSchema;
  beforeAll(async () => {
    opened = await openSchema(2);
    for (const [org, size] of Object.entries(SIZES)) await fill(opened, org, size);
    const tables = ['resources', 'memberships', 'organizations', 'changes'].map(
      (t) => `${opened.schema}.scim_${t}`,
    );
    await opened.pool.query(`VACUUM ANALYZE ${tables.join(', ')}`);
  }, 300_000);
  afterAll(() => opened.close());

  describe(`with ${SIZES.large} users, 50,000 of them in a group`, () => {
    it.each(HOT)('%s at the cost of an organisation of 1,000', async (_name, ask, expected) => {
      const small = await measure(opened, (stores) => ask(stores, 'small'));
      const large = await measure(opened, (stores) => ask(stores, 'large'));
      for (const { answer } of [small, large]) {
        if (typeof expected === 'object') expect(answer).toMatchObject(expected as object);
        else expect(answer).toBe(expected);
      }
      expect(large.scanned).toBe(0);
      expect(large.rows).toBeLessThanOrEqual(small.rows + 5);
      expect(large.rows).toBeLessThanOrEqual(3 * PAGE);
      expect(large.buffers).toBeLessThanOrEqual(small.buffers + DEEPER);
      expect(large.cost).toBeLessThan(COMPILED_ABOVE);
    });

    it('asks the fewer records the more a filter asks, but where one is named', async () => {
      const many = Array.from({ length: 100 }, (_, index) => eq(['title'], `${index}`));
      const some: ScimFilter = { kind: 'or', operands: many };
      const refused = await measure(opened, (s) => users(some)(s, 'large'));
      expect(refused).toMatchObject({ answer: 'too-many', scanned: 0 });
      expect(refused.rows).toBeLessThan(5);
      expect(await users(some)(opened.stores, 'small')).toMatchObject({ total: 0 });
      const inGroup = { ...eq(['groups', 'value'], 'g'), caseExact: true };
      expect(await users(both(inGroup, some))(opened.stores, 'large')).toBe('too-many');
      const named = await measure(opened, (s) => users(both(some, eq(['userName'], 'u7')))(s, 'large'));
      expect(named).toMatchObject({ answer: { total: 0 }, rows: 1 });
    });

    it('refuses to look through more than the limit, before it does', async () => {
      await opened.pool.query(
        `UPDATE ${opened.schema}.scim_organizations SET users = 100001 WHERE organization_id = 'large'`,
      );
      const refused = await measure(opened, (s) => users(eq(['title'], 'x'))(s, 'large'));
      expect(refused).toMatchObject({ answer: 'too-many', scanned: 0 });
      expect(refused.rows).toBeLessThan(5);
      const inMemory = await measure(opened, (s) => users(since('2026-01-01T00:00:00.000Z'))(s, 'small'));
      expect(inMemory.answer).toMatchObject({ total: 0 });
      await opened.pool.query(
        `UPDATE ${opened.schema}.scim_organizations SET users = 100000 WHERE organization_id = 'large'`,
      );
      expect(await users(eq(['title'], 'x'))(opened.stores, 'large')).toMatchObject({ total: 0 });
      expect(await users(since('2026-01-01T00:00:00.000Z'))(opened.stores, 'large')).toBe('too-many');
    }, 60_000);
  });
});

interface Measured {
  readonly answer: unknown;
  /** What the planner thinks that the costliest statement costs. */
  readonly cost: number;
  /** Pages of tables and indexes that were touched. */
  readonly buffers: number;
  /** Rows that indexes led to. */
  readonly rows: number;
  /** Rows that were read by going through a table, but for the two that have a row or two. */
  readonly scanned: number;
}

/** Asks once to warm up, then once more under EXPLAIN and statistics; nothing stays of it. */
async function measure(
  { connect, schema }: TestSchema,
  ask: (s: PostgresStores) => Promise<unknown>,
): Promise<Measured> {
  const client = await connect();
  let [buffers, cost] = [0, 0];
  const explained: PostgresQueries = {
    async query(text, values) {
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
      const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
      buffers += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      cost = Math.max(cost, plan['Total Cost']);
      return { rows: [] };
    },
  };
  await client.query('BEGIN');
  const answer = await undone(client, () => ask(postgresStores(client, { schema })));
  await undone(client, () => ask(postgresStores(client, { schema })));
  const before = await read(client, schema);
  await undone(client, () => ask(postgresStores(explained, { schema })).catch(() => undefined));
  const after = await read(client, schema);
  await client.query('ROLLBACK');
  await client.end();
  const [rows, scanned] = [after.rows - before.rows, after.scanned - before.scanned];
  return { answer, cost, buffers, rows, scanned };
}

async function undone<Value>(client: pg.Client, act: () => Promise<Value>): Promise<Value> {
  await client.query('SAVEPOINT s');
  const value = await act();
  await client.query('ROLLBACK TO SAVEPOINT s');
  return value;
}

async function read(client: pg.Client, schema: string): Promise<{ rows: number; scanned: number }> {
  const { rows } = await client.query(
    `SELECT sum(seq_tup_read)::integer AS scanned, sum(idx_tup_fetch)::integer AS rows FROM pg_stat_xact_user_tables
     WHERE schemaname = $1 AND relname NOT IN ('audit_state', 'scim_organizations')`,
    [schema],
  );
  return rows[0];
}

async function fill({ pool, schema }: TestSchema, org: string, size: number): Promise<void> {
  const hash = (
    ...parts: readonly string[]
  ) => `translate(encode(sha256(convert_to('["' || ${parts.join(` || '","' || `)}
    || '"]', 'UTF8')), 'base64'), '+/=', '-_')`;
  const email = (kind: string) => hash(`'${kind}'`, `'${org}'`, `'u' || n || '@x.example'`);
  const resource = `jsonb_build_object('userName', 'U' || n, 'active', true, 'externalId', 'e' || n, 'emails',
    jsonb_build_array(jsonb_build_object('type', 'work', 'value', 'u' || n || '@x.example')))`;
  await pool.query(`
    INSERT INTO ${schema}.scim_resources (organization_id, id, kind, name, name_key, name_hash, external_id,
      external_id_hash, active, member_count, resource, folded, lookup_hashes, created, last_modified, version)
    SELECT '${org}', '${org}-' || lpad(n::text, 7, '0'), 'User', 'U' || n, 'u' || n,
      ${hash(`'name'`, `'${org}'`, `'u' || n`)}, 'e' || n, ${hash(`'externalId'`, `'${org}'`, `'e' || n`)}, true, 0,
      ${resource}, ${resource}, ARRAY[${email('email')}, ${email('main email')}], now(), now(), 1
    FROM generate_series(1, ${size}) n`);
  await pool.query(`
    INSERT INTO ${schema}.scim_resources (organization_id, id, kind, name, name_key, name_hash, member_count, resource,
      folded, lookup_hashes, created, last_modified, version)
    VALUES ('${org}', 'g', 'Group', 'G', 'g', 'g', ${size / 2}, '{"displayName":"G"}', '{}', '{}', now(), now(), 1)`);
  await pool.query(`
    INSERT INTO ${schema}.scim_memberships SELECT '${org}', 'g', '${org}-' || lpad(n::text, 7, '0'), 'User'
    FROM generate_series(1, ${size / 2}) n`);
  await pool.query(`INSERT INTO ${schema}.scim_organizations VALUES ('${org}', ${size}, 1)`);
}

function idOf(org: string, number: number): string {
  return `${org}-${`${number}`.padStart(7, '0')}`;
}

function change({ scim }: PostgresStores, org: string, asked: { add?: string[]; remove?: string[] }) {
  const members = { kind: 'delta', add: [], remove: [], ...asked } as const;
  const group = groupOf(org, { id: 'g' });
  return scim.changeGroup(
    org,
    'g',
    { attributes: null, members, expectedVersion: null },
    groupWrite(group, null),
  );
}

function make(scim: PostgresStores['scim'], org: string) {
  const user = userOf(org);
  return scim.insertUser(user, userWrite(user, 'user.created'));
}

function drop(scim: PostgresStores['scim'], org: string) {
  const user = userOf(org, { id: idOf(org, 7) });
  return scim.deleteUser(org, user.id, null, new Date(), userWrite(user, 'user.deleted'));
}

function users(filter: ScimFilter): Ask {
  const query: ScimQuery = { filter, sort: null, page: { kind: 'index', startIndex: 1, count: 10 } };
  return ({ scim }, org) => scim.queryUsers(org, query);
}

function page(part: ScimQuery['page']): Ask {
  return ({ scim }, org) => scim.queryUsers(org, { filter: null, sort: null, page: part });
}

function lastPage(stores: PostgresStores, org: keyof typeof SIZES): Promise<unknown> {
  return page({ kind: 'index', startIndex: SIZES[org] - PAGE + 1, count: PAGE })(stores, org);
}

/** Sequence numbers count on from the small organisation, whose group has one too. */
function lastByCursor(stores: PostgresStores, org: keyof typeof SIZES): Promise<unknown> {
  const before = org === 'small' ? 0 : SIZES.small + 1;
  const after = JSON.stringify([null, before + SIZES[org] - PAGE]);
  return page({ kind: 'cursor', after, count: PAGE })(stores, org);
}

function lastMembers({ scim }: PostgresStores, org: keyof typeof SIZES): Promise<unknown> {
  return scim.listMemberships(org, 'g', { after: idOf(org, SIZES[org] / 2 - PAGE), limit: PAGE });
}

function groupsWith({ scim }: PostgresStores, org: string, memberId: string): Promise<unknown> {
  const filter = both(
    { ...eq(['id'], 'g'), caseExact: true },
    { ...eq(['members', 'value'], memberId), caseExact: true },
  );
  return scim.queryGroups(org, { filter, sort: null, page: { kind: 'index', startIndex: 1, count: 10 } });
}

function eq(path: readonly string[], value: string) {
  return { kind: 'compare', path, operator: 'eq', value, type: 'string', caseExact: false } as const;
}

function both(...operands: readonly ScimFilter[]): ScimFilter {
  return { kind: 'and', operands };
}

function work(address: string): ScimFilter {
  return { kind: 'element', path: ['emails'], filter: both(eq(['type'], 'work'), eq(['value'], address)) };
}

/** Only memory tells moments of a document. */
function since(value: string): ScimFilter {
  return {
    kind: 'compare',
    path: ['urn:x', 'since'],
    operator: 'gt',
    value,
    type: 'dateTime',
    caseExact: false,
  };
}
