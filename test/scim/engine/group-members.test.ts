import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  type MemberDeltas,
  readNewResource,
  readReplacement,
} from '../../../src/scim/engine/index.js';
import { GROUP, granted, outcome, patch, types } from './samples.js';

const team = { displayName: 'Team', externalId: 'e' };
const result = (...operations: unknown[]) => applyPatch(types.group, team, patch(...operations));
const deltas = (...operations: unknown[]): MemberDeltas => granted(result(...operations)).memberDeltas;
const none = { replaceAll: null, add: [], remove: [] };

describe('members of a group', () => {
  it.each([
    ['Add with a reference of null', { op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
    [
      'add with a name of its own',
      { name: 'addMember', op: 'add', path: 'members', value: [{ displayName: 'N', value: 'u1' }] },
    ],
    ['add of a bare id', { op: 'add', path: 'members', value: 'u1' }],
    ['add of one object', { op: 'add', path: 'Members', value: { Value: 'u1' } }],
    ['add without a path', { op: 'add', value: { members: [{ value: 'u1' }, { value: 'u1' }] } }],
    ['add by URN', { op: 'add', path: `${GROUP}:members`, value: ['u1'] }],
  ])('are added by %s', (_name, operation) => {
    expect(deltas(operation)).toEqual({ ...none, add: ['u1'] });
  });

  it.each([
    ['Remove with a value array', { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
    ['Remove without references', { op: 'Remove', path: 'members', value: [{ value: 'u1' }] }],
    ['remove with a filter', { op: 'remove', path: 'members[value eq "u1"]' }],
  ])('are removed by %s', (_name, operation) => {
    expect(deltas(operation)).toEqual({ ...none, remove: ['u1'] });
  });

  it('are removed by a filter of several, told apart by case', () => {
    expect(deltas({ op: 'remove', path: 'members[value eq "u1" or value eq "U1"]' }).remove).toEqual([
      'u1',
      'U1',
    ]);
  });

  it('are replaced, and all removed', () => {
    const value = [{ value: 'u1' }, { value: 'u2' }];
    expect(deltas({ op: 'replace', path: 'members', value })).toEqual({ ...none, replaceAll: ['u1', 'u2'] });
    for (const operation of [
      { op: 'remove', path: 'members' },
      { op: 'remove', path: 'members', value: null },
      { op: 'replace', path: 'members', value: [] },
    ]) {
      expect(deltas(operation)).toEqual({ ...none, replaceAll: [] });
    }
  });

  it('are not touched by an empty list, which names nobody', () => {
    expect(deltas({ op: 'Remove', path: 'members', value: [] })).toEqual(none);
    expect(deltas({ op: 'Add', path: 'members', value: [] })).toEqual(none);
  });

  it('follow the order of operations', () => {
    const add = (value: string) => ({ op: 'add', path: 'members', value });
    const remove = (value: string) => ({ op: 'remove', path: `members[value eq "${value}"]` });
    expect(deltas(add('a'), remove('a'))).toEqual({ ...none, remove: ['a'] });
    expect(deltas(remove('a'), add('a'))).toEqual({ ...none, add: ['a'] });
    const replace = { op: 'replace', path: 'members', value: ['a', 'b'] };
    expect(deltas(add('x'), replace, remove('a'), add('c'))).toEqual({ ...none, replaceAll: ['b', 'c'] });
  });

  it('are never among the attributes, nor in the resource', () => {
    const changed = granted(result({ op: 'add', value: { displayName: 'New', members: ['a'] } }));
    expect(changed.changedAttributes).toEqual(['displayName']);
    expect(changed.resource).toEqual({ ...team, displayName: 'New' });
  });

  it.each([
    [{ op: 'add', path: 'members', value: [{ display: 'x' }] }, '400 invalidValue'],
    [{ op: 'add', path: 'members', value: [7] }, '400 invalidValue'],
    [{ op: 'add', path: 'members', value: ['a\0'] }, '400 invalidValue'],
    [{ op: 'replace', path: 'members[value eq "a"].value', value: 'b' }, '400 mutability'],
    [{ op: 'replace', path: 'members[value eq "a"]', value: 'b' }, '400 mutability'],
    [{ op: 'remove', path: 'members[type eq "User"]' }, '400 invalidPath'],
    [{ op: 'remove', path: 'members[not (value eq "a")]' }, '400 invalidPath'],
    [{ op: 'remove', path: 'displayName' }, '400 mutability'],
    [{ op: 'replace', path: 'displayName', value: '' }, '400 invalidValue'],
  ])('%j is refused: %s', (operation, expected) => {
    expect(outcome(result(operation))).toBe(expected);
  });

  it('are 10,000 of a request at most', () => {
    const ids = Array.from({ length: 10_001 }, (_, index) => `u${index}`);
    expect(outcome(result({ op: 'add', path: 'members', value: ids }))).toBe('413 -');
    expect(outcome(result({ op: 'add', path: 'members', value: ids.slice(1) }))).toBe('ok');
  });

  it('come with a new group, and are set by PUT', () => {
    const body = {
      schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      displayName: 'T',
      members: [{ value: 'a', display: 'VP' }],
      meta: { resourceType: 'Group' },
    };
    const created = granted(readNewResource(types.group, body));
    expect(created).toEqual({ resource: { displayName: 'T' }, memberIds: ['a'], ignored: [] });
    expect(granted(readReplacement(types.group, team, body)).memberDeltas).toEqual({
      ...none,
      replaceAll: ['a'],
    });
    const without = granted(readReplacement(types.group, team, { schemas: [GROUP], displayName: 'T' }));
    expect(without.memberDeltas.replaceAll).toEqual([]);
    expect(without.changedAttributes).toEqual(['externalId', 'displayName']);
  });
});
