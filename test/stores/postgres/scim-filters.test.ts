import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScimStore } from '../../../src/stores/interfaces/scim.js';
import type {
  ScimComparison,
  ScimFilter,
  ScimQuery,
  ScimSort,
  ScimValuePath,
  ScimValueType,
} from '../../../src/stores/interfaces/scim-query.js';
import { memoryAuditStore, memoryMembers, memoryScimStore } from '../../../src/stores/memory/index.js';
import { migrate, postgresStores } from '../../../src/stores/postgres/index.js';
import { groupOf, groupWrite, userOf, userWrite } from '../scim-records.js';

// The same questions to both stores have the same answers, whatever was compiled, and whatever was left to memory.

const ROUNDS = 400;
const USERS = 24;
const org = randomUUID();
let db: PGlite;
let scim: ScimStore;
let memory: ScimStore;
const ids: string[] = [];

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  scim = postgresStores(db).scim;
  const audit = memoryAuditStore();
  memory = memoryScimStore({ audit, members: memoryMembers({ audit }) });
  const next = generator(7);
  for (let count = 0; count < USERS; count += 1) {
    const user = userOf(org, {
      userName: `${pick(next, TEXTS)}-${count}`,
      externalId: pick(next, [null, 'E-1', 'e-1', '']),
      active: next() < 0.5,
      created: new Date(Date.UTC(2026, 2, 1 + Math.floor(next() * 3))),
      resource: documentOf(next),
    });
    ids.push(user.id);
    for (const store of [scim, memory]) await store.insertUser(user, userWrite(user, 'user.created'));
  }
  for (let count = 0; count < 5; count += 1) {
    const group = groupOf(org, { displayName: `${pick(next, TEXTS)}-g${count}`, resource: documentOf(next) });
    const members = ids.filter(() => next() < 0.3);
    for (const store of [scim, memory]) {
      await store.insertGroup(group, members, groupWrite(group, 'group.created'));
    }
    ids.push(group.id);
  }
}, 60_000);
afterAll(() => db.close());

describe('filters and orders', () => {
  it(`find what the memory store finds, in ${ROUNDS} random questions`, async () => {
    const next = generator(11);
    let found = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const query: ScimQuery = {
        filter: next() < 0.95 ? filterOf(next, 3, RESOURCE_PATHS) : null,
        sort: next() < 0.5 ? null : sortOf(next),
        page: { kind: 'index', startIndex: 1 + Math.floor(next() * 3), count: Math.floor(next() * 30) },
      };
      const ask = next() < 0.7 ? 'queryUsers' : 'queryGroups';
      const [given, expected] = [await scim[ask](org, query), await memory[ask](org, query)];
      expect(idsOf(given), JSON.stringify(query)).toEqual(idsOf(expected));
      expect(given).toEqual(expected);
      if (expected !== 'too-many' && expected.total > 0 && query.filter !== null) found += 1;
    }
    // The questions are such that many have answers.
    expect(found).toBeGreaterThan(ROUNDS / 4);
  }, 120_000);

  it('page by cursor as the memory store does, in every order', async () => {
    const next = generator(13);
    for (let round = 0; round < 60; round += 1) {
      const sort = round % 3 === 0 ? null : sortOf(next);
      const filter = round % 2 === 0 ? null : filterOf(next, 2, RESOURCE_PATHS);
      const [given, expected] = [await walk(scim, filter, sort), await walk(memory, filter, sort)];
      expect(given, JSON.stringify({ sort, filter })).toEqual(expected);
    }
  }, 60_000);

  it('page by index over all, counted off from either end', async () => {
    for (const startIndex of [1, 2, 11, 12, 13, 14, 23, 24, 25, 26, 1_000]) {
      for (const count of [0, 1, 5, 24, 100]) {
        const query = { filter: null, sort: null, page: { kind: 'index', startIndex, count } } as const;
        const [given, expected] = [await scim.queryUsers(org, query), await memory.queryUsers(org, query)];
        expect(given, JSON.stringify(query.page)).toEqual(expected);
      }
    }
  });

  it('refuse a cursor of another order', async () => {
    const byName: ScimSort = { path: ['userName'], type: 'string', caseExact: false, descending: false };
    const byTime: ScimSort = { ...byName, path: ['meta', 'created'], type: 'dateTime' };
    for (const [sort, after] of [
      [null, '["x",1]'],
      [byName, '[null,1]'],
      [byName, '["x",1.5]'],
      [byTime, '["x",1]'],
      [byTime, '[1e300,1]'],
      [null, '[null,"1 or 1=1"]'],
    ] as const) {
      const page = { kind: 'cursor', after, count: 1 } as const;
      await expect(scim.queryUsers(org, { filter: null, sort, page })).rejects.toThrow(TypeError);
    }
  });
});

function idsOf(found: Awaited<ReturnType<ScimStore['queryUsers' | 'queryGroups']>>): readonly string[] {
  return found === 'too-many' ? [found] : found.records.map(({ id }) => id);
}

