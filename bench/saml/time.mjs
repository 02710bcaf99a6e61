// Interleaved: in each round every competitor has one block of the same message, in random order, alone.
import { median, shuffled } from './statistics.mjs';

/** Of the first message, until Node has compiled what is called often; and of each further one. */
const WARM_UP_MS = { first: 1500, further: 200 };

/**
 * Microseconds of one call by run, competitor and round: `processor` is what the process used of the processor, which
 * other work on the machine adds nothing to, `elapsed` what the clock on the wall says. `takes(name, run)` says who
 * takes part.
 */
export async function measureTimes(children, fields, { takes, rounds, milliseconds, tell }) {
  const [processor, elapsed] = [{}, {}];
  for (const [run, field] of Object.entries(fields)) {
    const names = Object.keys(children).filter((name) => takes(name, run));
    processor[run] = Object.fromEntries(names.map((name) => [name, []]));
    elapsed[run] = Object.fromEntries(names.map((name) => [name, []]));
    const isFirst = run === Object.keys(fields)[0];
    const warmUp = Math.max(isFirst ? WARM_UP_MS.first : WARM_UP_MS.further, milliseconds * 2);
    for (const name of names) await children[name].ask({ verb: 'block', run, field, milliseconds: warmUp });
    for (let round = 0; round < rounds; round++) {
      for (const name of shuffled(names)) {
        const block = await children[name].ask({ verb: 'block', run, field, milliseconds });
        processor[run][name].push(block.micros);
        elapsed[run][name].push(block.elapsed);
      }
    }
    tell(
      `${run}: ${names.map((name) => `${name} ${median(processor[run][name]).toFixed(0)} µs`).join(' · ')}`,
    );
  }
  return { processor, elapsed };
}
