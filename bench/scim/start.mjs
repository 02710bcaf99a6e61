// What a run needs: the peers in a temporary folder, databases of its own, and servers, all gone at its end.
import { execFileSync, fork } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { clientOf } from './client.mjs';

const PEERS = new URL('../peers-scim/', import.meta.url);
const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url));
const ADMIN = process.env.BENCH_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Installs the peers by their lock file, without their scripts. */
export function installPeers() {
  const folder = mkdtempSync(join(tmpdir(), 'claimgate-bench-scim-'));
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(fileURLToPath(new URL(file, PEERS)), join(folder, file));
  }
  writeFileSync(join(folder, 'load.mjs'), 'export const load = (name) => import(name);\n');
  const options = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--silent',
    '--omit-lockfile-registry-resolved',
  ];
  execFileSync('npm', ['ci', ...options], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  return {
    folder,
    versionOf: (name) =>
      JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function serverVersion() {
  return withAdmin(async (admin) => (await admin.query('SHOW server_version')).rows[0].server_version);
}

/** Starts servers, each with an empty database of its own. */
export function starter(folder, isPglite) {
  const [children, databases] = [[], []];
  return {
    async start({ who, users, members }) {
      let database = 'pglite';
      if (who !== 'scimmy' && !(isPglite && who === 'claimgate')) {
        const name = `claimgate_bench_scim_${process.pid}_${databases.length}`;
        databases.push(name);
        await withAdmin((admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE template0`));
        database = Object.assign(new URL(ADMIN), { pathname: `/${name}` }).href;
      }
      const child = fork(SERVER, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      children.push(child);
      const ready = await new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', (code) => reject(new Error(`${who} ended with ${code}`)));
        child.send({ who, folder, database, users, members });
      });
      if (ready.failure !== undefined) throw new Error(`${who}: ${ready.failure}`);
      return { who, users, members, groupId: ready.groupId, send: clientOf(ready) };
    },
    async stop() {
      await Promise.all(
        children.map((child) => {
          const gone = new Promise((resolve) => child.once('exit', resolve));
          if (child.exitCode !== null || child.signalCode !== null) return null;
          child.kill('SIGKILL');
          return gone;
        }),
      );
      for (const name of databases) {
        await withAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      }
    },
  };
}

async function withAdmin(use) {
  const admin = new pg.Client({ connectionString: ADMIN });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}
