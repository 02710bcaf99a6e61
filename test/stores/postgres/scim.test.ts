import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll } from 'vitest';
import { migrate, type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';
import { postgresScimContracts } from './scim-contracts.js';

let db: PGlite;
let stores: PostgresStores;

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  stores = postgresStores(db);
}, 60_000);
afterAll(() => db.close());

postgresScimContracts('PGlite', () => stores);
