// A process that validates in JavaScript: node worker.mjs <competitor> <folder of the peers>. It takes one JSON per line
// and answers with one: the protocol of child.mjs.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { allocatedKilobytes } from './allocated.mjs';
import { competitors } from './index.mjs';

const [name, folder] = process.argv.slice(2);
const make = await competitors[name].make(folder);
const evicted = new Uint8Array(64 * 1024 * 1024);
const runs = new Map();

const verbs = {
  configure: ({ run, settings }) => {
    runs.set(run, make(settings));
  },
  ask: async ({ run, field }) => {
    try {
      await runs.get(run)(field);
      return { accepted: true };
    } catch (error) {
      return { accepted: false, why: String(error?.code ?? error?.message ?? error).slice(0, 120) };
    }
  },
  block: async ({ run, field, milliseconds }) => {
    const validate = runs.get(run);
    const start = performance.now();
    const before = process.cpuUsage();
    let calls = 0;
    let processor = 0;
    // In doubling batches: the clock costs too much to be read at every call.
    for (let batch = 1; processor < milliseconds * 1000; batch *= 2) {
      for (let i = 0; i < batch; i++) await validate(field);
      calls += batch;
      const { user, system } = process.cpuUsage(before);
      processor = user + system;
    }
    return { micros: processor / calls, elapsed: ((performance.now() - start) / calls) * 1000 };
  },
  paced: async ({ run, field, calls, everyMilliseconds }) => {
    const validate = runs.get(run);
    const micros = [];
    for (let i = 0; i < calls; i++) {
      await pause(everyMilliseconds);
      for (let at = 0; at < evicted.length; at += 64) evicted[at]++;
      const start = performance.now();
      await validate(field);
      micros.push((performance.now() - start) * 1000);
    }
    return { micros };
  },
  allocated: async ({ run, field }) => ({ kilobytes: await allocatedKilobytes(() => runs.get(run)(field)) }),
};

// What a library prints must not get into the answers.
console.log = console.info = console.error = console.warn = () => {};
process.on('uncaughtException', () => {});
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = (await verbs[request.verb](request)) ?? {};
  } catch (error) {
    answer = { failure: String(error?.stack ?? error).slice(0, 500) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
