import { mkdir } from 'node:fs/promises';

/**
 * The database of the example: PostgreSQL where `url` names one, else PGlite, which is PostgreSQL in this process. PGlite
 * keeps its files in `folder`, or nothing at all where that is null. Both have `query(text, values)`, and `exclusively`
 * for what one instance does while the others wait.
 */
export async function openDatabase({ url, folder }) {
  return url === undefined ? openEmbedded(folder) : openServer(url);
}

async function openServer(url) {
  const { default: pg } = await import('pg');
  // Whoever waits for a database that does not answer is refused; a sign-in may be started again. Of many at once some
  // wait for a connection to become free, which is the longer of the two.
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    query_timeout: 5000,
    keepAlive: true,
  });
  // A connection that breaks while nobody uses it: the next query takes another one.
  pool.on('error', (error) => console.error(`PostgreSQL: ${error.message}`));
  return {
    query: (text, values) => pool.query(text, values),
    exclusively: (work) => holdingLock(new pg.Client({ connectionString: url }), work),
    close: () => pool.end(),
  };
}

/**
 * Of instances that start together one works, and the others wait. The lock is that of a transaction, as a pooler may give
 * the connection to somebody else after it, and ends with the connection, whatever happens.
 */
async function holdingLock(client, work) {
  client.on('error', (error) => console.error(`PostgreSQL: ${error.message}`));
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('claimgate example'), 0)");
    return await work();
  } finally {
    await client.end();
  }
}

async function openEmbedded(folder) {
  const { PGlite } = await import('@electric-sql/pglite');
  if (folder !== null) await mkdir(folder, { recursive: true });
  const database = await PGlite.create(folder ?? 'memory://');
  return {
    query: (text, values) => database.query(text, values),
    // PGlite belongs to one process.
    exclusively: (work) => work(),
    close: () => database.close(),
  };
}

/**
 * The example's own tables, beside those of claimgate: accounts with passwords, sessions, and what it must remember. Two
 * that make a schema at the same moment disturb each other, so call it by `exclusively`.
 */
export async function createTables(database) {
  for (const statement of TABLES) await database.query(statement, []);
}

const TABLES = [
  'CREATE SCHEMA IF NOT EXISTS example',
  `CREATE TABLE IF NOT EXISTS example.account (
    email text PRIMARY KEY,
    organization_id text NOT NULL,
    member_id text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS example.session (
    id_hash text PRIMARY KEY,
    key text NOT NULL UNIQUE,
    csrf text NOT NULL,
    ticket jsonb NOT NULL,
    person jsonb NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  'CREATE INDEX IF NOT EXISTS session_expires_at ON example.session (expires_at)',
  'CREATE TABLE IF NOT EXISTS example.remembered (name text PRIMARY KEY, value jsonb NOT NULL)',
  `CREATE TABLE IF NOT EXISTS example.kept (
    id_hash text PRIMARY KEY,
    value bytea NOT NULL,
    kept_until timestamptz NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS example.event (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text,
    event bytea NOT NULL
  )`,
  'CREATE INDEX IF NOT EXISTS event_reference ON example.event (reference)',
  `CREATE TABLE IF NOT EXISTS example.password_tries (
    email text PRIMARY KEY,
    count integer NOT NULL,
    since timestamptz NOT NULL
  )`,
];

/** Small values by name, such as keys that have to outlive a restart. */
export class Remembered {
  #database;

  constructor(database) {
    this.#database = database;
  }

  async get(name) {
    const { rows } = await this.#database.query('SELECT value FROM example.remembered WHERE name = $1', [
      name,
    ]);
    return rows[0]?.value ?? null;
  }

  async set(name, value) {
    await this.#database.query(
      `INSERT INTO example.remembered (name, value) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [name, JSON.stringify(value)],
    );
  }

  /** What is there, or what `make` gives: of several instances that make it at once, all get the same. */
  async getOrMake(name, make) {
    const found = await this.get(name);
    if (found !== null) return found;
    await this.#database.query(
      'INSERT INTO example.remembered (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
      [name, JSON.stringify(await make())],
    );
    return this.get(name);
  }
}
