// Before anything is measured: who accepts the good message of each variant, and who refuses what a full validation must.
import { mintVariant, probes, REQUIRED_PROBES, variants } from './messages.mjs';
import { settingsFor } from './world.mjs';

/**
 * Configures a child for every variant and asks it. Gives the variants that it takes (`good`), why it refuses the others
 * (`refused`), which probes it accepts (`accepts`), and whether it validates fully (`isFull`).
 */
export async function checkAll(child, fields) {
  const [good, refused, accepts] = [[], {}, []];
  for (const [run, field] of Object.entries(fields)) {
    await child.ask({ verb: 'configure', run, settings: settingsFor(variants[run], field) });
    const answer = await child.ask({ verb: 'ask', run, field });
    if (answer.accepted) good.push(run);
    else refused[run] = answer.why;
  }
  await child.ask({
    verb: 'configure',
    run: 'probe',
    settings: settingsFor(variants.a, mintVariant(variants.a)),
  });
  for (const [probe, otherwise] of Object.entries(probes)) {
    const field = mintVariant(variants.a, otherwise);
    const answer = await child.ask({ verb: 'ask', run: 'probe', field });
    if (answer.accepted) accepts.push(probe);
  }
  const isFull =
    Object.keys(refused).length < Object.keys(fields).length &&
    !REQUIRED_PROBES.some((probe) => accepts.includes(probe));
  return { good, refused, accepts, isFull };
}
