import type { ReplayStore } from '../interfaces/sign-in.js';
import type { Database } from './queries.js';
import { digest, instant } from './values.js';

/**
 * Keys of used assertions, by the clock of the database. A key is kept until `until`, and for an hour at least: two
 * clocks that differ must not make a reservation end before it began.
 */
export function replayStore({ any, schema }: Database): ReplayStore {
  // A conflict waits for the one who holds the row and looks at it again, so that of many callers one comes through.
  const reserve = `
    INSERT INTO ${schema}.replays AS taken (key_hash, taken_until)
    VALUES ($1::text, greatest($2::timestamptz, statement_timestamp() + interval '1 hour'))
    ON CONFLICT (key_hash) DO UPDATE SET taken_until = excluded.taken_until
      WHERE taken.taken_until <= statement_timestamp()
    RETURNING 1`;
  return {
    async reserve(key, until) {
      if (typeof key !== 'string') throw new TypeError('key must be a string');
      return any(reserve, [digest(key), instant(until)]);
    },
  };
}
