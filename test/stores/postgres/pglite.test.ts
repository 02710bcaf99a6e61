import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll } from 'vitest';
import { migrate, type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';
import { postgresContracts } from './contracts.js';

let db: PGlite;
let stores: PostgresStores;

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  stores = postgresStores(db);
}, 60_000);
afterAll(() => db.close());

postgresContracts('PGlite', () => stores);
