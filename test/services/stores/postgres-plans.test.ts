import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type PostgresQueries,
  type PostgresStores,
  postgresStores,
} from '../../../src/stores/postgres/index.js';
import { pendingRequest } from '../../stores/contract.js';
import { memberOf } from '../../stores/people.js';
import { openSchema, type TestSchema, withPostgres } from './postgres-server.js';

const ROWS = 10_000;
const AT = new Date('2026-03-01T12:00:00Z');
/** One table of each kind, filled with what many organisations would have. */
const FILL = [
  `INSERT INTO requests SELECT 'r' || n, 'sign-in', 'o' || n % 500, 'c' || n % 500, 1, '', '', '/', false, now(), now(),
     NULL, now() + n * interval '1 second' FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO replays SELECT 'k' || n, now() + n * interval '1 second' FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO sessions SELECT 'o' || n % 500, 'c' || n % 500, 's' || n, 'n' || n % 5000, ARRAY['i' || n], 's', 'k',
     '{}', '[]', now() + n * interval '1 second' FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO session_logouts SELECT 'o', 'c', 'k' || n, now(), now() + n * interval '1 second'
     FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO access_policies SELECT 'o' || n, 'jit', true, 0, now(), 1 FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO domain_claims SELECT 'o' || n, 'd' || n || '.example', 't', CASE WHEN n % 3 = 0 THEN 'verified' ELSE
     'pending' END, now(), NULL, NULL, NULL, NULL, now() + n * interval '1 minute', NULL, NULL, 1
     FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO connections SELECT 'c' || n, 'o' || n, 'draft', '{}', '[]', NULL, 1, now(), NULL, now(), 'h' || n, 1
     FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO members SELECT 'o' || n % 500, 'm' || n, 'member', 'active', 'jit', 'm' || n || '@example.com', NULL,
     NULL, NULL, 0, now(), now(), NULL, 1 FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO member_identities SELECT 'o' || n % 500, 'h' || n, 'k', 'c', 'm' || n, now()
     FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO audit (id, at, organization_id, type, data) SELECT 'a' || n, now() - n * interval '1 minute',
     'o' || n % 500, 't', '{}' FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO scim_credentials (id, organization_id, kind, label, scopes, created_at) SELECT 'c' || n, 'o' || n % 500,
     'bearer', '', '[]', now() FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO scim_access_tokens SELECT 't' || n, 'o' || n % 500, 'c' || n, '', '[]', now() + n * interval '1 second'
     FROM generate_series(1, ${ROWS}) n`,
];

/** What is asked while people sign in or a schedule runs, and the index that has to answer. */
const HOT: readonly (readonly [string, string, (stores: PostgresStores) => Promise<unknown>])[] = [
  ['requests.find', 'requests_pkey', ({ requests }) => requests.find('r77')],
  ['requests.consume', 'requests_pkey', ({ requests }) => requests.consume('r77')],
  ['sessions.find', 'sessions_pkey', ({ sessions }) => sessions.find('o1', 'c1', 's')],
  [
    'sessions.findBySession',
    'sessions_session_indexes',
    ({ sessions }) => sessions.findBySession('o1', 'c1', 'i'),
  ],
  ['sessions.findByNameId', 'sessions_name_id', ({ sessions }) => sessions.findByNameId('o1', 'c1', 'n')],
  [
    'domainClaims.findOrganization',
    'domain_claims_one_holder',
    (s) => s.domainClaims.findOrganization('d3.example'),
  ],
  ['domainClaims.listVerified', 'domain_claims_pkey', (s) => s.domainClaims.listVerified('o3')],
  ['domainClaims.listDueClaims', 'domain_claims_next_check_at', (s) => s.domainClaims.listDueClaims(AT, 10)],
  [
    'connections.findConnectionOfAddress',
    'connections_pkey',
    (s) => s.connections.findConnectionOfAddress('none'),
  ],
  [
    'connections.listSharedByIssuer',
    'connections_shared_issuer',
    (s) => s.connections.listSharedByIssuer('x'),
  ],
  ['members.findMember', 'members_pkey', ({ members }) => members.findMember('o1', 'none')],
  [
    'members.findMemberByIdentity',
    'member_identities_pkey',
    (s) => s.members.findMemberByIdentity('o1', 'x'),
  ],
  [
    'members.findMemberByEmail',
    'members_one_per_email',
    (s) => s.members.findMemberByEmail('o1', 'X@example.com'),
  ],
  [
    'members.findMemberByScimUser',
    'members_one_per_scim_user',
    (s) => s.members.findMemberByScimUser('o1', 'x'),
  ],
  ['policies.findPolicy', 'access_policies_pkey', ({ policies }) => policies.findPolicy('o1')],
  [
    'scimCredentials.findCredential',
    'scim_credentials_pkey',
    ({ scimCredentials }) => scimCredentials.findCredential('none'),
  ],
  [
    'scimCredentials.listCredentials',
    'scim_credentials_organization',
    ({ scimCredentials }) => scimCredentials.listCredentials('o1'),
  ],
  [
    'scimCredentials.findAccessToken',
    'scim_access_tokens_pkey',
    ({ scimCredentials }) => scimCredentials.findAccessToken('none'),
  ],
  [
    'scimCredentials.touchCredential',
    'scim_credentials_pkey',
    ({ scimCredentials }) => scimCredentials.touchCredential('none', AT),
  ],
  ['audit.list', 'audit_organization', ({ audit }) => audit.list('o1', { before: null, limit: 20 })],
  ['audit.read', 'audit_pkey', ({ audit }) => audit.read('1.1', 20)],
  ['sweep', 'requests_kept_until', (stores) => stores.sweep(AT)],
];

await withPostgres(() => {
  let opened: TestSchema;
  let plans: string[];
  let stores: PostgresStores;
  beforeAll(async () => {
    opened = await openSchema(2);
    const { pool, schema } = opened;
    const client = await pool.connect();
    await client.query(`SET search_path = ${schema}`);
    for (const statement of FILL) await client.query(statement);
    await client.query('RESET search_path');
    client.release();
    await pool.query('ANALYZE');
    const explained: PostgresQueries = {
      async query(text, values) {
        const { rows } = await pool.query(`EXPLAIN ${text}`, values);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return pool.query(text, values);
      },
    };
    stores = postgresStores(explained, { schema });
  });
  afterAll(() => opened.close());

  describe(`with ${ROWS} rows a table`, () => {
    it.each(HOT)('%s is answered by %s', async (_name, index, ask) => {
      plans = [];
      await ask(stores);
      expect(plans[0]).toContain(index);
      // The state of the log is one row.
      expect(plans.join('\n').replaceAll('Seq Scan on audit_state', '')).not.toContain('Seq Scan on');
    });

    it('what writes reads no table whole', async () => {
      plans = [];
      await stores.replays.reserve('k', new Date());
      await stores.requests.save(pendingRequest());
      const member = memberOf('o1');
      await stores.members.replaceMember(member, 1, null, null);
      await stores.domainClaims.removeClaim('o1', 'none', 1, entry());
      expect(plans.length).toBe(4);
      expect(plans[0]).toContain('replays_pkey');
      expect(plans.join('\n')).not.toContain('Seq Scan on');
    });
  });
});

function entry() {
  return {
    id: 'unused',
    at: AT,
    organizationId: 'o1',
    type: 'domain_released',
    actor: null,
    connectionId: null,
    code: null,
    reference: null,
    data: {},
  };
}
