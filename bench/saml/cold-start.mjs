// Fresh processes, one after the other in random order: from nothing to configured, and the first accepted response.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ratios, shuffled, spread } from './statistics.mjs';

const STARTS = {
  ESM: new URL('cold-start/esm.mjs', import.meta.url),
  CommonJS: new URL('cold-start/commonjs.cjs', import.meta.url),
};
const WHO = ['claimgate', 'node-saml'];
const STEPS = ['configure', 'first'];

/** By module system and step: milliseconds of both, of the processor and elapsed, with quartiles, and what part of node-saml's time claimgate takes. */
export function measureColdStart(given, { rounds, tell }) {
  const runs = Object.keys(STARTS).flatMap((system) => WHO.map((who) => ({ system, who, found: [] })));
  for (let round = 0; round < rounds; round++) {
    for (const { system, who, found } of shuffled(runs)) {
      const file = fileURLToPath(STARTS[system]);
      found.push(JSON.parse(execFileSync(process.execPath, [file, who], { input: JSON.stringify(given) })));
    }
  }
  tell('cold start measured');
  const column = (system, who, step, clock) =>
    runs.find((run) => run.system === system && run.who === who).found.map((each) => each[step][clock]);
  const compared = (system, step, clock) => {
    const [ours, theirs] = WHO.map((who) => column(system, who, step, clock));
    return { ours: spread(ours), theirs: spread(theirs), part: ratios(ours, theirs) };
  };
  return Object.keys(STARTS).flatMap((system) =>
    STEPS.map((step) => ({
      system,
      step,
      processor: compared(system, step, 'processor'),
      elapsed: compared(system, step, 'elapsed'),
    })),
  );
}
