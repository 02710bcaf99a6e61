// npm run bench:scim: provisioning over PostgreSQL with 1,000 and with 100,000 users, claimgate beside @better-auth/scim
// and scimmy, each server in a process of its own, asked in turn over HTTP. Compare the ratios; the times are those of a
// machine that does other things as well. BENCH_DATABASE=pglite measures claimgate over PGlite instead.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureLatencies, measureThroughput } from './scim/measure.mjs';
import { replay } from './scim/replay.mjs';
import { report } from './scim/report.mjs';
import { prepare } from './scim/requests.mjs';
import { installPeers, serverVersion, starter } from './scim/start.mjs';

const SMALL = Number(process.env.BENCH_SMALL ?? 1_000);
const LARGE = Number(process.env.BENCH_LARGE ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const BLOCK_MS = Number(process.env.BENCH_BLOCK_MS ?? 120);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const CLIENTS = 16;
/** @better-auth/scim takes at most 1,000 members in a group. */
const MOST_OF_BETTER_AUTH = 900;
/** It validates the whole group for each change: with 50,000 one answer would take most of the run. */
const MOST_OF_SCIMMY = 5_000;
const IS_PGLITE = process.env.BENCH_DATABASE === 'pglite';
const RESULTS = new URL('RESULTS-SCIM.md', import.meta.url);

const peers = installPeers();
const { start, stop } = starter(peers.folder, IS_PGLITE);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => cleanUp().then(() => process.exit(1)));
try {
  const replayed = { claimgate: null, 'better-auth': null, scimmy: null };
  await Promise.all(
    ['claimgate', 'better-auth', 'scimmy'].map(async (who) => {
      replayed[who] = await replay(await start({ who, users: 10, members: 2 }));
      told(`${who}: ${replayed[who].right} requests of Entra right, ${replayed[who].wrong.length} wrong`);
    }),
  );
  const worlds = await Promise.all(
    [SMALL, LARGE].flatMap((users) => {
      const half = users / 2;
      const most = { claimgate: half, 'better-auth': MOST_OF_BETTER_AUTH, scimmy: MOST_OF_SCIMMY };
      return Object.entries(most).map(async ([who, members]) => {
        const startedAt = performance.now();
        const world = await prepare(await start({ who, users, members: Math.min(half, members) }));
        told(`${who}: ${users} users, after ${seconds(performance.now() - startedAt)} s`);
        return world;
      });
    }),
  );
  const latencies = await measureLatencies(worlds, { rounds: ROUNDS, blockMilliseconds: BLOCK_MS });
  told('latencies measured');
  // One answer of scimmy's for all users or for the large group takes seconds, and 16 clients would wait for each other.
  const fit = worlds.filter(({ who, users }) => who !== 'scimmy' || users === SMALL);
  const throughput = await measureThroughput(fit, { rounds: 3, seconds: SECONDS, clients: CLIENTS });
  const text = report({
    machine: await machine(),
    replayed,
    worlds,
    latencies,
    throughput,
    clients: CLIENTS,
  });
  console.log(text);
  if (!IS_PGLITE) writeFileSync(RESULTS, text);
} finally {
  await cleanUp();
}

async function cleanUp() {
  await stop();
  peers.remove();
}

async function machine() {
  const [cpu, ...others] = cpus();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    hardware: `${others.length + 1} × ${cpu?.model.trim() ?? 'unknown'}`,
    node: process.version,
    database: IS_PGLITE ? 'PGlite for claimgate' : `PostgreSQL ${await serverVersion()}`,
    commit,
    versions: Object.fromEntries(
      ['@better-auth/scim', 'better-auth', 'scimmy', 'scimmy-routers'].map((name) => [
        name,
        peers.versionOf(name),
      ]),
    ),
    size: { small: SMALL, large: LARGE, rounds: ROUNDS },
  };
}

function told(text) {
  console.log(text);
}

function seconds(milliseconds) {
  return (milliseconds / 1000).toFixed(1);
}
