import type { ScimChangeStore, ScimChangeType, StoredScimChange } from '../../interfaces/scim-changes.js';
import type { Database } from '../queries.js';
import { Row } from '../row.js';
import { instant, pageLimit, storable } from '../values.js';

/** How many changes one statement of `pruneChanges` deletes. */
const BATCH = 5_000;
const LONGEST_CONSUMER = 100;
const POSITION = /^(0|[1-9][0-9]{0,18})\.([1-9][0-9]{0,18})$/u;
const LARGEST = 9_223_372_036_854_775_807n;
const TYPES: readonly ScimChangeType[] = [
  ...(['user.created', 'user.updated', 'user.deactivated', 'user.reactivated', 'user.deleted'] as const),
  ...(['group.created', 'group.updated', 'group.deleted', 'member.added', 'member.removed'] as const),
];

/**
 * The outbox. A change is given once every transaction that could put one before it has ended; where it stands is told by
 * the migration.
 */
export function scimOutbox({ any, rows, schema }: Database): ScimChangeStore {
  const [changes, consumers] = [`${schema}.scim_changes`, `${schema}.scim_change_consumers`];
  const settled = `(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + s.transaction_offset
    FROM ${schema}.audit_state s)`;
  const done = (column: string): string =>
    `coalesce((SELECT k.${column} FROM ${consumers} k WHERE k.consumer = $1::text), -1)`;
  const read = `
    SELECT row_to_json(e)::text AS row FROM (
      SELECT c.*, c.transaction_number::text || '.' || c.number::text AS position FROM ${changes} c
      WHERE (c.transaction_number, c.number) > (${done('transaction_number')}, ${done('number')})
        AND c.transaction_number < ${settled}
      ORDER BY c.transaction_number, c.number LIMIT $2::integer) e`;
  // What can be read now is all that a position can stand behind.
  const acknowledge = `
    WITH put AS (
      INSERT INTO ${consumers} AS k (consumer, transaction_number, number)
      SELECT $1::text, $2::bigint, $3::bigint WHERE $2::bigint < ${settled}
      ON CONFLICT (consumer) DO UPDATE SET
        transaction_number = excluded.transaction_number, number = excluded.number
      WHERE (k.transaction_number, k.number) < (excluded.transaction_number, excluded.number))
    SELECT 1 WHERE $2::bigint < ${settled}`;
  const least = (column: string): string =>
    `coalesce((SELECT k.${column} FROM ${consumers} k ORDER BY k.transaction_number, k.number LIMIT 1), ${LARGEST})`;
  const prune = `
    WITH dropped AS (
      DELETE FROM ${changes} c
      WHERE c.ctid = ANY (ARRAY(
        SELECT o.ctid FROM ${changes} o
        WHERE o.at < $1::timestamptz
          AND (o.transaction_number, o.number) <= (${least('transaction_number')}, ${least('number')})
        ORDER BY o.at LIMIT $2::integer FOR UPDATE SKIP LOCKED))
      RETURNING 1)
    SELECT json_build_object('dropped', count(*))::text AS row FROM dropped`;
  return {
    async readChanges(consumer, limit) {
      return (await rows(read, [consumerName(consumer), pageLimit(limit)])).map(readChange);
    },
    async acknowledgeChanges(consumer, position) {
      const name = consumerName(consumer);
      const place = placeOf(position);
      if (!(await any(acknowledge, [name, ...place]))) throw notGiven();
    },
    async pruneChanges(before) {
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

function consumerName(consumer: string): string {
  if (typeof consumer !== 'string' || consumer === '' || consumer.length > LONGEST_CONSUMER) {
    throw new TypeError(`A consumer has a name of at most ${LONGEST_CONSUMER} characters.`);
  }
  return storable(consumer);
}

function placeOf(position: string): readonly [string, string] {
  const [, first = '', second = ''] = POSITION.exec(position) ?? [];
  if (first === '' || BigInt(first) > LARGEST || BigInt(second) > LARGEST) throw notGiven();
  return [first, second];
}

function notGiven(): TypeError {
  return new TypeError('The position must be one that readChanges gave.');
}

function readChange(found: unknown): StoredScimChange {
  const row = new Row('change', found);
  return {
    position: row.text('position'),
    organizationId: row.text('organization_id'),
    type: row.oneOf('type', TYPES),
    resourceId: row.text('resource_id'),
    memberResourceId: row.nullableText('member_resource_id'),
    memberId: row.nullableText('member_id'),
    changedAttributes: row.texts('changed_attributes'),
    at: row.date('at'),
  };
}
