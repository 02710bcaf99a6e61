import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, project, readSelection } from '../../../src/scim/engine/index.js';
import { ENTERPRISE, granted, patch, types } from './samples.js';

// PATCH, then read, against a model that knows nothing of schemas: flat names for single values, one address per type.

interface Model {
  readonly single: Map<string, string | boolean>;
  readonly emails: Map<string, { value: string; primary?: boolean }>;
}

type Step = { readonly operation: object; readonly apply: (model: Model) => void };

const text = fc.stringMatching(/^[a-z]{1,6}$/u);
const SINGLE: ReadonlyMap<string, readonly string[]> = new Map([
  ['title', ['title', 'TITLE']],
  ['name.givenName', ['name.givenName', 'Name.GivenName']],
  ['name.familyName', ['name.familyName']],
  [
    `${ENTERPRISE}:department`,
    [`${ENTERPRISE}:department`, `${ENTERPRISE.toUpperCase()}:Department`, 'department'],
  ],
]);
const spelt = fc
  .constantFrom(...SINGLE.keys())
  .chain((name) => fc.constantFrom(...(SINGLE.get(name) ?? [])).map((path) => ({ name, path })));
const write = fc.constantFrom('add', 'Add', 'replace', 'Replace');
const type = fc.constantFrom('work', 'home', 'other');

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(spelt, write, text).map(([{ name, path }, op, value]) => ({
    operation: { op, path, value },
    apply: ({ single }: Model) => void single.set(name, value),
  })),
  fc.tuple(spelt, write, text).map(([{ name, path }, op, value]) => ({
    operation: { op, value: { [path]: value } },
    apply: ({ single }: Model) => void single.set(name, value),
  })),
  fc
    .tuple(
      spelt,
      fc.constantFrom({ op: 'remove' }, { op: 'Replace', value: '' }, { op: 'replace', value: null }),
    )
    .map(([{ name, path }, operation]) => ({
      operation: { ...operation, path },
      apply: ({ single }: Model) => void single.delete(name),
    })),
  fc.boolean().chain((active) =>
    fc.constantFrom(active, active ? 'True' : 'False', [active]).map((value) => ({
      operation: { op: 'Replace', path: 'active', value },
      apply: ({ single }: Model) => void single.set('active', active),
    })),
  ),
  fc.tuple(type, write, text).map(([of, op, value]) => ({
    operation: { op, path: `emails[type eq "${of}"].value`, value },
    apply: ({ emails }: Model) => void emails.set(of, { ...emails.get(of), value }),
  })),
  fc.tuple(type, fc.constantFrom('', '.value')).map(([of, sub]) => ({
    operation: { op: 'Remove', path: `emails[type eq "${of}"]${sub}` },
    apply: ({ emails }: Model) => void emails.delete(of),
  })),
  fc.tuple(type, text).map(([of, value]) => ({
    operation: { op: 'replace', path: 'emails', value: [{ type: of, value, primary: 'True' }] },
    apply: ({ emails }: Model) => {
      emails.clear();
      emails.set(of, { value, primary: true });
    },
  })),
  fc.tuple(type, text).map(([of, value]) => ({
    operation: [
      { op: 'add', path: `emails[type eq "${of}"].value`, value },
      { op: 'add', path: `emails[type eq "${of}"].primary`, value: 'True' },
    ],
    apply: ({ emails }: Model) => {
      for (const [key, email] of emails)
        if (email.primary === true) emails.set(key, { ...email, primary: false });
      emails.set(of, { value, primary: true });
    },
  })),
);

describe('PATCH, then read', () => {
  it('gives what a model gives, whatever the dialect, at once and one by one', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 12 }), (script) => {
        const model: Model = { single: new Map(), emails: new Map() };
        let oneByOne: object = { userName: 'u' };
        for (const { operation, apply } of script) {
          apply(model);
          oneByOne = granted(applyPatch(types.user, { ...oneByOne }, patch(...[operation].flat()))).resource;
        }
        const all = script.flatMap(({ operation }) => operation);
        const atOnce = granted(applyPatch(types.user, { userName: 'u' }, patch(...all))).resource;
        expect(oneByOne).toEqual(atOnce);
        expect(flat(project(types.user, atOnce, readSelection(types.user, undefined, undefined)))).toEqual(
          model,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

function flat(resource: Readonly<Record<string, unknown>>): Model {
  const single = new Map<string, string | boolean>();
  const emails: Model['emails'] = new Map();
  for (const [name, value] of Object.entries(resource)) {
    if (name === 'title' || name === 'active') single.set(name, value as string);
    if (name === 'name')
      for (const [sub, part] of Object.entries(value as object)) single.set(`name.${sub}`, part);
    if (name === ENTERPRISE)
      for (const [sub, part] of Object.entries(value as object)) single.set(`${name}:${sub}`, part);
    if (name === 'emails')
      for (const { type: of, ...email } of value as { type: string; value: string }[]) emails.set(of, email);
  }
  return { single, emails };
}
