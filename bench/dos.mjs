// npm run bench:dos: what hostile bodies cost, ours and peers', each in a process of its own with a limit. `--quick`:
// ours alone. `--only <ids>`: some rows (comma-separated beginnings), which are printed and not written. Exits with 1
// where ours is over the budget by more than the noise of a machine.
import { writeFileSync } from 'node:fs';
import { isOver, judge } from './dos/budget.mjs';
import { askPeers } from './dos/peers.mjs';
import { reportOf, titleOf } from './dos/report.mjs';
import { rows } from './dos/rows.mjs';
import { runChild } from './dos/run-child.mjs';

const MEASURE = new URL('./dos/measure-ours.mjs', import.meta.url);
const FLAGS = ['--expose-gc', '--max-semi-space-size=128'];
/** A row over the budget is measured again: the machine may have been busy. */
const MOST_TRIES = 2;

const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1].split(',')
  : null;
const chosen = rows.filter(({ id }) => only === null || only.some((start) => id.startsWith(start)));
const ours = [];
for (const row of chosen) {
  const result = await measure(row);
  ours.push({ row, ...result });
  console.log(titleOf(row, result));
}
const peers = process.argv.includes('--quick') || only !== null ? null : askPeers();
if (only === null) writeFileSync(new URL('./RESULTS-DOS.md', import.meta.url), reportOf(ours, peers));

const over = ours.filter(({ verdict }) => isOver(verdict));
for (const { row, result, verdict } of over)
  console.error(`over the budget: ${titleOf(row, { result, verdict })}`);
if (over.length > 0) process.exitCode = 1;

/** The best of several tries, as long as it is over the budget. */
async function measure(row) {
  let best = null;
  for (let tries = 0; tries < MOST_TRIES && (best === null || isOver(best.verdict)); tries += 1) {
    const result = await runChild(MEASURE, [row.id], { flags: FLAGS });
    if (result.failed !== undefined) throw new Error(`${row.id}: ${result.failed} ${result.complaint}`);
    const verdict = judge(row, result);
    if (best === null || verdict.times < best.verdict.times) best = { result, verdict };
  }
  return best;
}
