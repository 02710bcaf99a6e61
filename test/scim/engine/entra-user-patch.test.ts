import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../../src/scim/engine/index.js';
import { ann, CUSTOM, ENTERPRISE, outcome, patch, patched, types } from './samples.js';

// Every form in which Entra, its validator and its Logic App change a user.

describe('a user changed by Entra', () => {
  it.each(['False', 'false', 'FALSE', false])('1, 2: is deactivated by Replace active %j', (value) => {
    const changed = patched(ann, { op: 'Replace', path: 'active', value });
    expect(changed.resource['active']).toBe(false);
    expect(changed.changedAttributes).toEqual(['active']);
    expect(
      patched(changed.resource, { op: 'replace', path: 'Active', value: 'True' }).resource['active'],
    ).toBe(true);
  });

  it('3: has the value of a typed element replaced, and the element made where it is missing', () => {
    const path = 'emails[type eq "work"].value';
    expect(patched(ann, { op: 'Replace', path, value: 'new@contoso.com' }).resource['emails']).toEqual([
      { type: 'work', value: 'new@contoso.com', primary: true },
      { type: 'home', value: 'ann@home.example' },
    ]);
    const made = patched({ userName: 'x' }, { op: 'Replace', path, value: 'new@contoso.com' });
    expect(made.resource['emails']).toEqual([{ type: 'work', value: 'new@contoso.com' }]);
  });

  it('3: has sub-attributes in other case, of several operations, in one made element', () => {
    const changed = patched(
      { userName: 'x' },
      { op: 'Add', path: 'addresses[type eq "other"].Formatted', value: 'Office' },
      { op: 'Add', path: 'addresses[Type eq "OTHER"].locality', value: 'Ulm' },
    );
    expect(changed.resource['addresses']).toEqual([{ type: 'other', formatted: 'Office', locality: 'Ulm' }]);
  });

  it('4: is given single values by Add', () => {
    const changed = patched(
      ann,
      { op: 'Add', path: 'name.givenName', value: 'Anna' },
      { op: 'Add', path: 'nickName', value: 'Babs' },
      { op: 'Add', path: 'title', value: ['Chief'] },
    );
    expect(changed.resource).toMatchObject({
      name: { givenName: 'Anna', familyName: 'Ode' },
      nickName: 'Babs',
      title: 'Chief',
    });
    expect(changed.changedAttributes).toEqual(['name', 'nickName', 'title']);
  });

  it('5: is changed by dotted names, URNs before a colon and filters in an object without a path', () => {
    const value = {
      displayName: 'Bj',
      'name.givenName': 'Kk',
      [`${ENTERPRISE}:employeeNumber`]: 'Ak',
      [CUSTOM]: { Tag: 'x', level: '7' },
      'emails[type eq "other"].value': 'o@contoso.com',
    };
    const { resource } = patched(ann, { op: 'replace', value });
    expect(resource['displayName']).toBe('Bj');
    expect(resource['name']).toEqual({ givenName: 'Kk', familyName: 'Ode' });
    expect(resource[ENTERPRISE]).toEqual({ ...ann[ENTERPRISE], employeeNumber: 'Ak' });
    expect(resource[CUSTOM]).toEqual({ tag: 'x', level: 7 });
    expect(resource['emails']).toContainEqual({ type: 'other', value: 'o@contoso.com' });
  });

  it('6: is renamed without a path', () => {
    expect(patched(ann, { op: 'replace', value: { userName: 'b' } }).changedAttributes).toEqual(['userName']);
  });

  it('7: is given attributes of extensions, also of one that nobody announced', () => {
    const changed = patched(
      ann,
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Sales' },
      { op: 'Add', path: `${CUSTOM.toUpperCase()}:TAG`, value: 'x' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:Unheard:2.0:User:tag', value: '701984' },
    );
    expect(changed.changedAttributes).toEqual([`${ENTERPRISE}:department`, `${CUSTOM}:tag`]);
    expect(changed.ignored).toEqual(['urn:ietf:params:scim:schemas:extension:Unheard:2.0:User:tag']);
  });

  it.each([
    ['a bare id', `${ENTERPRISE}:manager`, 'boss-2', { value: 'boss-2' }],
    ['an object', `${ENTERPRISE}:manager`, { Value: 'boss-2' }, { value: 'boss-2' }],
    [
      'an array, bare name',
      'manager',
      [{ $ref: '/Users/boss-2', value: 'boss-2' }],
      { $ref: '/Users/boss-2', value: 'boss-2' },
    ],
    ['its value', `${ENTERPRISE}:manager.value`, 'boss-2', { value: 'boss-2' }],
  ])('8: is given a manager as %s', (_name, path, value, expected) => {
    const { resource } = patched(ann, { op: 'Replace', path, value });
    expect(resource[ENTERPRISE]).toEqual({ department: 'Tools', manager: expected });
  });

  it('8: has no reference to the manager of before', () => {
    const before = { ...ann, [ENTERPRISE]: { manager: { value: 'boss-1', $ref: '/Users/boss-1' } } };
    const { resource } = patched(before, { op: 'replace', path: 'manager', value: 'boss-2' });
    expect(resource[ENTERPRISE]).toEqual({ manager: { value: 'boss-2' } });
  });

  it.each(['', null, [], { value: '' }, { value: null }])('8: loses the manager by %j', (value) => {
    const { resource } = patched(ann, { op: 'replace', path: `${ENTERPRISE}:manager`, value });
    expect(resource[ENTERPRISE]).toEqual({ department: 'Tools' });
  });

  it('9: has one primary role of three operations, its primary a boolean', () => {
    const { resource } = patched(
      ann,
      { op: 'Add', path: 'roles[primary eq "True"].display', value: 'D' },
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'V' },
      { op: 'Add', path: 'roles[primary eq "True"].type', value: 'T' },
    );
    expect(resource['roles']).toEqual([{ primary: true, display: 'D', value: 'V', type: 'T' }]);
  });

  it('10: keeps JSON within a string, once, and replaces the list as a whole', () => {
    const value = '{"id":"06b0","value":"25","displayName":"Role"}';
    const twice = patched(
      ann,
      { op: 'Add', path: 'roles', value: [{ value }] },
      { op: 'Add', path: 'roles', value },
    );
    expect(twice.resource['roles']).toEqual([{ value }]);
    const role = { primary: false, type: 'WindowsAzureActiveDirectoryRole', display: 'User', value: 'User' };
    expect(
      patched(twice.resource, { op: 'replace', path: 'roles', value: [role] }).resource['roles'],
    ).toEqual([role]);
  });

  it.each(['', null])('11: is cleared by %j, by path and in one object', (value) => {
    const byPath = patched(
      ann,
      { op: 'replace', path: 'title', value },
      { op: 'replace', path: 'emails[type eq "work"].value', value },
      { op: 'replace', path: 'phoneNumbers[type eq "fax"].value', value },
    );
    expect(byPath.resource).not.toHaveProperty('title');
    expect(byPath.resource).not.toHaveProperty('phoneNumbers');
    expect(byPath.resource['emails']).toEqual([ann.emails[1]]);
    const object = {
      title: value,
      'name.givenName': value,
      [`${ENTERPRISE}:department`]: value,
      emails: value,
    };
    const { resource } = patched(ann, { op: 'replace', value: object });
    expect(Object.keys(resource)).not.toContain('title');
    expect(resource['name']).toEqual({ familyName: 'Ode' });
    expect(resource[ENTERPRISE]).toEqual({ manager: { value: 'boss-1' } });
    expect(resource).not.toHaveProperty('emails');
  });

  it('12: has one primary address, the one that was said last', () => {
    const { resource } = patched(ann, { op: 'add', path: 'emails[type eq "home"].primary', value: true });
    expect(resource['emails']).toEqual([
      { type: 'work', value: 'ann@contoso.com', primary: false },
      { type: 'home', value: 'ann@home.example', primary: true },
    ]);
  });

  it('13: is changed by operations in their order', () => {
    const { resource } = patched(
      { ...ann, displayName: 'A' },
      { op: 'remove', path: 'displayName' },
      { op: 'add', path: 'displayName', value: 'I' },
      { op: 'replace', path: 'displayName', value: 'F' },
    );
    expect(resource['displayName']).toBe('F');
  });

  it('14: stays as it is without operations, and takes an array of one for its element', () => {
    expect(patched(ann).changedAttributes).toEqual([]);
    expect(patched(ann, { op: 'replace', path: 'displayName', value: ['X'] }).resource['displayName']).toBe(
      'X',
    );
    expect(patched(ann, { op: 'replace', value: [{ displayName: 'X' }] }).resource['displayName']).toBe('X');
  });

  it('loses what Remove names by a value array', () => {
    const remove = { op: 'Remove', path: 'emails', value: [{ $ref: null, value: 'ANN@home.example' }] };
    expect(patched(ann, remove).resource['emails']).toEqual([ann.emails[0]]);
    expect(patched(ann, { op: 'Remove', path: 'emails', value: [] }).changedAttributes).toEqual([]);
    expect(patched(ann, { op: 'remove', path: 'emails' }).resource).not.toHaveProperty('emails');
  });

  it('changes nothing when an operation comes again', () => {
    const operations = [
      { op: 'Add', path: 'emails', value: [{ type: 'other', value: 'o@contoso.com', primary: 'True' }] },
      { op: 'Add', path: `${CUSTOM}:badges`, value: ['a', 'b', 'a'] },
      { op: 'Replace', value: { manager: 'boss-9', 'name.familyName': 'X' } },
    ];
    const once = patched(ann, ...operations);
    expect(once.changedAttributes).toHaveLength(4);
    expect(patched(once.resource, ...operations).changedAttributes).toEqual([]);
  });

  it('changes all or nothing, and never what it was given', () => {
    const before = structuredClone(ann);
    const result = applyPatch(
      types.user,
      ann,
      patch({ op: 'replace', path: 'emails', value: null }, { op: 'remove', path: 'userName' }),
    );
    expect(outcome(result)).toBe('400 mutability');
    patched(ann, { op: 'replace', path: 'name.givenName', value: 'B' }, { op: 'remove', path: ENTERPRISE });
    expect(ann).toEqual(before);
  });
});
