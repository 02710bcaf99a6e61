// node bench/peers/ask.mjs <folder> <package> <api> <file>: asks one library, or a validator with a mistake
// (api: mistake), about every fixture and writes the verdicts as JSON. A process of its own, as some of them throw
// where nobody can catch it.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mistakes } from '../controls/mistakes.mjs';
import { askers, stopClock } from './askers.mjs';
import { verdictOf } from './verdict.mjs';

const [folder, name, api, file] = process.argv.slice(2);
const fixture = (path) => new URL(`../../fixtures/${path}`, import.meta.url);
const { fixtures } = JSON.parse(readFileSync(fixture('index.json'), 'utf8'));

const ask = api === 'mistake' ? mistakes[name](folder) : askerOf(createRequire(`${folder}/`)(name));

let onCrash = () => {};
process.on('uncaughtException', () => onCrash());
process.on('unhandledRejection', () => onCrash());
stopClock();

const verdicts = {};
for (const row of fixtures) {
  const field = readFileSync(fixture(row.file), row.file.endsWith('.txt') ? 'utf8' : 'base64');
  const crashed = new Promise((resolve) => {
    onCrash = () => resolve('crashed');
  });
  // Some versions of Node decrypt RSA-1.5 and others do not.
  const rsa15 = Buffer.from(field, 'base64').includes('#rsa-1_5');
  verdicts[row.id] = rsa15 ? 'not asked' : await Promise.race([verdictOf(ask, row, field), crashed]);
}
writeFileSync(file, JSON.stringify(verdicts));

function askerOf(library) {
  return (row, posted) => askers[api](library, row, posted);
}
