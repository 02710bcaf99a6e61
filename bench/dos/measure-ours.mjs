// A process for one row: node bench/dos/measure-ours.mjs <row>. Sends what it measured to its parent: milliseconds of
// one good validation, and for each size milliseconds, bytes allocated and the answer.
import { base64, good, minted } from './message.mjs';
import { validatorOf } from './responses.mjs';
import { rowOf } from './rows.mjs';
import { SIZES, UNDER_CAP } from './sizes.mjs';

const KB = 1_024;
/** Milliseconds. */
const WARM_UP = 200;
const MEASURE = 50;
const BATCHES = 3;
const LEAST_RUNS = 2;
/** What takes longer is not measured again: it is over any budget. */
const LONGEST = 5_000;
const validate = validatorOf('xmldom');
const readOnce = validatorOf('dangerously-none');

const row = rowOf(process.argv[2]);
const field = base64(good);
let goodMilliseconds = await fastest(() => validate(field), WARM_UP);
const attempt = await attemptOf(row);
const measured = [];
for (const size of row.sizes ?? SIZES) measured.push(await measure(size));
process.send({ goodMilliseconds, measured });

async function measure(size) {
  const { bytes, prepare, run, alone } = attempt(size * KB);
  const answers = new Set();
  const long = size > UNDER_CAP ? MEASURE / 5 : MEASURE;
  const milliseconds = await fastest(async (prepared) => answers.add(await run(prepared)), long, prepare);
  // Once more: the machine may have been busy at first.
  goodMilliseconds = Math.min(goodMilliseconds, await fastest(() => validate(field), MEASURE / 4));
  return {
    size,
    bytes,
    milliseconds,
    alone: alone === undefined ? null : await fastest(alone, long / 2),
    /** The same for a good message of this size, where the hostile one is signed with the customer's key. */
    alike:
      row.by === 'the customer’s key' && alone !== undefined ? await fastest(largeGood(bytes), long) : null,
    allocated: await allocatedBytes(run, prepare),
    answer: [...answers].at(-1),
  };
}

/** How a size is tried: prepared anew for each run where that is needed, outside of what is measured. */
async function attemptOf({ kind, make, run, open, send }) {
  if (kind === 'response') {
    return (bytes) => {
      const field = make(bytes);
      return {
        bytes: field.length,
        prepare: nothing,
        run: () => validate(field),
        alone: () => readOnce(field),
      };
    };
  }
  if (kind === 'document') {
    return (bytes) => {
      const document = make(bytes);
      return { bytes: document.length, prepare: nothing, run: () => run(document) };
    };
  }
  const answer = await open();
  return (bytes) => ({ bytes, prepare: send(bytes, answer.world), run: answer });
}

/** Values of the length that ids of groups have, as many as it takes. */
function largeGood(length) {
  const count = Math.floor(Math.max(0, length * 0.75 - good.length) / 67);
  const values = Array.from(
    { length: count },
    (_, at) => `00000000-0000-4000-8000-${`${at}`.padStart(12, '0')}`,
  );
  const field = base64(minted({ attributes: { email: 'adele.vance@contoso.com', groups: values } }));
  return () => validate(field);
}

/**
 * Milliseconds of a run: the fastest by the clock, or the mean of a batch by the time of the processor, whichever are
 * fewer. On a busy machine the clock tells how long others had it, too; the processor's time is too coarse for one run.
 */
async function fastest(run, milliseconds, prepare = nothing) {
  let best = Infinity;
  for (let batch = 0; batch < BATCHES && (batch === 0 || best < LONGEST); batch += 1) {
    let total = 0;
    let runs = 0;
    for (; runs < LEAST_RUNS || total < milliseconds / BATCHES; runs += 1) {
      const prepared = prepare();
      const processor = process.cpuUsage();
      const clock = performance.now();
      await run(prepared);
      best = Math.min(best, performance.now() - clock);
      const { user, system } = process.cpuUsage(processor);
      total += (user + system) / 1_000;
    }
    best = Math.min(best, total / runs);
  }
  return best;
}

/** What one run allocates in all: more than it holds at any one moment. The young generation is large enough for it. */
async function allocatedBytes(run, prepare) {
  const prepared = prepare();
  globalThis.gc();
  // What was outside of the heap is given back a turn later.
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc();
  const before = process.memoryUsage();
  await run(prepared);
  const after = process.memoryUsage();
  return Math.max(0, after.heapUsed - before.heapUsed + after.external - before.external);
}

function nothing() {}
