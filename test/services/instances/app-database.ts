import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { freePort } from '../loopback.js';

const SERVER = process.env['CLAIMGATE_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** An empty database of the test's own, in which the example is alone. */
export interface AppDatabase {
  readonly url: string;
  /** Of the test, to look. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Makes a database on the server where all tests have theirs. */
export async function createDatabase(): Promise<AppDatabase> {
  const name = `claimgate_instances_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  const pool = openPool(url.href);
  return {
    url: url.href,
    pool,
    async close() {
      await pool.end();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A server that may be restarted as nobody else uses it. */
export interface OwnPostgres extends AppDatabase {
  /** Ends it as a crash does: what it had not written to its tables it recovers from its log. */
  crash(): Promise<void>;
  start(): Promise<void>;
}

const NEEDED = ['initdb', 'pg_ctl'];

/** Runs the tests where PostgreSQL's programs are. Where they are not, one line says so; on CI that is a failure. */
export function withOwnPostgres(tests: () => void): void {
  if (NEEDED.every((program) => spawnSync(program, ['--version']).status === 0)) {
    tests();
  } else {
    it('NOT RUN: no initdb and pg_ctl in the PATH. They are in /usr/lib/postgresql/<version>/bin', () => {
      expect(process.env['CI'] ?? '').not.toBe('true');
    });
  }
}

/** Makes a cluster in a folder of its own, which `close` removes. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'claimgate-postgres-'));
  const account = unprivileged();
  if (account !== null) await chown(folder, account.uid, account.gid);
  const run = (program: string, ...args: readonly string[]): void => {
    execFileSync(program, args, { stdio: 'ignore', cwd: folder, ...account });
  };
  const port = await freePort();
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C');
  const server = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`;
  const start = async (): Promise<void> => {
    run('pg_ctl', 'start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', server);
  };
  const crash = async (): Promise<void> => {
    run('pg_ctl', 'stop', '-w', '-D', data, '-m', 'immediate');
  };
  await start();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const pool = openPool(url);
  return {
    url,
    pool,
    crash,
    start,
    async close() {
      await pool.end();
      await crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2 });
  // A connection that ends while nobody uses it is no failure of a test.
  pool.on('error', () => undefined);
  return pool;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
