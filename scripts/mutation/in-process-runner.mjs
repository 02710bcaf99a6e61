// A test runner of Stryker that loads a test file once in a process and runs its tests there for mutant after mutant.
// Stryker's runner for vitest starts a thread and loads every module again for each, which takes ten times as long.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { keepKeys } from './kept-keys.mjs';
import { runTests } from './run-tests.mjs';

/** What instrumented sources read and write. */
globalThis.__stryker__ ??= {};
const shared = globalThis.__stryker__;
/** Test files, the fastest first; in the sandbox, for the processes that come after this one. */
const ORDER = 'test-files-by-duration.json';

export class InProcessRunner {
  #files = new Map();
  #used = false;
  #tainted = false;

  capabilities() {
    // Mutants are active while tests run, never while files load: with these there is nothing to load again.
    return { reloadEnvironment: true };
  }

  init() {
    Object.assign(process.env, { NODE_ENV: 'test', VITEST: 'true' });
    register('./typescript-hooks.mjs', import.meta.url);
    keepKeys();
    // A mutant may break a promise that nobody waits for.
    process.on('unhandledRejection', () => undefined);
  }

  async dryRun() {
    shared.activeMutant = undefined;
    await this.#load(testFiles());
    const begin = (id) => {
      shared.currentTestId = id;
    };
    const tests = await runTests(this.#files, { begin });
    writeFileSync(ORDER, JSON.stringify(fastestFirst(tests)));
    return { status: 'complete', tests, mutantCoverage: shared.mutantCoverage };
  }

  async mutantRun({ activeMutant: { id }, hitLimit, testFilter }) {
    // Rejected, so that Stryker starts another process and asks again.
    if (this.#tainted) throw new Error('A mutant left something behind in this process');
    const isFirst = !this.#used;
    this.#used = true;
    const files = new Set(testFilter.map(fileOf));
    const order = JSON.parse(readFileSync(ORDER, 'utf8')).filter((file) => files.has(file));
    await this.#load(order);
    Object.assign(shared, { activeMutant: id, hitCount: 0, hitLimit });
    const tests = await runTests(this.#only(order), { only: new Set(testFilter), bail: true });
    const { hitCount } = shared;
    Object.assign(shared, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    if (hitCount > hitLimit) {
      this.#tainted = true;
      return { status: 'timeout', reason: `Hit limit reached (${hitCount}/${hitLimit})` };
    }
    const killer = tests.find(({ failureMessage }) => failureMessage !== undefined);
    if (killer === undefined) {
      // What earlier runs left in a module, such as a list that is made once, may have hidden the mutant.
      if (!isFirst) throw new Error('Only a new process can say that a mutant survived');
      return { status: 'survived', nrOfTests: tests.length };
    }
    if (!(await this.#passes(killer.id))) {
      this.#tainted = true;
      // In a new process nothing but this mutant can be the cause.
      if (!isFirst) throw new Error('The test fails without the mutant too');
    }
    const { failureMessage } = killer;
    return { status: 'killed', killedBy: [killer.id], failureMessage, nrOfTests: tests.length };
  }

  async #passes(id) {
    const tests = await runTests(this.#files, { only: new Set([id]) });
    return tests.every(({ failureMessage }) => failureMessage === undefined);
  }

  #only(files) {
    return files.map((file) => [file, this.#files.get(file)]);
  }

  async #load(files) {
    const { collect } = await import('./vitest-stand-in.mjs');
    for (const file of files) {
      if (this.#files.has(file)) continue;
      this.#files.set(file, await collect(file, () => import(pathToFileURL(resolve(file)).href)));
    }
  }
}

function testFiles() {
  const { folders, except } = JSON.parse(process.env['CLAIMGATE_MUTATION_TESTS']);
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.test.ts') && !except.includes(file))
    .sort();
}

function fastestFirst(tests) {
  const durations = new Map();
  for (const { id, timeSpentMs } of tests) {
    durations.set(fileOf(id), (durations.get(fileOf(id)) ?? 0) + timeSpentMs);
  }
  return [...durations].sort(([, a], [, b]) => a - b).map(([file]) => file);
}

function fileOf(id) {
  return id.slice(0, id.indexOf('#'));
}
