// Prints the sum of the runners' own reports, as the last line of .ci/run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);

console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed`);
if (sum('numFailedTests') + sum('numFailedTestSuites') > 0 || sum('numPassedTests') === 0)
  process.exitCode = 1;
