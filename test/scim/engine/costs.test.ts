import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  createResourceTypes,
  readNewResource,
  readReplacement,
} from '../../../src/scim/engine/index.js';
import type { ScimResult } from '../../../src/scim/scim-error.js';
import { PATCH_OP, USER } from '../http/world.js';

const { user } = createResourceTypes();
const body = (more = {}) => ({ schemas: [USER], userName: 'adele', ...more });
const roles = (count: number, length = 1) =>
  Array.from({ length: count }, (_, index) => ({ type: 't', value: `${index}${'x'.repeat(length)}` }));
const created = (more = {}) => {
  const read = readNewResource(user, body(more));
  if (!read.ok) throw new Error(read.error.detail ?? 'refused');
  return read.value.resource;
};
const statusOf = (result: ScimResult<unknown>) => (result.ok ? 200 : result.error.status);
const patched = (resource: object, count: number, operation: Record<string, unknown>) =>
  applyPatch(user, resource as Readonly<Record<string, unknown>>, {
    schemas: [PATCH_OP],
    Operations: Array.from({ length: count }, () => operation),
  });

describe('what a request may cost', () => {
  const many = created({ roles: roles(1_000) });
  const selection = (count: number) =>
    `roles[${Array.from({ length: count }, (_, index) => `value eq ${index}`).join(' or ')}]`;

  it('is counted by the comparisons of a selection, not by its values alone', () => {
    expect(statusOf(patched(many, 1, { op: 'remove', path: selection(100) }))).toBe(200);
    expect(statusOf(patched(many, 2, { op: 'remove', path: selection(100) }))).toBe(413);
    expect(
      statusOf(
        patched(many, 3, {
          op: 'remove',
          path: `roles[type eq "other" and not (${selection(90).slice(6, -1)})]`,
        }),
      ),
    ).toBe(413);
  });

  it('is counted by the values that are named for removal', () => {
    const value = roles(1_000, 2);
    expect(statusOf(patched(many, 4, { op: 'remove', path: 'roles', value }))).toBe(200);
    expect(statusOf(patched(many, 5, { op: 'remove', path: 'roles', value }))).toBe(413);
  });

  it('is counted by the values that others are added to', () => {
    const add = { op: 'add', path: 'roles', value: roles(1) };
    expect(statusOf(patched(many, 49, add))).toBe(200);
    expect(statusOf(patched(many, 50, add))).toBe(413);
  });

  it('is counted by the ways in which values are named for removal', () => {
    const parts = ['value', 'display', 'type', 'VALUE', 'DISPLAY', 'TYPE'];
    const value = parts.map((name) => ({ [name]: 'other' }));
    expect(statusOf(patched(many, 32, { op: 'remove', path: 'roles', value }))).toBe(200);
    expect(statusOf(patched(many, 33, { op: 'remove', path: 'roles', value }))).toBe(413);
  });

  it('is counted by the texts that are compared', () => {
    const long = created({ roles: roles(25, 4_090) });
    const remove = {
      op: 'remove',
      path: selection(100).replaceAll(' eq ', ' co ').replaceAll(/\d+/gu, '"q$&"'),
    };
    expect(statusOf(patched(long, 2, remove))).toBe(200);
    expect(statusOf(patched(long, 3, remove))).toBe(413);
  });

  it('is counted by the names that are to be understood', () => {
    const named = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 1]));
    expect(statusOf(readNewResource(user, body(named(1_990))))).toBe(200);
    expect(statusOf(readNewResource(user, body(named(2_000))))).toBe(413);
    const add = { op: 'add', value: named(40) };
    expect(statusOf(patched(created(), 50, add))).toBe(200);
    expect(statusOf(patched(created(), 51, add))).toBe(413);
  });

  it('is counted by the values that are selected and changed', () => {
    const merge = { op: 'add', path: 'roles[type eq "t"]', value: { display: 'd' } };
    expect(statusOf(patched(many, 2, merge))).toBe(200);
    expect(statusOf(patched(many, 3, merge))).toBe(413);
    const set = { op: 'replace', path: 'roles.display', value: 'd' };
    expect(statusOf(patched(many, 2, set))).toBe(200);
    expect(statusOf(patched(many, 3, set))).toBe(413);
  });

  it('keeps one of the values that become equal', () => {
    const twins = created({
      roles: [
        { value: 'a', display: 'x' },
        { value: 'a', display: 'y' },
      ],
    });
    const result = patched(twins, 1, { op: 'add', path: 'roles[value eq "a"]', value: { display: 'z' } });
    expect(result.ok && result.value.resource['roles']).toEqual([{ value: 'a', display: 'z' }]);
  });
});

describe('the size of a resource', () => {
  const large = { roles: roles(40, 4_000) };

  it('is limited in POST, PUT and PATCH', () => {
    expect(statusOf(readNewResource(user, body(large)))).toBe(413);
    expect(statusOf(readReplacement(user, created(), body(large)))).toBe(413);
    const half = created({ roles: roles(20, 4_000) });
    const add = { op: 'add', path: 'roles', value: roles(20, 4_001) };
    expect(statusOf(patched(half, 1, add))).toBe(413);
  });

  it('hinders no change that makes a resource no larger', () => {
    const before = { ...created(), roles: roles(40, 4_000), active: true };
    const result = patched(before, 1, { op: 'replace', path: 'title', value: 'x' });
    expect(statusOf(result)).toBe(413);
    const off = patched({ ...before, active: false }, 1, { op: 'replace', path: 'active', value: true });
    expect(statusOf(off)).toBe(200);
    expect(statusOf(patched(before, 1, { op: 'remove', path: 'displayName' }))).toBe(200);
  });
});
