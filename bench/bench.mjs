// npm run bench: claimgate and its peers validate the same bytes; the route that takes the post and cold starts beside
// node-saml’s. Writes bench/RESULTS.md. BENCH_VARIANTS=a,f looks at the time of those only, without the peers from the
// registry and without writing. BENCH_ROUNDS and BENCH_BLOCK_MS change how long it looks.
import { writeFileSync } from 'node:fs';
import { measureRoute } from './saml/acs.mjs';
import { measureAllocation } from './saml/allocation.mjs';
import { measureColdStart } from './saml/cold-start.mjs';
import { competitors } from './saml/competitors/index.mjs';
import { installPeers } from './saml/install.mjs';
import { loadNow, machineNow, versionsOf } from './saml/machine.mjs';
import { mintVariant, variants } from './saml/messages.mjs';
import { measurePaced } from './saml/paced.mjs';
import { report } from './saml/report.mjs';
import { measureSizes } from './saml/size.mjs';
import { startCompetitors } from './saml/start.mjs';
import { tellTimes } from './saml/tell-times.mjs';
import { measureTimes } from './saml/time.mjs';
import { settingsFor } from './saml/world.mjs';

const wanted = process.env.BENCH_VARIANTS?.split(',');
const rounds = Number(process.env.BENCH_ROUNDS ?? 11);
const milliseconds = Number(process.env.BENCH_BLOCK_MS ?? 100);
const RESULTS = new URL('RESULTS.md', import.meta.url);
const isQuick = wanted !== undefined;

const machine = machineNow();
const fields = Object.fromEntries(
  Object.entries(variants)
    .filter(([run]) => wanted?.includes(run) ?? true)
    .map(([run, variant]) => [run, mintVariant(variant)]),
);
const peers = isQuick ? { folder: '', failure: 'not asked' } : installPeers(console.error);
const names = Object.keys(competitors).filter(
  (name) => !isQuick || !['peer', 'script'].includes(competitors[name].kind),
);
const { children, checked, absent } = await startCompetitors(names, peers, fields, console.error);
try {
  const takes = (name, run) => checked[name]?.good.includes(run) ?? true;
  const plan = { rounds, milliseconds, tell: console.error };
  const times = await measureTimes(children, fields, { ...plan, takes });
  if (isQuick) tellTimes(times.processor);
  else await measureTheRest(times, plan);
} finally {
  await Promise.all(Object.values(children).map((child) => child.stop()));
}

async function measureTheRest(times, plan) {
  const present = Object.keys(children);
  const measured = {
    machine,
    plan,
    versions: versionsOf(present, peers.folder),
    absent,
    checked,
    bytes: Object.fromEntries(
      Object.entries(fields).map(([run, field]) => [run, Buffer.byteLength(field, 'base64')]),
    ),
    times,
    paced: await measurePaced(children, fields.a),
    allocated: await measureAllocation(present, peers.folder, fields.a),
    sizes: await measureSizes(children, plan),
    route: await measureRoute({ rounds: Math.ceil(rounds / 3), seconds: 3, tell: console.error }).catch(
      failedRoute,
    ),
    coldStart: measureColdStart(settingsFor(variants.a, fields.a), plan),
  };
  machine.loadAfter = loadNow();
  const text = report(measured);
  writeFileSync(RESULTS, text);
  console.log(text);
}

/** A server that cannot be reached must not take the other figures with it. */
function failedRoute(error) {
  console.error(`the route could not be measured: ${error.message}`);
  return null;
}
