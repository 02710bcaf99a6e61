// npm run bench: claimgate and node-saml validate the same bytes in one process, in interleaved blocks of random
// order. Compare the ratios; the times are those of a machine that does other things as well.
import { PerformanceObserver } from 'node:perf_hooks';
import { competitors } from './competitors.mjs';
import { messages } from './messages.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 11);
const BLOCK_MS = Number(process.env.BENCH_BLOCK_MS ?? 120);
const BASELINE = 'node-saml';

const wanted = process.env.BENCH_VARIANTS?.split(',') ?? Object.keys(messages);
for (const [name, message] of Object.entries(messages)) {
  if (!wanted.includes(name)) continue;
  const bytes = Buffer.from(message.samlResponse, 'base64').length;
  console.log(`\n${name}: ${message.title}, ${bytes} bytes`);
  const runners = Object.fromEntries(Object.entries(competitors).map(([who, make]) => [who, make(message)]));
  for (const run of Object.values(runners)) await block(run, BLOCK_MS * 2);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times = {};
    for (const who of shuffled(Object.keys(runners))) times[who] = await block(runners[who], BLOCK_MS);
    rounds.push(times);
  }
  for (const who of Object.keys(runners)) {
    const ratios = rounds.map((times) => times[BASELINE] / times[who]);
    const micros = median(rounds.map((times) => times[who])) * 1000;
    const allocated = await allocatedKilobytes(runners[who]);
    console.log(
      `  ${who.padEnd(42)} ${micros.toFixed(0).padStart(7)} µs   ${median(ratios).toFixed(1).padStart(6)}×` +
        ` (${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)})   ${allocated.padStart(6)} KB allocated`,
    );
  }
}

/** Milliseconds for one call, over a block of calls. */
async function block(run, milliseconds) {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  do {
    await run();
    calls++;
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return elapsed / calls;
}

/** Heap growth of one call; '?' where a collection fell into the measurement. Needs --expose-gc. */
async function allocatedKilobytes(run) {
  if (globalThis.gc === undefined) return '?';
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  globalThis.gc();
  await new Promise((resolve) => setTimeout(resolve, 20));
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  const calls = 20;
  for (let i = 0; i < calls; i++) await run();
  const grown = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setTimeout(resolve, 20));
  observer.disconnect();
  return collections === 0 ? (grown / calls / 1024).toFixed(0) : '?';
}

function shuffled(items) {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
