export { checkSchema, migrate, type PostgresSchemaState } from './migrate.js';
export { migrations, type PostgresMigration } from './migrations.js';
export { type PostgresStores, postgresStores } from './postgres-stores.js';
export type { PostgresOptions, PostgresQueries } from './queries.js';
export type { Swept } from './sweep.js';
