// One call every 25 ms, and 64 MB of other memory read and written before each: what a quiet server pays.
import { shuffled, spread } from './statistics.mjs';

const CALLS = 10;
const ROUNDS = 4;
const EVERY_MS = 25;

/** Microseconds of one call by competitor, with quartiles. */
export async function measurePaced(children, field) {
  const micros = Object.fromEntries(Object.keys(children).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of shuffled(Object.keys(children))) {
      const asked = { verb: 'paced', run: 'a', field, calls: CALLS, everyMilliseconds: EVERY_MS };
      micros[name].push(...(await children[name].ask(asked)).micros);
    }
  }
  return Object.fromEntries(Object.entries(micros).map(([name, values]) => [name, spread(values)]));
}
