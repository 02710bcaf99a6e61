import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrate, type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';
import { scimHttpSuite } from './scim-http-suite.js';

let db: PGlite;
let stores: PostgresStores;
let tables: string;

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  stores = postgresStores(db);
  const { rows } = await db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'claimgate' AND (tablename = 'audit' OR tablename LIKE 'scim%' OR tablename IN ('members', 'organizations'))`,
  );
  tables = rows.map(({ name }) => name).join(', ');
}, 60_000);
afterAll(() => db.close());

/** The same tables for every test, emptied before. */
async function openPostgresStores() {
  await db.exec(`TRUNCATE ${tables} CASCADE`);
  const { audit, members, replays, scim, scimCredentials, scimRequests } = stores;
  return {
    audit,
    members,
    replay: replays,
    scim,
    credentials: scimCredentials,
    requestLog: scimRequests,
  };
}

describe('SCIM over HTTP', () => scimHttpSuite('in PGlite', openPostgresStores));
