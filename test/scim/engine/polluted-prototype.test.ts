import { afterEach, describe, expect, it } from 'vitest';
import {
  applyPatch,
  defineExtension,
  evaluate,
  parseFilter,
  project,
  readNewResource,
  readSelection,
} from '../../../src/scim/engine/index.js';
import { ann, ENTERPRISE, granted, patch, types, USER } from './samples.js';

const PATHS = [
  '__proto__',
  '__proto__.polluted',
  'constructor.prototype.polluted',
  'constructor',
  'prototype.polluted',
  'name.__proto__',
  'name.constructor',
  'emails.__proto__',
  'emails[type eq "work"].__proto__',
  'emails[__proto__ eq "x"].value',
  `${ENTERPRISE}:__proto__.polluted`,
  `${ENTERPRISE}:constructor.prototype`,
  `${USER}:__proto__`,
  'toLocaleString',
  'hasOwnProperty',
];
const BODIES = [
  '{"__proto__":{"polluted":1,"active":false}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"name":{"__proto__":{"polluted":1}}}',
  '{"emails":[{"__proto__":{"polluted":1},"value":"x"}]}',
  `{"${ENTERPRISE}":{"__proto__":{"polluted":1}}}`,
  '{"__proto__.polluted":1}',
  '{"roles":{"__proto__":{"value":"x"}}}',
].map((text): Record<string, unknown> => JSON.parse(text));

function isClean(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect({}.toLocaleString()).toBe('[object Object]');
}

describe('prototypes', () => {
  afterEach(() => {
    for (const name of ['polluted', 'active', 'value', 'path', 'schemas', 'type'])
      Reflect.deleteProperty(Object.prototype, name);
  });

  it.each(PATHS)('are not reached by the path %s', (path) => {
    for (const op of ['add', 'replace', 'remove']) {
      for (const type of [types.user, types.group]) {
        applyPatch(type, ann, patch({ op, path, value: 'x' }));
        applyPatch(type, ann, patch({ op, path, value: { polluted: 1 } }));
        applyPatch(type, ann, patch({ op, value: { [path]: 'x' } }));
        parseFilter(type, `${path} eq "x"`);
        project(type, ann, readSelection(type, path, path));
      }
    }
    isClean();
  });

  it.each(BODIES.map((body) => [JSON.stringify(body), body] as const))(
    'are not reached by %s',
    (_text, body) => {
      const changed = granted(applyPatch(types.user, ann, patch({ op: 'replace', value: body })));
      const created = granted(
        readNewResource(types.user, {
          schemas: [USER],
          userName: 'u',
          ...body,
          ['__proto__']: { polluted: 1 },
        }),
      );
      isClean();
      expect(JSON.stringify([changed, created])).not.toContain('"polluted":1');
      for (const { resource } of [changed, created]) expect(Object.getPrototypeOf(resource)).toBeNull();
    },
  );

  it('that are polluted already give nothing away and nothing in', () => {
    const polluted = {
      active: true,
      value: 'evil',
      type: 'work',
      path: 'title',
      schemas: [USER],
      polluted: 1,
    };
    const plain = { ...ann, active: false };
    const selection = readSelection(types.user, undefined, undefined);
    const body = {
      schemas: [USER],
      userName: 'u',
      name: { givenName: 'A' },
      emails: [{ type: 'x', value: 'y' }],
    };
    const run = () => [
      applyPatch(types.user, plain, patch({ op: 'add', value: { nickName: 'N' } })),
      applyPatch(types.user, {}, patch({ op: 'remove', path: 'emails[type eq "work"]' })),
      readNewResource(types.user, body),
      project(types.user, { userName: 'u', emails: [{ display: 'D' }] }, selection),
      ['active eq true', 'emails.value eq "evil"', 'title pr'].map((text) =>
        evaluate(types.user, granted(parseFilter(types.user, text)), {
          userName: 'u',
          emails: [{ display: 'D' }],
        }),
      ),
    ];
    const expected = JSON.stringify(run());
    Object.assign(Object.prototype, polluted);
    const found = JSON.stringify(run());
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    expect(found).toBe(expected);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'a b', '', '1a'])(
    'are no attribute of an extension: %j',
    (name) => {
      expect(() => defineExtension({ id: 'urn:x:y', name: 'X', attributes: [{ name }] })).toThrow(TypeError);
    },
  );
});
