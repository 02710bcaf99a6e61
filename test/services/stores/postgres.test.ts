import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareAuditPositions } from '../../../src/stores/audit-position.js';
import { checkSchema, migrate, migrations, postgresStores } from '../../../src/stores/postgres/index.js';
import { auditEntry } from '../../stores/audit-contract.js';
import { pendingRequest } from '../../stores/contract.js';
import { entryOf, linkOf, memberOf } from '../../stores/people.js';
import { groupOf, groupWrite, userOf, userWrite } from '../../stores/scim-records.js';
import { openSchema, settledAudit, type TestSchema, withPostgres } from './postgres-server.js';

await withPostgres(() => {
  let opened: TestSchema;
  beforeAll(async () => {
    opened = await openSchema();
  });
  afterAll(() => opened.close());

  describe('the audit log', () => {
    it('never skips an entry whose transaction commits later', async () => {
      const { connect, schema, stores } = opened;
      const [marker, early, late] = [auditEntry(), auditEntry(), auditEntry()];
      await stores.audit.append([marker]);
      const start = (await stores.audit.list('org-contoso', { before: null, limit: 1 }))[0]?.position ?? '';
      const slow = await connect();
      await slow.query('BEGIN');
      await postgresStores(slow, { schema }).audit.append([early]);
      await stores.audit.append([late]);
      expect(await stores.audit.read(start, 10)).toEqual([]);
      await slow.query('COMMIT');
      const read = await settledAudit(opened).read(start, 10);
      expect(read.map(({ id }) => id)).toEqual([early.id, late.id]);
    });

    it('gives a reader every entry once and in order while many write', async () => {
      const { stores } = opened;
      const [newest] = await stores.audit.list('org-contoso', { before: null, limit: 1 });
      const entries = Array.from({ length: 400 }, () => auditEntry());
      let isWritten = false;
      const written = Promise.all(entries.map((entry) => stores.audit.append([entry]))).then(() => {
        isWritten = true;
      });
      const seen: { readonly id: string; readonly position: string }[] = [];
      const deadline = Date.now() + 20_000;
      while (seen.length < entries.length && Date.now() < deadline) {
        seen.push(...(await stores.audit.read(seen.at(-1)?.position ?? newest?.position ?? null, 50)));
      }
      await written;
      expect(isWritten).toBe(true);
      expect(seen.map(({ id }) => id).toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
      for (const [index, { position }] of seen.entries()) {
        expect(compareAuditPositions(seen[index - 1]?.position ?? '0', position)).toBeLessThan(0);
      }
    });

    it('leaves out what was rolled back', async () => {
      const { connect, schema, stores } = opened;
      const [newest] = await stores.audit.list('org-contoso', { before: null, limit: 1 });
      const client = await connect();
      await client.query('BEGIN');
      await postgresStores(client, { schema }).audit.append([auditEntry()]);
      await client.query('ROLLBACK');
      expect(await settledAudit(opened).read(newest?.position ?? null, 10)).toEqual([]);
    });
  });

  describe('migrate', () => {
    it('may be called by eight clients at once, each migration applied once', async () => {
      const empty = await openSchema(8, {}, true);
      const { pool, schema } = empty;
      expect(await checkSchema(pool, { schema })).toEqual({ version: 0, expected: 2, ready: false });
      const versions = await Promise.all(Array.from({ length: 8 }, () => migrate(pool, { schema })));
      expect(versions).toEqual(Array(8).fill(migrations().length));
      const { rows } = await pool.query(
        `SELECT version, name FROM ${schema}.schema_versions ORDER BY version`,
      );
      expect(rows).toEqual(migrations().map(({ name, version }) => ({ version, name })));
      await empty.close();
    });

    it('leaves nothing behind where it fails', async () => {
      const empty = await openSchema(2, {}, true);
      const { pool, schema } = empty;
      await pool.query(`CREATE SCHEMA ${schema}`);
      await pool.query(`CREATE TABLE ${schema}.members (odd integer)`);
      await expect(migrate(pool, { schema })).rejects.toThrow('already exists');
      const { rows } = await pool.query('SELECT tablename FROM pg_tables WHERE schemaname = $1', [schema]);
      expect(rows).toEqual([{ tablename: 'members' }]);
      await empty.close();
    });
  });

  it('works with the rights that docs/operations.md names, and no others', async () => {
    const { pool, schema } = opened;
    const role = `${schema}_role`;
    await pool.query(`
      CREATE ROLE ${role};
      GRANT USAGE ON SCHEMA ${schema} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
    const limited = await openSchema(1, { options: `-c role=${role}` }, true);
    await expect(limited.pool.query('CREATE SCHEMA odd')).rejects.toThrow('permission denied');
    expect(await migrate(limited.pool, { schema })).toBe(migrations().length);
    const stores = postgresStores(limited.pool, { schema });
    const org = randomUUID();
    const owner = memberOf(org, { role: 'owner' });
    expect(await stores.members.insertMember(owner, linkOf(owner), entryOf(org, 'added'))).toBe('inserted');
    expect(await stores.members.removeMember(org, owner.id, 1, entryOf(org, 'left'))).toBe('last-owner');
    const user = userOf(org, { externalId: 'e' });
    expect(await stores.scim.insertUser(user, userWrite(user, 'user.created'))).toBe('inserted');
    const group = groupOf(org);
    const made = await stores.scim.insertGroup(group, [user.id], groupWrite(group, 'group.created'));
    expect(made).toMatchObject({ added: [user.id] });
    const write = userWrite(user, 'user.deleted');
    expect(await stores.scim.deleteUser(org, user.id, 1, new Date(), write)).toBe('deleted');
    await stores.requests.save(pendingRequest());
    expect(await stores.sweep(new Date(Date.now() + 3_600_000))).toMatchObject({ sessions: 0 });
    await limited.close();
    await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  describe('a connection that ends', () => {
    it('rejects what it was asked, and the next one answers', async () => {
      const { connect, pool, schema, stores } = opened;
      const request = pendingRequest();
      await stores.requests.save(request);
      const blocker = await connect();
      await blocker.query('BEGIN');
      await blocker.query(`SELECT 1 FROM ${schema}.requests WHERE id = $1 FOR UPDATE`, [request.id]);
      const consumed = stores.requests.consume(request.id).then(
        () => 'answered',
        (error: unknown) => error,
      );
      const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`;
      const pattern = `%UPDATE "${schema}".requests%`;
      let pid: unknown;
      while (pid === undefined) pid = (await pool.query(waiting, [pattern])).rows[0]?.pid;
      await pool.query('SELECT pg_terminate_backend($1)', [pid]);
      expect(await consumed).toBeInstanceOf(Error);
      await blocker.query('ROLLBACK');
      expect(await stores.requests.consume(request.id)).toBe(true);
      expect(await stores.requests.consume(request.id)).toBe(false);
    });

    it('in every connection of the pool at once, under load, admits nobody twice', async () => {
      const { connect, pool, schema } = opened;
      const keys = Array.from({ length: 300 }, () => randomUUID());
      const attempts = keys.flatMap((key) => [key, key]);
      const until = new Date(Date.now() + 600_000);
      const admin = await connect();
      const answers = Promise.all(
        attempts.map((key) => opened.stores.replays.reserve(key, until).catch(() => 'failed' as const)),
      );
      for (let round = 0; round < 5; round += 1) {
        await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE $1`,
          [`%"${schema}".replays%`],
        );
      }
      const wins = new Map<string, number>();
      for (const [index, answer] of (await answers).entries()) {
        const key = attempts[index] ?? '';
        if (answer === true) wins.set(key, (wins.get(key) ?? 0) + 1);
      }
      expect([...wins.values()].filter((count) => count > 1)).toEqual([]);
      for (const key of wins.keys()) expect(await opened.stores.replays.reserve(key, until)).toBe(false);
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    });
  });
});
