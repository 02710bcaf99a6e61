import { deserialize, serialize } from 'node:v8';
import { plainError } from './kept.mjs';

const MOST_SHOWN = 100;
const LEFT_OUT = new Set(['sign_in_started', 'logout_started']);

/**
 * The last events of the service provider and of the refresher with all their details, for the pages of the log: in the
 * database, as a reference is looked up at any instance. An application sends these to its log.
 */
export class AuditLog {
  #database;
  #writing = new Set();

  constructor(database) {
    this.#database = database;
  }

  /** Written without being waited for: a log that fails does not stop a sign-in. */
  add(event) {
    if (LEFT_OUT.has(event.type)) return;
    const writing = this.#write(event)
      .catch((error) => console.error(`The event ${event.type} could not be kept: ${error.message}`))
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Newest first. */
  async list() {
    await this.settled();
    const { rows } = await this.#database.query(
      'SELECT event FROM example.event ORDER BY number DESC LIMIT $1',
      [MOST_SHOWN],
    );
    return rows.map(({ event }) => deserialize(event));
  }

  async findRefusal(reference) {
    if (!/^[0-9A-Z]{10}$/u.test(String(reference))) return null;
    await this.settled();
    const { rows } = await this.#database.query(
      'SELECT event FROM example.event WHERE reference = $1 ORDER BY number DESC LIMIT 1',
      [String(reference)],
    );
    return rows.length === 0 ? null : deserialize(rows[0].event);
  }

  /** Deletes what no page shows any more. */
  async sweep() {
    await this.#database.query(
      'DELETE FROM example.event WHERE number <= (SELECT max(number) FROM example.event) - $1',
      [10 * MOST_SHOWN],
    );
  }

  /** When what was added is written. */
  async settled() {
    await Promise.all(this.#writing);
  }

  async #write(event) {
    const shown = { at: new Date(), ...event };
    if (event.error !== undefined) shown.error = plainError(event.error);
    const isRefusal = event.type.endsWith('_refused');
    await this.#database.query('INSERT INTO example.event (reference, event) VALUES ($1, $2)', [
      isRefusal ? event.reference : null,
      serialize(shown),
    ]);
  }
}
