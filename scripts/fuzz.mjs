// npm run fuzz: 100,000 mutated messages before claimgate, node-saml, samlify and xml-crypto with a strict reader; then every
// public function with changed arguments, and canonical forms beside those of xmllint and xmlsec1, both more often than
// in npm test. Seeded:
// CLAIMGATE_FUZZ_SEED and CLAIMGATE_FUZZ_RUNS repeat or continue a run; CLAIMGATE_FUZZ_PROCESSES (default 1) share it.
// Prints the counts; where a law is broken it keeps the document in .cache/fuzz/differences and exits with 1.
import { fork, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { withInstalled } from '../bench/peers/install.mjs';

const PORTION = 50;
/** Milliseconds that one document may take, whatever else the machine does. */
const PATIENCE = 180_000;

const seed = Number(process.env.CLAIMGATE_FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.CLAIMGATE_FUZZ_RUNS ?? 100_000);
const processes = Number(process.env.CLAIMGATE_FUZZ_PROCESSES ?? 1);
const end = seed + runs;
const root = fileURLToPath(new URL('../', import.meta.url));
const cache = `${root}.cache/fuzz/`;
const differences = `${cache}differences/`;

const counts = {};
let broken = 0;
let handedOut = seed;
let told = 0;
const underWay = new Set();
const workers = new Set();

// What was counted until then is told, and where to go on.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    print();
    for (const worker of workers) worker.kill('SIGKILL');
    process.exit(130);
  });
}

const peers = installedPeers();
const bundle = await bundled();
await Promise.all(Array.from({ length: processes }, () => runProcess()));
print();
if (broken > 0) console.error(`${broken} differences: see ${differences}`);
const further = furtherTests();
if (broken > 0 || !further) process.exitCode = 1;

/** samlify, kept from one run to the next while its version is the same. */
function installedPeers() {
  const source = new URL('../bench/peers/', import.meta.url);
  const folder = `${cache}peers`;
  const lock = readFileSync(new URL('package-lock.json', source), 'utf8');
  const kept = `${folder}/package-lock.json`;
  if (!existsSync(kept) || readFileSync(kept, 'utf8') !== lock) {
    rmSync(folder, { recursive: true, force: true });
    withInstalled(source, (installed) => cpSync(installed, folder, { recursive: true }));
  }
  return folder;
}

async function bundled() {
  const entry = fileURLToPath(new URL('../test/differential/long-run.ts', import.meta.url));
  // What is loaded late is asked for by `require`, which a bundle of ES modules has to be given.
  const js =
    "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
  await build({
    config: false,
    entry: [entry],
    format: ['esm'],
    outDir: cache,
    silent: true,
    banner: { js },
  });
  return `${cache}long-run.js`;
}

/** One process after another works off portions until there are none; one that hangs or dies is followed by the next. */
async function runProcess() {
  let portion = nextPortion();
  while (portion !== null) portion = await withProcess(portion);
}

/** Resolves with the rest of a portion whose document ended the process; null where there is nothing left. */
function withProcess(first) {
  return new Promise((resolve) => {
    const worker = fork(bundle, [peers], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    workers.add(worker);
    let portion = first;
    let at = portion.from;
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => worker.kill('SIGKILL'), PATIENCE);
    };
    worker.on('message', (message) => {
      wait();
      if (message.at !== undefined) at = message.at;
      else if (message.broken !== undefined) {
        keep({ seed: at, broken: [message.broken] });
        worker.kill();
      } else {
        finish(portion, message);
        portion = nextPortion();
        if (portion === null) worker.disconnect();
        else worker.send(portion);
      }
    });
    worker.on('exit', (code, signal) => {
      clearTimeout(timer);
      workers.delete(worker);
      if (portion === null) return resolve(null);
      if (signal === 'SIGKILL') keep({ seed: at, broken: [`nothing came back within ${PATIENCE} ms`] });
      else if (signal === null) keep({ seed: at, broken: [`the process ended with ${code}`] });
      underWay.delete(portion);
      const rest = { from: at + 1, count: portion.from + portion.count - at - 1 };
      if (rest.count === 0) return resolve(nextPortion());
      underWay.add(rest);
      resolve(rest);
    });
    wait();
    worker.send(portion);
  });
}

/** Whether the other tests pass with more and other cases; one that hangs is ended. */
function furtherTests() {
  const scale = runs / 100_000;
  const { status } = spawnSync(
    process.execPath,
    [`${root}node_modules/vitest/vitest.mjs`, 'run', 'test/fuzz', 'test/xml/canonicalize-peers.test.ts'],
    {
      cwd: root,
      stdio: 'inherit',
      timeout: 3_600_000,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        CLAIMGATE_FUZZ_SEED: `${seed}`,
        CLAIMGATE_FUZZ_TIMES: `${Math.max(1, Math.round(10 * scale))}`,
        CLAIMGATE_C14N_SEED: `${seed}`,
        CLAIMGATE_C14N_DOCUMENTS: `${Math.max(500, Math.round(20_000 * scale))}`,
      },
    },
  );
  return status === 0;
}

function nextPortion() {
  if (handedOut >= end) return null;
  const portion = { from: handedOut, count: Math.min(PORTION, end - handedOut) };
  handedOut += portion.count;
  underWay.add(portion);
  return portion;
}

function finish(portion, answer) {
  underWay.delete(portion);
  for (const [name, count] of Object.entries(answer.counts)) counts[name] = (counts[name] ?? 0) + count;
  for (const difference of answer.differences) keep(difference);
  if (Math.floor(counts.documents / 10_000) > told) {
    told = Math.floor(counts.documents / 10_000);
    print();
  }
}

function keep(difference) {
  broken++;
  mkdirSync(differences, { recursive: true });
  writeFileSync(`${differences}${difference.seed}.json`, `${JSON.stringify(difference, null, 1)}\n`);
  if (difference.field !== undefined)
    writeFileSync(`${differences}${difference.seed}.xml`, Buffer.from(difference.field, 'base64'));
  console.error(
    `CLAIMGATE_FUZZ_SEED=${difference.seed} CLAIMGATE_FUZZ_RUNS=1: ${difference.broken.join('; ').slice(0, 400)}`,
  );
}

function print() {
  const next = Math.min(handedOut, ...[...underWay].map(({ from }) => from));
  const rest = next < end ? `; CLAIMGATE_FUZZ_SEED=${next} CLAIMGATE_FUZZ_RUNS=${end - next} continues` : '';
  console.log(`seed ${seed}: ${JSON.stringify(counts)}, differences ${broken}${rest}`);
}
