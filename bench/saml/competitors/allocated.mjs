import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const CALLS = 20;
const TRIES = 5;

/**
 * Growth of the heap by one call, in KB; null where a collection fell into every try. Needs --expose-gc and a young
 * generation that holds all calls (--max-semi-space-size).
 */
export async function allocatedKilobytes(run) {
  for (let i = 0; i < TRIES * CALLS; i++) await run();
  for (let tries = 0; tries < TRIES; tries++) {
    const kilobytes = await tryOnce(run);
    if (kilobytes !== null) return kilobytes;
  }
  return null;
}

async function tryOnce(run) {
  let collections = 0;
  globalThis.gc();
  await pause(20);
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < CALLS; i++) await run();
  const grown = process.memoryUsage().heapUsed - before;
  await pause(20);
  observer.disconnect();
  return collections === 0 ? grown / CALLS / 1024 : null;
}
