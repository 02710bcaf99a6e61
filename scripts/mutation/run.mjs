// Runs Stryker room by room, and compares the mutants that survived with those that explained/ explains.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { compareWithExplained, readExplained } from './explained.mjs';
import { printScores, readMutants } from './report.mjs';

/** Its module is replaced by vitest before it loads, which the runner here cannot do. */
const REPLACES_A_MODULE = 'test/response/xml-crypto-not-loadable.test.ts';

/** Rooms, and the tests whose failure counts: without those that try thousands of random messages. */
const ROOMS = {
  organizations: { folders: ['test/organizations'], except: [] },
  response: { folders: ['test/response'], except: ['test/response/laws.test.ts', REPLACES_A_MODULE] },
  xml: {
    folders: ['test/xml', 'test/response'],
    except: [
      'test/xml/laws.test.ts',
      'test/xml/canonicalize-peers.test.ts',
      'test/response/laws.test.ts',
      REPLACES_A_MODULE,
    ],
  },
};

const files = process.argv.slice(2);
const found = [];
for (const [room, tests] of Object.entries(ROOMS)) {
  const mutate =
    files.length === 0 ? [`src/${room}/**/*.ts`] : files.filter((file) => file.startsWith(`src/${room}/`));
  if (mutate.length > 0) found.push(...(await mutantsOf(room, mutate, tests)));
}
printScores(found);
const { unexplained, stale } = compareWithExplained(found, readExplained());
for (const { file, line, from, to } of unexplained) console.log(`\n${file}\n  ${line}\n- ${from}\n+ ${to}`);
for (const { file, line, from, to } of stale)
  console.log(`\nexplained, but does not survive: ${file}\n  ${line}\n- ${from}\n+ ${to}`);
console.log(
  `\n${unexplained.length} survived without an explanation, ${stale.length} explanations without a survivor`,
);
process.exitCode = unexplained.length + stale.length === 0 ? 0 : 1;

/** Every mutant of a room: where it is, what it changes and what became of it. */
async function mutantsOf(room, mutate, tests) {
  // The runner reads it in the processes that Stryker starts.
  process.env['CLAIMGATE_MUTATION_TESTS'] = JSON.stringify(tests);
  const report = `.cache/mutation/${room}.json`;
  await new Stryker({
    mutate,
    testRunner: 'in-process',
    plugins: [fileURLToPath(new URL('./plugins.mjs', import.meta.url))],
    ignorers: ['what-no-test-should-pin'],
    coverageAnalysis: 'perTest',
    // A mutant of a constant needs a process and a whole run of its own: see docs/mutation.md.
    ignoreStatic: true,
    concurrency: Number(process.env['CLAIMGATE_MUTATION_CONCURRENCY'] ?? 1),
    timeoutMS: 15_000,
    timeoutFactor: 5,
    dryRunTimeoutMinutes: 15,
    disableTypeChecks: true,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    incremental: true,
    incrementalFile: `.cache/mutation/${room}-incremental.json`,
    tempDirName: '.cache/mutation/sandbox',
    ignorePatterns: ['.cache', 'bench', 'coverage', 'dist', 'docs'],
    allowConsoleColors: false,
    logLevel: 'warn',
  }).runMutationTest();
  return readMutants(JSON.parse(readFileSync(report, 'utf8')));
}