async function walk(store: ScimStore, filter: ScimFilter | null, sort: ScimSort | null): Promise<string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const found = await store.queryUsers(org, { filter, sort, page: { kind: 'cursor', after, count: 5 } });
    if (found === 'too-many') throw new Error(found);
    seen.push(`${found.total}`, ...found.records.map(({ id }) => id));
    after = found.next;
  } while (after !== null);
  return seen;
}

const TEXTS = [
  'Ada',
  'ada',
  'ÄDA',
  'äda',
  'İx',
  'K',
  '\u212a',
  '',
  'a%b_c\\',
  "o'x",
  '"q"',
  '😀z',
  '\uffee',
  'work',
];
const NUMBERS = [0, -1, 9, 10, 0.1, 1e21, -2.5e-7];
const TIMES = [
  '2026-03-01T00:00:00.000Z',
  '2026-03-02T00:00:00.000Z',
  '2026-03-02T01:00:00+01:00',
  'no time',
];
const RESOURCE_PATHS: readonly ScimValuePath[] = [
  ...[
    ['userName'],
    ['displayName'],
    ['externalId'],
    ['active'],
    ['id'],
    ['meta', 'created'],
    ['meta', 'lastModified'],
  ],
  ...[
    ['emails', 'value'],
    ['emails', 'type'],
    ['emails', 'primary'],
    ['emails'],
    ['groups', 'value'],
    ['groups'],
  ],
  ...[
    ['members', 'value'],
    ['members', 'type'],
    ['members'],
    ['name', 'familyName'],
    ['urn:x', 'level'],
    ['tags'],
  ],
  ...[
    ['urn:x', 'since'],
    ['urn:x', 'tags'],
    ['nothing'],
    ['__proto__', 'x'],
    ['meta'],
    ['urn:x'],
    ['deep', 'a', 'b'],
  ],
];
const ELEMENT_PATHS: readonly ScimValuePath[] = [
  ['value'],
  ['type'],
  ['primary'],
  ['since'],
  ['nothing'],
  [],
];
const OPERATORS: readonly ScimComparison[] = ['eq', 'eq', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

function documentOf(next: () => number): Record<string, unknown> {
  const some = <Value>(value: Value): Value | undefined => (next() < 0.6 ? value : undefined);
  const emails = Array.from({ length: Math.floor(next() * 3) }, () => ({
    ...{ value: pick(next, TEXTS), type: some(pick(next, ['work', 'WORK', 'home'])) },
    ...{ primary: some(next() < 0.4), since: some(pick(next, TIMES)) },
  }));
  const own = {
    ...{
      emails: some(emails),
      name: some({ familyName: some(pick(next, TEXTS)) }),
      tags: some([pick(next, TEXTS)]),
    },
    'urn:x': some({
      level: some(pick(next, NUMBERS)),
      since: some(pick(next, TIMES)),
      tags: [pick(next, TEXTS)],
    }),
    deep: some({ a: [{ b: pick(next, TEXTS) }, { b: [pick(next, TEXTS)] }] }),
  };
  return JSON.parse(JSON.stringify(own));
}

function filterOf(next: () => number, depth: number, paths: readonly ScimValuePath[]): ScimFilter {
  const kind = next();
  if (depth > 0 && kind < 0.3) {
    const operands = Array.from({ length: 1 + Math.floor(next() * 3) }, () =>
      filterOf(next, depth - 1, paths),
    );
    return { kind: next() < 0.5 ? 'and' : 'or', operands };
  }
  if (depth > 0 && kind < 0.42) return { kind: 'not', operand: filterOf(next, depth - 1, paths) };
  if (kind < 0.45) return { kind: 'constant', value: next() < 0.5 };
  if (kind < 0.55) return { kind: 'present', path: pick(next, paths) };
  if (kind < 0.7 && paths === RESOURCE_PATHS) {
    const path = pick(next, [
      ['emails'],
      ['groups'],
      ['members'],
      ['emails'],
      ['urn:x', 'tags'],
      ['tags'],
      ['meta'],
    ]);
    return { kind: 'element', path, filter: filterOf(next, depth - 1, ELEMENT_PATHS) };
  }
  const type = pick<ScimValueType>(next, ['string', 'string', 'string', 'boolean', 'number', 'dateTime']);
  const operator = pick(next, OPERATORS);
  const caseExact = next() < 0.5;
  return { kind: 'compare', path: pick(next, paths), operator, type, caseExact, value: wantedOf(next, type) };
}

function wantedOf(next: () => number, type: ScimValueType): string | number | boolean {
  if (type === 'boolean') return next() < 0.5;
  if (type === 'number') return pick(next, NUMBERS);
  if (type === 'dateTime') return pick(next, TIMES);
  return pick(next, [...TEXTS, ...ids, 'E-1', 'e-1', 'User', 'user', 'a', '-1']);
}

function sortOf(next: () => number): ScimSort {
  const type = pick<ScimValueType>(next, ['string', 'string', 'dateTime', 'number', 'boolean']);
  const paths = RESOURCE_PATHS.filter(([first]) => first !== 'groups' && first !== 'members');
  return { path: pick(next, paths), type, caseExact: next() < 0.5, descending: next() < 0.5 };
}

function pick<Value>(next: () => number, values: readonly Value[]): Value {
  const value = values[Math.floor(next() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}

/** Numbers from 0 to 1 that are the same in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
