import { describe, expect, it } from 'vitest';
import { readNewResource, readReplacement } from '../../../src/scim/engine/index.js';
import { ann, CUSTOM, ENTERPRISE, granted, outcome, types, USER } from './samples.js';

const created = (body: object) =>
  granted(readNewResource(types.user, { schemas: [USER, ENTERPRISE], userName: 'u', ...body })).resource;

describe('a user created by Entra', () => {
  it('is kept by canonical names, without what the service sets', () => {
    const { resource } = granted(
      readNewResource(types.user, {
        schemas: [USER, ENTERPRISE],
        id: 'mine',
        externalId: 'e',
        USERNAME: 'Test',
        active: true,
        roles: [],
        password: 'p',
        emails: [{ Primary: true, type: 'work', value: 't@testuser.example' }],
        meta: { resourceType: 'User' },
        groups: [{ value: 'g' }],
        name: { formatted: 'G F', FamilyName: 'F' },
      }),
    );
    expect(resource).toEqual({
      externalId: 'e',
      userName: 'Test',
      active: true,
      name: { formatted: 'G F', familyName: 'F' },
      emails: [{ primary: true, type: 'work', value: 't@testuser.example' }],
    });
  });

  it('may have nulls for what is unassigned, and a misspelt URN', () => {
    const misspelt = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User';
    const nulls = {
      schemas: [USER, misspelt],
      addresses: null,
      phoneNumbers: null,
      title: null,
      department: null,
      manager: null,
    };
    expect(created(nulls)).toEqual({ userName: 'u', active: true });
    expect(created({ [misspelt]: { department: 'D' }, manager: null })).toMatchObject({
      [ENTERPRISE]: { department: 'D' },
    });
    expect(created({ [ENTERPRISE]: { manager: 'm' }, manager: null })).toMatchObject({
      [ENTERPRISE]: { manager: { value: 'm' } },
    });
  });

  it('may be minimal, and is active then', () => {
    expect(created({})).toEqual({ userName: 'u', active: true });
    expect(created({ active: 'False' })).toMatchObject({ active: false });
  });

  it('may have data of extensions that schemas does not list', () => {
    const data = {
      [ENTERPRISE.toLowerCase()]: { Department: 'D', Manager: { Value: 'm' } },
      [CUSTOM]: { level: '3', score: 'x' },
    };
    expect(created({ schemas: [USER], ...data })).toMatchObject({
      [ENTERPRISE]: { department: 'D', manager: { value: 'm' } },
      [CUSTOM]: { level: 3 },
    });
  });

  it('may have strings for booleans, random texts, and several addresses of a type', () => {
    const body = {
      roles: [{ primary: 'True', display: 'R', value: 'O', type: 'I' }],
      profileUrl: 'RVSZ',
      locale: 'P',
      userName: 'OMalley',
      emails: [
        { type: 'work', value: 'emailName357', primary: true },
        { type: 'work', value: 'b', primary: 'true' },
        { type: 'x', value: '' },
      ],
      [ENTERPRISE]: { employeeNumber: 701984 },
    };
    expect(created(body)).toMatchObject({
      roles: [{ primary: true, display: 'R', value: 'O', type: 'I' }],
      profileUrl: 'RVSZ',
      userName: 'OMalley',
      emails: [
        { type: 'work', value: 'emailName357', primary: true },
        { type: 'work', value: 'b', primary: false },
      ],
      [ENTERPRISE]: { employeeNumber: '701984' },
    });
  });

  it('loses what the table does not have', () => {
    const body = {
      schemas: [USER],
      userName: 'u',
      isAdmin: true,
      adreses: [],
      name: { nick: 'x' },
      'a b': 1,
      x: 2,
    };
    expect(granted(readNewResource(types.user, body))).toEqual({
      resource: { userName: 'u', active: true },
      memberIds: [],
      ignored: ['isAdmin', 'a b', 'x'],
    });
  });

  it.each([
    ['no object', [], '400 invalidSyntax'],
    ['no schemas', { userName: 'u' }, '400 invalidSyntax'],
    [
      'schemas of another type',
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], userName: 'u' },
      '400 invalidSyntax',
    ],
    ['no userName', { schemas: [USER] }, '400 invalidValue'],
    ['userName null', { schemas: [USER], userName: null }, '400 invalidValue'],
    ['userName of spaces', { schemas: [USER], userName: '  ' }, '400 invalidValue'],
    [
      'an extension that is no object',
      { schemas: [USER], userName: 'u', [ENTERPRISE]: 'x' },
      '400 invalidValue',
    ],
    ['active of a wrong type', { schemas: [USER], userName: 'u', active: 1 }, '400 invalidValue'],
    [
      'too many values',
      { schemas: [USER], userName: 'u', emails: Array.from({ length: 1_001 }, () => 'x') },
      '400 invalidValue',
    ],
  ])('is refused with %s', (_name, body, expected) => {
    expect(outcome(readNewResource(types.user, body))).toBe(expected);
  });
});

describe('PUT (RFC 7644 §3.5.1)', () => {
  const current = { ...ann, active: false, [CUSTOM]: { birthplace: 'Ulm', score: '9', level: 1 } };
  const put = (body: object) =>
    readReplacement(types.user, current, { schemas: [USER], userName: ann.userName, ...body });

  it('clears what is not sent, and keeps what the client may not write', () => {
    const changed = granted(put({ id: 'other', displayName: 'New', [CUSTOM]: { score: '1' } }));
    expect(changed.resource).toEqual({
      id: ann.id,
      meta: ann.meta,
      userName: ann.userName,
      displayName: 'New',
      active: false,
      [CUSTOM]: { birthplace: 'Ulm', score: '9' },
    });
    expect(changed.changedAttributes).toEqual([
      'externalId',
      'name',
      'displayName',
      'title',
      'emails',
      `${ENTERPRISE}:department`,
      `${ENTERPRISE}:manager`,
      `${CUSTOM}:level`,
    ]);
    expect(changed.memberDeltas).toEqual({ replaceAll: null, add: [], remove: [] });
  });

  it('never lets a person in again by saying nothing', () => {
    expect(granted(put({})).resource['active']).toBe(false);
    expect(granted(put({ active: true })).resource['active']).toBe(true);
  });

  it('holds immutable attributes', () => {
    expect(outcome(put({ [CUSTOM]: { birthplace: 'Bonn' } }))).toBe('400 mutability');
    expect(outcome(put({ [CUSTOM]: { birthplace: 'Ulm' } }))).toBe('ok');
  });

  it('changes nothing when it sends back what is there', () => {
    expect(granted(readReplacement(types.user, ann, { schemas: [USER], ...ann })).changedAttributes).toEqual(
      [],
    );
  });
});
