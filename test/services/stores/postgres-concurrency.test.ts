import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';
import { connectionRecord, storedCertificate } from '../../stores/connection-record.js';
import { pendingRequest } from '../../stores/contract.js';
import { domainClaim } from '../../stores/domain-claim-contract.js';
import { entryOf, linkOf, memberOf } from '../../stores/people.js';
import { indexedSession } from '../../stores/session-contract.js';
import { openSchema, type TestSchema, withPostgres } from './postgres-server.js';

const CONNECTIONS = 40;
const ROUNDS = 25;

await withPostgres(() => {
  let opened: TestSchema;
  let stores: PostgresStores;
  beforeAll(async () => {
    opened = await openSchema(CONNECTIONS);
    ({ stores } = opened);
    // All connections are open before the first race.
    await Promise.all(Array.from({ length: CONNECTIONS }, () => opened.pool.query('SELECT pg_sleep(0.05)')));
  });
  afterAll(() => opened.close());

  describe(`over ${CONNECTIONS} connections`, () => {
    it('one of 200 callers consumes a request, and one reserves a key', async () => {
      for (let round = 0; round < 5; round += 1) {
        const request = pendingRequest();
        await stores.requests.save(request);
        expect(await winners(200, () => stores.requests.consume(request.id))).toBe(1);
        const until = new Date(Date.now() + 600_000);
        expect(await winners(200, () => stores.replays.reserve(request.id, until))).toBe(1);
      }
    });

    it('one of 200 callers reserves a key anew whose time is over', async () => {
      const key = randomUUID();
      await stores.replays.reserve(key, new Date());
      await opened.pool.query(`UPDATE ${opened.schema}.replays SET taken_until = now()`);
      expect(await winners(200, () => stores.replays.reserve(key, new Date()))).toBe(1);
    });

    it('one of two organisations verifies a domain, and only its entry is there', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const rivals = [domainClaim(), domainClaim()].map((claim) => ({
          ...claim,
          domain: `d${round}.example`,
        }));
        for (const claim of rivals) {
          await stores.domainClaims.insertClaim(claim, entryOf(claim.organizationId, 'claimed'));
        }
        const outcomes = await Promise.all(
          rivals.map((claim) => {
            const verified = { ...claim, status: 'verified' as const, revision: claim.revision + 1 };
            const entry = entryOf(claim.organizationId, 'verified');
            return stores.domainClaims.replaceClaim(verified, claim.revision, entry);
          }),
        );
        expect(outcomes.toSorted()).toEqual(['claimed-by-other', 'replaced']);
        for (const [index, { organizationId }] of rivals.entries()) {
          expect(await types(stores, organizationId)).toEqual(
            outcomes[index] === 'replaced' ? ['verified', 'claimed'] : ['claimed'],
          );
        }
      }
    });

    it('of two owners who leave at the same moment, one stays, whichever way they leave', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const org = randomUUID();
        const owners = [memberOf(org, { role: 'owner' }), memberOf(org, { role: 'owner' })] as const;
        for (const owner of owners) await stores.members.insertMember(owner, null, entryOf(org, 'added'));
        const [demoted, removed] = await Promise.all([
          stores.members.replaceMember(
            { ...owners[0], role: 'admin', revision: 2 },
            1,
            null,
            entryOf(org, 'left'),
          ),
          stores.members.removeMember(org, owners[1].id, 1, entryOf(org, 'left')),
        ]);
        expect([demoted, removed].filter((outcome) => outcome === 'last-owner')).toHaveLength(1);
        const left = await stores.members.listMembers(org, { after: null, limit: 10 });
        expect(left.filter(({ role, status }) => role === 'owner' && status === 'active')).toHaveLength(1);
        expect((await types(stores, org)).filter((type) => type === 'left')).toHaveLength(1);
      }
    });

    it('an owner who leaves waits for one who is leaving, and then stays', async () => {
      const org = randomUUID();
      const owners = [memberOf(org, { role: 'owner' }), memberOf(org, { role: 'owner' })] as const;
      for (const owner of owners) await stores.members.insertMember(owner, null, entryOf(org, 'added'));
      const { connect, pool, schema } = opened;
      const first = await connect();
      await first.query('BEGIN');
      const leaving = postgresStores(first, { schema }).members;
      expect(await leaving.removeMember(org, owners[0].id, 1, entryOf(org, 'left'))).toBe('removed');
      const second = stores.members.removeMember(org, owners[1].id, 1, entryOf(org, 'left'));
      const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`;
      while ((await pool.query(waits, [`%DELETE FROM "${schema}".members%`])).rows.length === 0);
      await first.query('COMMIT');
      expect(await second).toBe('last-owner');
      expect(await types(stores, org)).toEqual(['left', 'added', 'added']);
    });

    it('one of two members gets an identity, and the other is not written', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const org = randomUUID();
        const identityKey = randomUUID();
        const both = [memberOf(org), memberOf(org)];
        const outcomes = await Promise.all(
          both.map((member) =>
            stores.members.insertMember(member, linkOf(member, { identityKey }), entryOf(org, 'added')),
          ),
        );
        expect(outcomes.toSorted()).toEqual(['identity-taken', 'inserted']);
        expect(await stores.members.listMembers(org, { after: null, limit: 10 })).toHaveLength(1);
        expect(await types(stores, org)).toEqual(['added']);
      }
    });

    it('one of two connections with a key in common is enabled, in whatever order their keys come', async () => {
      // Slow enough that each writer is in the middle of its keys when the other begins.
      const { pool, schema } = opened;
      await pool.query(`
        CREATE FUNCTION ${schema}.dawdle() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END';
        CREATE TRIGGER dawdle BEFORE INSERT ON ${schema}.shared_issuer_keys
          FOR EACH ROW EXECUTE FUNCTION ${schema}.dawdle()`);
      for (let round = 0; round < 5; round += 1) {
        const keys = Array.from({ length: 8 }, () => storedCertificate());
        const settings = { issuerUrl: `https://idp.example/${randomUUID()}`, addresses: 'shared' as const };
        const both = [keys, keys.toReversed()].map((certificates) =>
          connectionRecord({ settings, certificates }),
        );
        for (const record of both) {
          await stores.connections.insertConnection(record, entryOf(record.organizationId, 'added'));
        }
        const outcomes = await Promise.all(
          both.map((record) => {
            const enabled = { ...record, status: 'enabled' as const, revision: 2 };
            return stores.connections.replaceConnection(
              enabled,
              1,
              entryOf(record.organizationId, 'enabled'),
            );
          }),
        );
        expect(outcomes.toSorted()).toEqual(['issuer-not-unique', 'replaced']);
        expect(await stores.connections.listSharedByIssuer(settings.issuerUrl)).toHaveLength(1);
      }
    });

    it('the later of many logouts stays', async () => {
      const { organizationId, connectionId, sessionKey } = indexedSession();
      const start = Date.now();
      const times = Array.from({ length: 100 }, (_, index) => new Date(start + ((index * 37) % 100)));
      const until = new Date(start + 600_000);
      await Promise.all(
        times.map((at) =>
          stores.sessions.rememberLogout(organizationId, connectionId, sessionKey, at, until),
        ),
      );
      expect(await stores.sessions.findLogout(organizationId, connectionId, sessionKey)).toEqual(
        new Date(start + 99),
      );
    });

    it('several who sweep at once delete each row once', async () => {
      const { schema, pool } = opened;
      await pool.query(`DELETE FROM ${schema}.replays`);
      await pool.query(
        `INSERT INTO ${schema}.replays SELECT n::text, now() - interval '1 second' FROM generate_series(1, 5000) n`,
      );
      const live = randomUUID();
      await stores.replays.reserve(live, new Date());
      const swept = await Promise.all(Array.from({ length: 8 }, () => stores.sweep()));
      const total = swept.reduce((sum, { replays }) => sum + replays, 0);
      expect(total + (await stores.sweep()).replays).toBe(5_000);
      expect(await stores.replays.reserve(live, new Date())).toBe(false);
    });
  });
});

async function winners(callers: number, attempt: () => Promise<boolean>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: callers }, attempt));
  return answers.filter((answer) => answer === true).length;
}

/** Types of the entries of an organisation, the newest first. */
async function types({ audit }: PostgresStores, organizationId: string): Promise<readonly string[]> {
  return (await audit.list(organizationId, { before: null, limit: 100 })).map(({ type }) => type);
}
