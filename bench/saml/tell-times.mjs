import { BASELINE } from './competitors/index.mjs';
import { median, ratios } from './statistics.mjs';

/** One line for each competitor: microseconds of processor time, and how often it fits into node-saml's. */
export function tellTimes(times) {
  for (const [run, byName] of Object.entries(times)) {
    console.log(`\n${run}`);
    for (const [name, micros] of Object.entries(byName)) {
      const { median: middle, low, high } = ratios(byName[BASELINE], micros);
      const figures = `${median(micros).toFixed(0).padStart(8)} µs ${middle.toFixed(1).padStart(7)}×`;
      console.log(`  ${name.padEnd(42)}${figures} (${low.toFixed(1)}–${high.toFixed(1)})`);
    }
  }
}
