// A process for one row and one other library: node bench/dos/measure-peer.mjs <folder> <package> <api> <row>. It says
// when it begins, and then milliseconds, growth of the resident memory and the answer.
import { createRequire } from 'node:module';
import { REQUEST } from '../../fixtures/generate/message.mjs';
import { askers, stopClock } from '../peers/askers.mjs';
import { base64, good } from './message.mjs';
import { rowOf } from './rows.mjs';
import { UNDER_CAP } from './sizes.mjs';
import { stopwatch } from './stopwatch.mjs';

const [folder, name, api, id] = process.argv.slice(2);
const row = rowOf(id);
const library = createRequire(`${folder}/`)(name);
const MOST_RUNS = 3;

let onCrash = () => {};
process.on('uncaughtException', () => onCrash());
process.on('unhandledRejection', () => onCrash());
stopClock();
const usual = { signing: 'assertion', inResponseTo: REQUEST };
const asked = row.by.startsWith('anybody, encrypted')
  ? { ...usual, keys: { current: 'service-provider' } }
  : usual;
for (let runs = 0; runs < 5; runs += 1) await answerTo(usual, base64(good));
const field = row.make(UNDER_CAP * 1_024);

process.send({ begun: true });
const before = process.memoryUsage.rss();
let answer = null;
let milliseconds = Infinity;
for (let runs = 0; runs < MOST_RUNS && (runs === 0 || milliseconds < 300); runs += 1) {
  const spent = stopwatch();
  answer = await answerTo(asked, field);
  milliseconds = Math.min(milliseconds, spent());
}
const grown = process.resourceUsage().maxRSS * 1_024 - before;
process.send({ milliseconds, grown, answer }, () => process.exit());

/** Some throw where nobody can catch it, and some never answer. */
async function answerTo(given, posted) {
  const crashed = new Promise((resolve) => {
    onCrash = () => resolve('crashed');
  });
  const answered = askers[api](library, given, posted).then(
    () => 'accepted',
    () => 'refused',
  );
  let timer;
  const silent = new Promise((resolve) => {
    timer = setTimeout(() => resolve('silent'), 60_000);
  });
  return Promise.race([answered, crashed, silent]).finally(() => clearTimeout(timer));
}
