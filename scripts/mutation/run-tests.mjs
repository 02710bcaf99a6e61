// Runs tests that the stand-in collected, with the hooks around them.
import { resolve } from 'node:path';

const LONGEST_TEST = 15_000;
// The tests may fake those of globalThis.
const { clearTimeout, setTimeout } = globalThis;
const PASSED = 0;
const FAILED = 1;

/**
 * Runs the tests of the files, or only those with an id in `only`; ends at the first failure with `bail`. `begin` is
 * told the id of each test. Returns Stryker's results, with a `failureMessage` for tests that failed.
 */
export async function runTests(files, { only, bail = false, begin = () => undefined }) {
  const results = [];
  const run = { only, bail, begin, results, ended: false };
  for (const [file, root] of files) {
    if (!run.ended) await runSuite({ ...root, name: '' }, { run, file, names: [], before: [], after: [] });
  }
  return results;
}

async function runSuite(suite, outer) {
  const { run, file } = outer;
  const names = suite.name === '' ? outer.names : [...outer.names, suite.name];
  if (!isWanted(suite, names, outer)) return;
  const inner = {
    run,
    file,
    names,
    before: [...outer.before, ...suite.beforeEach],
    after: [...suite.afterEach, ...outer.after],
  };
  const broken = await errorOf(() => callAll(suite.beforeAll));
  for (const entry of suite.entries) {
    if (run.ended) break;
    if (entry.entries !== undefined) await runSuite(entry, inner);
    else await runTest(entry, inner, broken);
  }
  const left = await errorOf(() => callAll(suite.afterAll));
  if (left !== undefined) run.results.push(resultOf(file, idOf(file, [...names, 'afterAll']), left, 0));
}

async function runTest({ name, run: body }, { run, file, names, before, after }, broken) {
  const id = idOf(file, [...names, name]);
  if (run.only !== undefined && !run.only.has(id)) return;
  run.begin(id);
  const began = performance.now();
  let error = broken;
  error ??= await errorOf(async () => {
    await callAll(before);
    await within(LONGEST_TEST, body);
  });
  const left = await errorOf(() => callAll(after));
  error ??= left;
  run.begin(undefined);
  run.results.push(resultOf(file, id, error, performance.now() - began));
  run.ended = run.bail && error !== undefined;
}

function isWanted(suite, names, { run, file }) {
  if (run.only === undefined) return true;
  return suite.entries.some((entry) => {
    const path = [...names, entry.name];
    return entry.entries === undefined
      ? run.only.has(idOf(file, path))
      : isWanted(entry, path, { run, file });
  });
}

async function within(milliseconds, body) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([(async () => body())(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function callAll(hooks) {
  for (const hook of hooks) await hook();
}

async function errorOf(action) {
  try {
    await action();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function resultOf(file, id, failure, timeSpentMs) {
  const result = { id, name: id, fileName: resolve(file), timeSpentMs };
  if (failure === undefined) return { ...result, status: PASSED };
  return { ...result, status: FAILED, failureMessage: messageOf(failure.error) };
}

/** What was thrown may be anything, an object without a prototype too. */
function messageOf(error) {
  return typeof error?.message === 'string' ? error.message.slice(0, 500) : `threw ${typeof error}`;
}

function idOf(file, names) {
  return `${file}#${names.join(' ')}`;
}
