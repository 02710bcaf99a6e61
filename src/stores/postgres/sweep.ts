import type { Database } from './queries.js';
import { Row } from './row.js';
import { instant } from './values.js';

/** How many rows `sweep` deleted. */
export interface Swept {
  readonly requests: number;
  readonly replays: number;
  readonly sessions: number;
  readonly logouts: number;
  readonly scimAccessTokens: number;
}

/** How many rows one statement deletes, so that none holds locks for long. */
const BATCH = 1_000;

/**
 * Deletes what has expired by the clock of the database, or at `now` where it is given. Any number of instances may
 * sweep at once.
 */
export async function sweep(database: Database, now?: Date): Promise<Swept> {
  const end = now === undefined ? null : instant(now);
  return {
    requests: await sweepTable(database, 'requests', 'kept_until', end),
    replays: await sweepTable(database, 'replays', 'taken_until', end),
    sessions: await sweepTable(database, 'sessions', 'expires_at', end),
    logouts: await sweepTable(database, 'session_logouts', 'kept_until', end),
    scimAccessTokens: await sweepTable(database, 'scim_access_tokens', 'expires_at', end),
  };
}

async function sweepTable(
  { rows, schema }: Database,
  table: string,
  column: string,
  end: string | null,
): Promise<number> {
  const over = `t.${column} <= coalesce($1::timestamptz, statement_timestamp())`;
  // A row that another instance is sweeping or renewing is left to it. What is deleted was locked while it was over.
  const statement = `
    WITH swept AS (
      DELETE FROM ${schema}.${table} t
      WHERE t.ctid = ANY (ARRAY(
        SELECT t.ctid FROM ${schema}.${table} t WHERE ${over} ORDER BY t.${column} LIMIT $2::integer
        FOR UPDATE SKIP LOCKED))
      RETURNING 1)
    SELECT json_build_object('swept', count(*))::text AS row FROM swept`;
  for (let swept = 0; ; ) {
    const [found] = await rows(statement, [end, BATCH]);
    const batch = new Row('count', found).integer('swept');
    swept += batch;
    if (batch < BATCH) return swept;
  }
}
