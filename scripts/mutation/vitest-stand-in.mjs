// What the tests of the mutated rooms use of vitest, made so that what a test file defines can be run again and again.
import { format } from 'node:util';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { fn, restoreAllMocks, spyOn } from '@vitest/spy';
import { advanceTimersByTimeAsync, getTimerCount, useFakeTimers, useRealTimers } from './fake-timers.mjs';

export const vi = {
  fn,
  spyOn,
  restoreAllMocks,
  useFakeTimers,
  useRealTimers,
  getTimerCount,
  advanceTimersByTimeAsync,
};

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
expect.getState = () => getState(expect);
expect.setState = (state) => setState(state, expect);
setState({ assertionCalls: 0, isExpectingAssertions: false }, expect);
globalThis[GLOBAL_EXPECT] = expect;
chai.expect.extend(expect, customMatchers);

let current;

/** Loads a test file and returns what it defined: `{ name, entries, beforeAll, afterAll, beforeEach, afterEach }`. */
export async function collect(name, load) {
  const root = newSuite(name);
  current = root;
  await load();
  current = undefined;
  return root;
}

export const it = withVariants((name, ...rest) => {
  current.entries.push({ name, run: rest.find((value) => typeof value === 'function') });
});

export const describe = withVariants((name, ...rest) => {
  const suite = newSuite(name);
  const outer = current;
  outer.entries.push(suite);
  current = suite;
  rest.find((value) => typeof value === 'function')();
  current = outer;
});

export const beforeAll = (hook) => current.beforeAll.push(hook);
export const afterAll = (hook) => current.afterAll.push(hook);
export const beforeEach = (hook) => current.beforeEach.push(hook);
export const afterEach = (hook) => current.afterEach.push(hook);

function newSuite(name) {
  return { name, entries: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
}

function withVariants(define) {
  const skip = Object.assign(() => undefined, { each: () => () => undefined });
  const each = (table) => (name, run) => {
    // As vitest has it: rows are lists of arguments where all of them are lists.
    const areLists = table.every(Array.isArray);
    for (const [index, row] of table.entries()) {
      const values = areLists ? row : [row];
      define(titleOf(name, values, index), () => run(...values));
    }
  };
  const variants = { each, skip, runIf: (is) => (is ? define : skip), skipIf: (is) => (is ? skip : define) };
  return Object.assign(define, variants);
}

/** Unique by the index of the row: values of two rows may look the same. */
function titleOf(name, values, index) {
  let used = 0;
  const title = name.replace(/%[sdifjoO]/gu, (directive) => {
    const value = values[used];
    used += 1;
    return directive === '%s' ? String(value) : format(directive, value);
  });
  return `${title} [${index}]`.replace(/\s+/gu, ' ').slice(0, 300);
}
