import { createHash, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

/**
 * What has to be there for a few minutes, at whichever instance the browser comes back: a sign-in that waits for a
 * proof, the result of a test. Under a random id, of which the database holds the hash.
 */
export class Kept {
  #database;

  constructor(database) {
    this.#database = database;
  }

  /** Keeps a value of plain data, dates and maps; gives its id. */
  async put(value, milliseconds) {
    const id = randomBytes(32).toString('base64url');
    await this.#database.query('DELETE FROM example.kept WHERE kept_until <= now()', []);
    await this.#database.query(
      "INSERT INTO example.kept (id_hash, value, kept_until) VALUES ($1, $2, now() + $3 * interval '1 millisecond')",
      [hashOf(id), serialize(value), milliseconds],
    );
    return id;
  }

  /** Null for what is over, or never was. */
  async get(id) {
    const { rows } = await this.#database.query(
      'SELECT value FROM example.kept WHERE id_hash = $1 AND kept_until > now()',
      [hashOf(id)],
    );
    return firstOf(rows);
  }

  /** Gives it and forgets it: of any number who take it at once, one gets it. */
  async take(id) {
    const { rows } = await this.#database.query(
      'DELETE FROM example.kept WHERE id_hash = $1 AND kept_until > now() RETURNING value',
      [hashOf(id)],
    );
    return firstOf(rows);
  }
}

/** A refusal as plain data: an error that is serialized keeps its message alone. */
export function plainError({ code, details, message, publicMessage, remedy, stage }) {
  return { code, details, message, publicMessage, remedy, stage };
}

function firstOf([row]) {
  return row === undefined ? null : deserialize(row.value);
}

function hashOf(id) {
  return createHash('sha256').update(String(id)).digest('base64url');
}
