// How the time of a good message grows with its length, from 12 to 250 KB as posted (the cap is 256 KiB).
import { BASELINE, DEFAULT, READER_1 } from './competitors/index.mjs';
import { mintOfLength, variants } from './messages.mjs';
import { exponent, median } from './statistics.mjs';
import { measureTimes } from './time.mjs';
import { settingsFor } from './world.mjs';

const KILOBYTES = [12, 25, 50, 100, 175, 250];

/** By competitor: pairs of posted characters and microseconds, and the exponent. */
export async function measureSizes(children, { rounds, milliseconds, tell }) {
  const fields = Object.fromEntries(KILOBYTES.map((kb) => [`${kb} KB`, mintOfLength(kb * 1000)]));
  const chosen = Object.fromEntries([DEFAULT, READER_1, BASELINE].map((name) => [name, children[name]]));
  for (const child of Object.values(chosen))
    for (const [run, field] of Object.entries(fields))
      await child.ask({ verb: 'configure', run, settings: settingsFor(variants.a, field) });
  const { processor } = await measureTimes(chosen, fields, { takes: () => true, rounds, milliseconds, tell });
  return Object.fromEntries(
    Object.keys(chosen).map((name) => {
      const points = Object.entries(fields).map(([run, field]) => [
        field.length,
        median(processor[run][name]),
      ]);
      return [name, { points, exponent: exponent(points) }];
    }),
  );
}
