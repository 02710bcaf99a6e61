import { compareAuditPositions } from '../audit-position.js';
import type { AuditData, AuditStore, StoredAuditEntry } from '../interfaces/audit.js';
import { auditParameter, insertAudit, isAuditValue } from './audit-entries.js';
import type { Database } from './queries.js';
import { Row } from './row.js';
import { areStorable, instant, pageLimit } from './values.js';

/** How many entries one statement of `prune` deletes. */
const BATCH = 5_000;
const LARGEST = 9_223_372_036_854_775_807n;

/**
 * The audit log. A position is the number of the transaction that wrote the entry, then a number within all entries.
 * `read` gives an entry once every transaction with a smaller number has ended, and none can put an entry before it.
 */
export function auditStore({ any, rows, schema }: Database): AuditStore {
  const append = insertAudit(schema, 1);
  const columns = `a.*, a.transaction_number::text || '.' || a.number::text AS position`;
  const list = `
    SELECT row_to_json(e)::text AS row FROM (
      SELECT ${columns} FROM ${schema}.audit a
      WHERE a.organization_id = $1::text AND (a.transaction_number, a.number) < ($2::bigint, $3::bigint)
      ORDER BY a.transaction_number DESC, a.number DESC LIMIT $4::integer) e`;
  const read = `
    SELECT row_to_json(e)::text AS row FROM (
      SELECT ${columns} FROM ${schema}.audit a
      WHERE (a.transaction_number, a.number) > ($1::bigint, $2::bigint)
        AND a.transaction_number < (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
          + s.transaction_offset FROM ${schema}.audit_state s)
      ORDER BY a.transaction_number, a.number LIMIT $3::integer) e`;
  const prune = `
    WITH dropped AS (
      DELETE FROM ${schema}.audit a
      WHERE a.number IN (SELECT o.number FROM ${schema}.audit o WHERE o.at < $1::timestamptz ORDER BY o.at
        LIMIT $2::integer)
      RETURNING 1)
    SELECT json_build_object('dropped', count(*))::text AS row FROM dropped`;
  return {
    async append(entries) {
      if (entries.length > 0) await any(append, [auditParameter(...entries)]);
    },
    async list(organizationId, { before, limit }) {
      const place = before === null ? [`${LARGEST}`, `${LARGEST}`] : placeOf(before);
      const most = pageLimit(limit);
      if (!areStorable(organizationId)) return [];
      return (await rows(list, [organizationId, ...place, most])).map(readEntry);
    },
    async read(after, limit) {
      const place = after === null ? ['-1', '-1'] : placeOf(after);
      return (await rows(read, [...place, pageLimit(limit)])).map(readEntry);
    },
    async prune(before) {
      const end = instant(before);
      for (let dropped = 0; ; ) {
        const [found] = await rows(prune, [end, BATCH]);
        const batch = new Row('count', found).integer('dropped');
        dropped += batch;
        if (batch < BATCH) return dropped;
      }
    },
  };
}

/** Throws TypeError for what is no position. */
function placeOf(position: string): readonly [string, string] {
  compareAuditPositions(position, position);
  const [first = '', second = '0'] = position.split('.');
  return [bounded(first), bounded(second)];
}

/** A number of forty digits stands after every entry, but fits no column. */
function bounded(digits: string): string {
  const number = BigInt(digits);
  return `${number < LARGEST ? number : LARGEST}`;
}

function readEntry(found: unknown): StoredAuditEntry {
  const row = new Row('audit entry', found);
  return {
    position: row.text('position'),
    id: row.text('id'),
    at: row.date('at'),
    organizationId: row.nullableText('organization_id'),
    type: row.text('type'),
    actor: row.nullableText('actor'),
    connectionId: row.nullableText('connection_id'),
    code: row.nullableText('code'),
    reference: row.nullableText('reference'),
    data: readData(row.row('data')),
  };
}

function readData(data: Row): AuditData {
  const values: [string, AuditData[string]][] = [];
  for (const [name, value] of data.entries()) {
    if (!isAuditValue(value))
      throw new Error(`An audit entry in the database has data that is none: ${name}.`);
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}
