import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import publicExports from '../../scripts/exports.json' with { type: 'json' };
import * as express from '../../src/express/index.js';
import * as root from '../../src/index.js';
import * as scim from '../../src/scim/index.js';
import * as memory from '../../src/stores/memory/index.js';
import * as postgres from '../../src/stores/postgres/index.js';
import * as redis from '../../src/stores/redis/index.js';
import * as testing from '../../src/testing/index.js';
import { changed, changes } from './hostile.js';
import { isAccident, outcomeOf, sizeOf } from './outcome.js';
import type { Row, Rows } from './row.js';
import { coreRows } from './rows-core.js';
import { expressRows, scimRows, storeRows, testingRows } from './rows-others.js';
import { serviceRows } from './rows-services.js';

const modules: Readonly<Record<string, object>> = {
  claimgate: root,
  'claimgate/express': express,
  'claimgate/scim': scim,
  'claimgate/stores/memory': memory,
  'claimgate/stores/postgres': postgres,
  'claimgate/stores/redis': redis,
  'claimgate/testing': testing,
};
const rows: Readonly<Record<string, Rows>> = {
  claimgate: { ...coreRows, ...serviceRows },
  'claimgate/express': expressRows,
  'claimgate/scim': scimRows,
  'claimgate/testing': testingRows,
  ...storeRows,
};
// `npm run fuzz` calls each more often, with another seed each time.
const TIMES = Number(process.env['CLAIMGATE_FUZZ_TIMES'] ?? 1);
const SEED = Number(process.env['CLAIMGATE_FUZZ_SEED'] ?? 20_260_115);
/** Characters that a value may have, beside some for each character of the arguments. */
const BOUND = 600_000;

type Callable = (...args: readonly unknown[]) => unknown;

/** Calls with changed arguments: what comes is a value, or a TypeError; for arguments of the right types its own. */
async function fuzz(publicFunction: Callable, row: Row): Promise<void> {
  const right = await row.args();
  const property = fc.asyncProperty(changes, async (all) => {
    const args = changed(right, all);
    const before = serialized(args);
    const size = sizeOf(args);
    const call = (): unknown =>
      row.call === undefined ? publicFunction(...args) : row.call(publicFunction as never, args as never);
    const outcome = await outcomeOf(call);
    expect(serialized(args)).toBe(before);
    if (outcome.kind === 'value') {
      expect(sizeOf(outcome.value)).toBeLessThan(BOUND + 60 * size);
      await row.close?.(outcome.value as never);
      return;
    }
    const { error } = outcome;
    if (outcome.kind === 'unexpected') {
      expect(row.documented ?? [], described(error)).toContain(nameOf(error));
    } else if (all.every(({ isTyped }) => isTyped) && !row.letsLibrariesThrow) {
      expect(isAccident(outcome.error), described(error)).toBe(false);
    }
  });
  await fc.assert(property, { numRuns: (row.runs ?? 60) * TIMES, seed: SEED });
}

/** Arguments as far as they are data, to see that nothing was written to them. */
function serialized(args: readonly unknown[]): string {
  const seen = new Set<unknown>();
  return (
    JSON.stringify(args, (_name, value: unknown) => {
      if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
      if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer).toString('base64');
      if (typeof value !== 'object' || value === null) return value;
      if (seen.has(value)) return null;
      seen.add(value);
      return value instanceof Map || value instanceof Set ? [...value] : value;
    }) ?? ''
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// xmldom prints what it thinks of a document.
beforeAll(() => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe('the table', () => {
  it.each(Object.entries(publicExports))('has a row for everything that %s exports', (subpath, names) => {
    expect(Object.keys(rows[subpath] ?? {}).sort()).toEqual([...names].sort());
  });
});

describe.each(Object.entries(rows))('%s', (subpath, table) => {
  const entries = Object.entries(table).filter((entry): entry is [string, Row] => entry[1] !== 'a value');
  it.each(entries)(
    '%s gives what it documents, whatever it is given',
    async (name, row) => {
      await fuzz(Reflect.get(modules[subpath] ?? {}, name), row);
    },
    60_000 * TIMES,
  );

  const makers = entries.filter(([, { methods }]) => methods !== undefined);
  it.each(makers)(
    '%s: so does every method of what it makes',
    async (name, { args, methods = {} }) => {
      const made: unknown = await Reflect.get(modules[subpath] ?? {}, name)(...(await args()));
      const members = Object.entries(made as object).filter(([, member]) => typeof member === 'function');
      const expected = typeof made === 'function' ? [['', made] as const] : members;
      expect(Object.keys(methods).sort()).toEqual(expected.map(([method]) => method).sort());
      for (const [method, row] of Object.entries(methods)) {
        const member = method === '' ? made : Reflect.get(made as object, method);
        await fuzz((member as Callable).bind(made), row);
      }
    },
    120_000 * TIMES,
  );
});
