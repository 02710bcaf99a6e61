import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../../src/scim/engine/filter/tokens.js';
import {
  applyPatch,
  displayNameKey,
  evaluate,
  parseFilter,
  parsePatchPath,
  printFilter,
  project,
  readNewResource,
  readSelection,
  userNameKey,
} from '../../../src/scim/engine/index.js';
import { matchesScimFilter, memberOf } from '../../../src/stores/memory/scim-filter.js';
import { ann, CUSTOM, ENTERPRISE, granted, patch, types, USER } from './samples.js';

const names = [
  'userName',
  'title',
  'active',
  'name.givenName',
  'emails',
  'emails.value',
  'emails.type',
  'meta.created',
  'id',
  'manager',
  `${ENTERPRISE}:department`,
  `${CUSTOM}:level`,
  `${CUSTOM}:hired`,
  'schemas',
  'roles',
  '__proto__',
  'constructor',
  'none',
];
const words = fc.constantFrom(
  ...names,
  'and',
  'or',
  'not',
  '(',
  ')',
  '[',
  ']',
  '.value',
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'pr',
  'gt',
  'le',
  '"',
  '"x"',
  '"\\u0041"',
  'true',
  'null',
  '7',
  '2026-01-01T00:00:00Z',
  'emails[type eq "work"]',
);
const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(words, { maxLength: 14 }).map((some) => some.join(' ')),
  fc.array(words, { maxLength: 8 }).map((some) => some.join('')),
);

const comparison = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('title', 'emails', 'emails.type', 'name.givenName', 'userName', 'department'),
      fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'),
      fc.constantFrom('Work', 'ann', 'A', '', 'ann@contoso.com', 'é"\\'),
    )
    .map(([name, operator, value]) => `${name} ${operator} ${JSON.stringify(value)}`),
  fc
    .tuple(
      fc.constantFrom('title', 'name', 'emails', 'nickName', 'manager', CUSTOM.concat(':badges')),
      fc.constantFrom('pr', 'eq null'),
    )
    .map(([name, rest]) => (rest === 'eq null' && name === 'name' ? 'name pr' : `${name} ${rest}`)),
  fc
    .tuple(fc.constantFrom('eq', 'gt', 'le'), fc.integer({ min: 0, max: 9 }))
    .map(([operator, value]) => `${CUSTOM}:level ${operator} ${value}`),
  fc.constantFrom(
    'active eq true',
    'emails[type eq "work" and not (value co "x")]',
    'emails[primary eq "True"].value pr',
    `schemas eq "${ENTERPRISE}"`,
    'meta.created ge "2026-01-01T00:00:00Z"',
  ),
);
const filters = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    comparison,
    fc
      .tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter'))
      .map(([a, word, b]) => `(${a}) ${word} ${b}`),
    tie('filter').map((inner) => `not (${inner})`),
  ),
})).filter;

const json = fc.jsonValue({ maxDepth: 4 });
const resources = fc.oneof(
  json,
  fc.record(
    {
      userName: fc.string(),
      title: fc.oneof(json, fc.constantFrom('Work', 'A')),
      emails: fc.oneof(
        json,
        fc.array(fc.record({ type: fc.constantFrom('work', 'home'), value: fc.constantFrom('ann', 'x') })),
      ),
      [CUSTOM]: fc.oneof(json, fc.record({ level: fc.nat(9) })),
    },
    { requiredKeys: [] },
  ),
);

describe('laws of the engine', () => {
  it('a filter is cut into tokens that follow each other, so that nothing is looked at twice', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const tokens = tokensOf(text);
        if (typeof tokens === 'string') return;
        let end = 0;
        for (const token of tokens) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('no text makes reading a filter, a path or a selection throw', () => {
    fc.assert(
      fc.property(noise, (text) => {
        for (const type of [types.user, types.group]) {
          const filter = parseFilter(type, text);
          if (filter.ok) expect(evaluate(type, filter.value, ann)).toBeTypeOf('boolean');
          parsePatchPath(type, text);
          project(type, ann, readSelection(type, text, text));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('a filter that is printed reads as the same filter', () => {
    fc.assert(
      fc.property(filters, (text) => {
        const filter = granted(parseFilter(types.user, text));
        expect(granted(parseFilter(types.user, printFilter(filter)))).toEqual(filter);
      }),
    );
  });

  it('a filter answers about every JSON value, as the store in memory does', () => {
    fc.assert(
      fc.property(filters, resources, (text, resource) => {
        const filter = granted(parseFilter(types.user, text));
        const answer = evaluate(types.user, filter, resource);
        const userName = memberOf(resource, 'userName');
        const top = (name: string): unknown =>
          name === 'userName' && typeof userName === 'string'
            ? userNameKey(userName)
            : memberOf(resource, name);
        expect(matchesScimFilter(filter, { top, keyName: 'userName' })).toBe(answer);
      }),
      { numRuns: 1_000 },
    );
  });

  it('no body makes PATCH or POST throw, and neither writes to what it is given', () => {
    const before = structuredClone(ann);
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'Replace', 'remove', 'x'),
        path: fc.oneof(noise, fc.constantFrom(...names, 'members', 'emails[type eq "work"].value')),
        value: json,
      },
      { requiredKeys: ['op'] },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), json, (operations, body) => {
        for (const type of [types.user, types.group]) {
          applyPatch(type, ann, patch(...operations));
          applyPatch(type, ann, body);
          applyPatch(type, ann, patch({ op: 'add', value: body }));
          readNewResource(type, body);
          readNewResource(type, {
            schemas: [USER],
            userName: 'u',
            emails: body,
            name: body,
            [ENTERPRISE]: body,
          });
        }
      }),
      { numRuns: 1_000 },
    );
    expect(ann).toEqual(before);
  });

  it('a name’s key has a key that is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(userNameKey(userNameKey(name))).toBe(userNameKey(name));
        expect(displayNameKey(displayNameKey(name))).toBe(displayNameKey(name));
      }),
      { numRuns: 2_000 },
    );
  });
});
