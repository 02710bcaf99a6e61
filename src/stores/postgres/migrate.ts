import { migrations } from './migrations.js';
import {
  type Database,
  openDatabase,
  type PostgresOptions,
  type PostgresQueries,
  schemaName,
} from './queries.js';
import { Row } from './row.js';

/** What a database has of the schema. */
export interface PostgresSchemaState {
  /** 0 where nothing was applied. */
  readonly version: number;
  /** What this version of claimgate works with. */
  readonly expected: number;
  readonly ready: boolean;
}

/**
 * Brings the schema up to date, each migration whole or not at all; any number of instances may call it at once. Gives
 * the version. Rejects for a schema of a newer claimgate, and where the database does not answer. After a dump was
 * restored, call it before anything else: it puts what is written from now on after what is in the audit log.
 */
export async function migrate(db: PostgresQueries, options: PostgresOptions = {}): Promise<number> {
  const { expected, version } = await checkSchema(db, options);
  if (version > expected) {
    throw new Error(
      `The schema "${schemaName(options)}" is of a newer claimgate: it has version ${version}, this one knows ${expected}.`,
    );
  }
  for (const migration of migrations(options)) {
    if (migration.version > version) await db.query(migration.sql);
  }
  await continueAuditLog(openDatabase(db, options));
  return expected;
}

/** Whether the schema is the one that this version of claimgate works with. Rejects where the database does not answer. */
export async function checkSchema(
  db: PostgresQueries,
  options: PostgresOptions = {},
): Promise<PostgresSchemaState> {
  const database = openDatabase(db, options);
  const expected = migrations(options).length;
  const version = await appliedVersion(database);
  return { version, expected, ready: version === expected };
}

async function appliedVersion({ any, rows, schema }: Database): Promise<number> {
  const table = `${schema}.schema_versions`;
  if (!(await any('SELECT 1 WHERE to_regclass($1::text) IS NOT NULL', [table]))) return 0;
  const select = `SELECT json_build_object('version', coalesce(max(version), 0))::text AS row FROM ${table}`;
  const [found] = await rows(select, []);
  return new Row('version of the schema', found).integer('version');
}

/**
 * A dump brings entries that have transaction numbers of another cluster, which may be far ahead of this one's. New
 * entries would stand before them, and readers would never see either.
 */
async function continueAuditLog({ any, schema }: Database): Promise<void> {
  const ahead = `
    UPDATE ${schema}.audit_state s SET transaction_offset = last.transaction_number + 1
    FROM (SELECT greatest(
      (SELECT max(a.transaction_number) FROM ${schema}.audit a),
      (SELECT max(c.transaction_number) FROM ${schema}.scim_changes c)) AS transaction_number) last
    WHERE last.transaction_number >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + s.transaction_offset
    RETURNING 1`;
  await any(ahead, []);
}
