import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../../src/scim/engine/index.js';
import { ann, CUSTOM, ENTERPRISE, outcome, PATCH_OP, patch, patched, types } from './samples.js';

const result = (...operations: unknown[]): string =>
  outcome(applyPatch(types.user, ann, patch(...operations)));

describe('PATCH (RFC 7644 §3.5.2)', () => {
  it.each([
    ['no object', null],
    ['no schemas', { Operations: [] }],
    ['another message', { schemas: ['urn:x:y'], Operations: [] }],
    ['no operations', { schemas: [PATCH_OP] }],
    ['one operation without an array', { schemas: [PATCH_OP], Operations: { op: 'add' } }],
    ['an unknown operation', patch({ op: 'move', path: 'title', value: 'x' })],
    ['an operation that is none', patch(null)],
  ])('refuses %s with invalidSyntax', (_name, body) => {
    expect(outcome(applyPatch(types.user, ann, body))).toBe('400 invalidSyntax');
  });

  it.each([
    ['a removal without a path', { op: 'remove' }, '400 noTarget'],
    ['an addition without a value', { op: 'add', path: 'title' }, '400 invalidValue'],
    ['a value that is no object without a path', { op: 'add', value: 'x' }, '400 invalidValue'],
    ['a path that is no string', { op: 'add', path: 7, value: 'x' }, '400 invalidPath'],
    ['a malformed path', { op: 'add', path: 'a b', value: 'x' }, '400 invalidPath'],
    ['a path of three names', { op: 'add', path: 'name.givenName.x', value: 'x' }, '400 invalidPath'],
    [
      'a bracket that does not close',
      { op: 'add', path: 'emails[type eq "work"', value: 'x' },
      '400 invalidPath',
    ],
    [
      'a selection of one value',
      { op: 'add', path: 'name[givenName eq "x"]', value: 'x' },
      '400 invalidPath',
    ],
    ['a path over 2 kB', { op: 'add', path: `title${'x'.repeat(2_100)}`, value: 'x' }, '400 invalidPath'],
    ['a wrong filter', { op: 'add', path: 'emails[type xx "work"].value', value: 'x' }, '400 invalidFilter'],
    ['id', { op: 'replace', path: 'id', value: 'x' }, '400 mutability'],
    ['meta', { op: 'replace', path: 'meta.created', value: 'x' }, '400 mutability'],
    ['schemas', { op: 'add', path: 'schemas', value: ['x'] }, '400 mutability'],
    ['groups of a user', { op: 'remove', path: 'groups' }, '400 mutability'],
    ['another id without a path', { op: 'replace', value: { id: 'other' } }, '400 mutability'],
    ['the removal of userName', { op: 'remove', path: 'userName' }, '400 mutability'],
    ['an empty userName', { op: 'replace', path: 'userName', value: '' }, '400 invalidValue'],
    [
      'a userName that cannot be seen',
      { op: 'replace', path: 'userName', value: 'a\u202Eb' },
      '400 invalidValue',
    ],
    ['a boolean that is none', { op: 'replace', path: 'active', value: 'yes' }, '400 invalidValue'],
    ['a fraction', { op: 'replace', path: `${CUSTOM}:level`, value: 1.5 }, '400 invalidValue'],
    [
      'a day that is none',
      { op: 'replace', path: `${CUSTOM}:hired`, value: '2026-02-30T00:00:00Z' },
      '400 invalidValue',
    ],
    ['binary that is no base64', { op: 'replace', path: `${CUSTOM}:photo`, value: '%' }, '400 invalidValue'],
    ['NUL', { op: 'replace', path: 'title', value: 'a\0' }, '400 invalidValue'],
    ['half a character', { op: 'replace', path: 'title', value: '\uD800' }, '400 invalidValue'],
    ['a text over 4 kB', { op: 'replace', path: 'title', value: 'x'.repeat(4_097) }, '400 invalidValue'],
    ['an object for a text', { op: 'replace', path: 'title', value: { a: 1 } }, '400 invalidValue'],
    ['two values for one', { op: 'replace', path: 'title', value: ['a', 'b'] }, '400 invalidValue'],
    ['a text for a name', { op: 'replace', path: 'name', value: 'Ann' }, '400 invalidValue'],
    [
      'no match for a replaced element',
      { op: 'replace', path: 'emails[type eq "x"]', value: { value: 'a' } },
      '400 noTarget',
    ],
    [
      'a selection that makes nothing',
      { op: 'add', path: 'emails[type sw "x"].value', value: 'a' },
      '400 noTarget',
    ],
    [
      'a selection against itself',
      { op: 'add', path: 'emails[type eq "x"].type', value: 'a' },
      '400 noTarget',
    ],
  ])('refuses %s', (_name, operation, expected) => {
    expect(result(operation)).toBe(expected);
  });

  it('holds immutable and read-only attributes', () => {
    const born = patched(ann, { op: 'add', path: `${CUSTOM}:birthplace`, value: 'Ulm' });
    const tried = (operation: unknown): string =>
      outcome(applyPatch(types.user, born.resource, patch(operation)));
    expect(tried({ op: 'add', path: `${CUSTOM}:birthplace`, value: 'Ulm' })).toBe('ok');
    expect(tried({ op: 'replace', path: `${CUSTOM}:birthplace`, value: 'Bonn' })).toBe('400 mutability');
    expect(tried({ op: 'remove', path: `${CUSTOM}:birthplace` })).toBe('400 mutability');
    expect(tried({ op: 'remove', path: CUSTOM })).toBe('400 mutability');
    expect(tried({ op: 'add', path: `${CUSTOM}:score`, value: '1' })).toBe('400 mutability');
    expect(patched(ann, { op: 'replace', value: { [CUSTOM]: { score: '1' } } }).changedAttributes).toEqual(
      [],
    );
  });

  it('passes over what a client sends back and may not write, unknown names and passwords', () => {
    const value = {
      id: ann.id,
      schemas: ['x'],
      meta: {},
      groups: [],
      adreses: [{}],
      'not a name': 1,
      password: 'secret',
    };
    const changed = patched(ann, { op: 'replace', value }, { op: 'add', path: 'password', value: 'secret' });
    expect(changed.changedAttributes).toEqual([]);
    expect(changed.ignored).toEqual(['adreses', 'not a name']);
    expect(JSON.stringify(changed.resource)).not.toContain('secret');
  });

  it('bounds operations, values and work', () => {
    const many = Array.from({ length: 1_001 }, () => ({ op: 'add', path: 'title', value: 'x' }));
    expect(result(...many)).toBe('413 -');
    expect(result(...many.slice(1))).toBe('ok');
    const values = Array.from({ length: 1_001 }, (_, index) => `${index}`);
    const path = `${CUSTOM}:badges`;
    expect(result({ op: 'add', path, value: values })).toBe('400 invalidValue');
    expect(result({ op: 'add', path, value: values.slice(1) }, { op: 'add', path, value: 'x' })).toBe(
      '400 invalidValue',
    );
    const looks = Array.from({ length: 900 }, () => ({ op: 'remove', path: `${path}[value eq "none"]` }));
    expect(result({ op: 'add', path, value: values.slice(1) }, ...looks)).toBe('413 -');
  });

  it('adds to, replaces and removes selected values', () => {
    const home = 'emails[type eq "home" and value ew "example"]';
    const added = patched(ann, { op: 'add', path: home, value: { display: 'Home' } });
    expect(added.resource['emails']).toContainEqual({ ...ann.emails[1], display: 'Home' });
    const replaced = patched(ann, { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'x@x' } });
    expect(replaced.resource['emails']).toEqual([ann.emails[0], { type: 'home', value: 'x@x' }]);
    expect(patched(ann, { op: 'remove', path: home }).resource['emails']).toEqual([ann.emails[0]]);
    expect(patched(ann, { op: 'remove', path: 'emails[type eq "fax"]' }).changedAttributes).toEqual([]);
    const made = patched(ann, { op: 'add', path: 'phoneNumbers[type eq "fax"]', value: [{ value: '7' }] });
    expect(made.resource['phoneNumbers']).toEqual([{ type: 'fax', value: '7' }]);
    const simple = patched(
      { userName: 'x', [CUSTOM]: { badges: ['a', 'B'] } },
      { op: 'remove', path: `${CUSTOM}:badges[value eq "b"]` },
    );
    expect(simple.resource[CUSTOM]).toEqual({ badges: ['a'] });
  });

  it('sets a part of every value, and takes it away', () => {
    const changed = patched(ann, { op: 'replace', path: 'emails.display', value: 'D' });
    expect(changed.resource['emails']).toEqual(ann.emails.map((email) => ({ ...email, display: 'D' })));
    const back = patched(changed.resource, { op: 'remove', path: 'emails.display' });
    expect(back.resource['emails']).toEqual(ann.emails);
    expect(patched(ann, { op: 'remove', path: 'emails.value' }).resource).not.toHaveProperty('emails');
  });

  it('leaves parts of a complex attribute that are not named', () => {
    const changed = patched(ann, {
      op: 'replace',
      path: 'name',
      value: { givenName: null, middleName: 'M' },
    });
    expect(changed.resource['name']).toEqual({ familyName: 'Ode', middleName: 'M' });
    expect(patched(ann, { op: 'replace', path: 'name', value: {} }).changedAttributes).toEqual([]);
    expect(patched(ann, { op: 'replace', path: 'name', value: null }).resource).not.toHaveProperty('name');
  });

  it('writes and removes an extension as a whole', () => {
    const changed = patched(ann, { op: 'add', path: ENTERPRISE, value: { Division: 'D' } });
    expect(changed.resource[ENTERPRISE]).toEqual({ ...ann[ENTERPRISE], division: 'D' });
    expect(patched(ann, { op: 'remove', path: ENTERPRISE }).resource).not.toHaveProperty(ENTERPRISE);
    expect(patched(ann, { op: 'replace', value: { [ENTERPRISE]: null } }).resource).not.toHaveProperty(
      ENTERPRISE,
    );
    expect(result({ op: 'add', path: ENTERPRISE, value: 'x' })).toBe('400 invalidValue');
    expect(result({ op: 'remove', path: 'urn:ietf:params:scim:schemas:core:2.0:User' })).toBe(
      '400 invalidValue',
    );
  });

  it('takes no read-only part of a complex attribute in', () => {
    const value = { value: 'boss-2', displayName: 'The Boss' };
    const { resource } = patched(ann, { op: 'replace', path: 'manager', value });
    expect(resource[ENTERPRISE]).toEqual({ department: 'Tools', manager: { value: 'boss-2' } });
  });

  it('removes what a value names, however its reference is written', () => {
    const links = [{ value: 'a', $ref: '/a' }, { value: 'b' }];
    const remove = {
      op: 'remove',
      path: `${CUSTOM}:links`,
      value: [{ value: 'A', $ref: 'https://x.example/a' }],
    };
    const { resource } = patched({ userName: 'u', [CUSTOM]: { links } }, remove);
    expect(resource[CUSTOM]).toEqual({ links: [{ value: 'b' }] });
  });

  it('keeps a dateTime as the moment that it means', () => {
    const { resource } = patched(ann, {
      op: 'add',
      path: `${CUSTOM}:hired`,
      value: '2026-01-01T02:00:00.1234567+02:00',
    });
    expect(resource[CUSTOM]).toEqual({ hired: '2026-01-01T00:00:00.123Z' });
  });
});
