import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, it } from 'vitest';
import type { AuditStore } from '../../../src/stores/interfaces/audit.js';
import { migrate, type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';

const URL = process.env['CLAIMGATE_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A schema of the test's own in a real PostgreSQL. */
export interface TestSchema {
  readonly schema: string;
  readonly pool: pg.Pool;
  readonly stores: PostgresStores;
  /** A connection outside the pool; `close` ends it. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** Runs the tests where PostgreSQL answers. Where none does, one line says so; on CI that is a failure. */
export async function withPostgres(tests: () => void): Promise<void> {
  if (await answers()) {
    tests();
  } else {
    it('NOT RUN: no PostgreSQL at 127.0.0.1:5432 that trusts the user postgres. Set CLAIMGATE_POSTGRES_URL', () => {
      expect(process.env['CI'] ?? '').not.toBe('true');
    });
  }
}

/** Opens a pool of `most` connections, with an empty schema that is migrated unless `isEmpty`. */
export async function openSchema(
  most = 20,
  settings: pg.PoolConfig = {},
  isEmpty = false,
): Promise<TestSchema> {
  const schema = `claimgate_test_${randomBytes(6).toString('hex')}`;
  const pool = new pg.Pool({ connectionString: URL, max: most, ...settings });
  // A connection that ends while nobody uses it is no failure of a test.
  pool.on('error', () => undefined);
  if (!isEmpty) await migrate(pool, { schema });
  const clients: pg.Client[] = [];
  return {
    schema,
    pool,
    stores: postgresStores(pool, { schema }),
    async connect() {
      const client = new pg.Client({ connectionString: URL });
      client.on('error', () => undefined);
      clients.push(client);
      await client.connect();
      return client;
    },
    async close() {
      // A test that failed may have left a transaction open.
      await Promise.all(clients.map((client) => client.end()));
      await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
      await pool.end();
    },
  };
}

/** The log for contracts that read at once what they appended: other transactions of the server may be under way. */
export function settledAudit({ pool, stores }: TestSchema): AuditStore {
  return {
    ...stores.audit,
    async read(after, limit) {
      const { rows } = await pool.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax');
      const isOver = 'SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS over';
      while (!(await pool.query(isOver, [rows[0].xmax])).rows[0].over) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return stores.audit.read(after, limit);
    },
  };
}

async function answers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: URL, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
