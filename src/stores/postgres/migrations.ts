import { firstMigration } from './migrations/0001-first.js';
import { scimMigration } from './migrations/0002-scim.js';
import { type PostgresOptions, schemaName } from './queries.js';

/** One step of the schema: a single statement, so that it is applied whole or not at all. */
export interface PostgresMigration {
  readonly version: number;
  readonly name: string;
  /** Plain SQL. Harmless when repeated; waits while another one is applied to the same schema. */
  readonly sql: string;
}

const STEPS: readonly { readonly name: string; readonly body: (schema: string) => string }[] = [
  { name: 'first', body: firstMigration },
  { name: 'scim', body: scimMigration },
];

/** The migrations of a schema, in order: for `migrate`, or to be printed and applied by other means. */
export function migrations(options: PostgresOptions = {}): readonly PostgresMigration[] {
  const name = schemaName(options);
  return STEPS.map((step, index) =>
    Object.freeze({
      version: index + 1,
      name: step.name,
      sql: statement(name, index + 1, step.name, step.body(`"${name}"`)),
    }),
  );
}

/** The lock is of the transaction, so that it holds through a pooler and is given back whatever happens. */
function statement(name: string, version: number, step: string, body: string): string {
  const schema = `"${name}"`;
  return `DO $migration$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('claimgate migrations of ${name}', 0));
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '${name}') THEN
    CREATE SCHEMA ${schema};
  END IF;
  IF to_regclass('${schema}.schema_versions') IS NULL THEN
    CREATE TABLE ${schema}.schema_versions (
      version integer PRIMARY KEY,
      name text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT statement_timestamp()
    );
  END IF;
  IF EXISTS (SELECT FROM ${schema}.schema_versions WHERE version >= ${version}) THEN
    RETURN;
  END IF;
  IF (SELECT count(*) FROM ${schema}.schema_versions) <> ${version - 1} THEN
    RAISE EXCEPTION 'claimgate: migration ${version} comes after ${version - 1} others';
  END IF;
${body}
  INSERT INTO ${schema}.schema_versions (version, name) VALUES (${version}, '${step}');
END
$migration$`;
}
