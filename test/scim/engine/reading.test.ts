import { describe, expect, it } from 'vitest';
import {
  isSelected,
  listResponse,
  metaOf,
  project,
  readPage,
  readSelection,
  readSort,
  sorted,
  weakETag,
} from '../../../src/scim/engine/index.js';
import { scimErrorBody } from '../../../src/scim/scim-error.js';
import { ann, CUSTOM, ENTERPRISE, errorOf, granted, outcome, types, USER } from './samples.js';

const full = {
  ...ann,
  roles: [],
  password: 'p',
  unknown: 1,
  [CUSTOM]: { tag: 'x', note: 'n', secret: 's', desk: { floor: 1, room: 'r' } },
};
const shown = (attributes?: unknown, excluded?: unknown) =>
  project(types.user, full, readSelection(types.user, attributes, excluded));

describe('what a client is given (RFC 7644 §3.9)', () => {
  it('is the default, without what is empty, unknown, never returned or only on request', () => {
    const { roles: _roles, password: _password, unknown: _unknown, ...rest } = full;
    expect(shown()).toEqual({
      schemas: [USER, ENTERPRISE, CUSTOM],
      ...rest,
      [CUSTOM]: { tag: 'x', desk: { floor: 1, room: 'r' } },
    });
  });

  it.each([
    ['userName', { userName: ann.userName }, []],
    ['NAME.GIVENNAME , userName', { userName: ann.userName, name: { givenName: 'Ann' } }, []],
    [['emails.value'], { emails: [{ value: 'ann@contoso.com' }, { value: 'ann@home.example' }] }, []],
    ['emails.type,emails', { emails: ann.emails }, []],
    ['emails[type eq "work"]', { emails: ann.emails }, []],
    [`${ENTERPRISE}:department`, { [ENTERPRISE]: { department: 'Tools' } }, [ENTERPRISE]],
    [ENTERPRISE, { [ENTERPRISE]: ann[ENTERPRISE] }, [ENTERPRISE]],
    [`${USER}:title`, { title: 'Engineer' }, []],
    [`${CUSTOM}:note`, { [CUSTOM]: { note: 'n' } }, [CUSTOM]],
    [`${CUSTOM}:desk.floor`, { [CUSTOM]: { desk: { floor: 1, room: 'r' } } }, [CUSTOM]],
    [`${CUSTOM}:secret,password,none,__proto__`, {}, []],
  ])('is by attributes=%s what it names, and id and schemas', (attributes, expected, extensions) => {
    expect(shown(attributes)).toEqual({ id: ann.id, schemas: [USER, ...extensions], ...expected });
  });

  it('is by excludedAttributes all else, but never without id', () => {
    const result = shown(
      undefined,
      `id,schemas,emails,name.familyName,${ENTERPRISE},${CUSTOM}:tag,${CUSTOM}:desk.floor`,
    );
    expect(result).toMatchObject({
      id: ann.id,
      name: { givenName: 'Ann' },
      [CUSTOM]: { desk: { room: 'r' } },
    });
    expect(result['schemas']).toEqual([USER, CUSTOM]);
    expect(result).not.toHaveProperty('emails');
    expect(result['name']).not.toHaveProperty('familyName');
    expect(Object.keys(Object(result[CUSTOM]))).toEqual(['desk']);
  });

  it('tells whether members have to be read', () => {
    const selects = (attributes?: string, excluded?: string) =>
      isSelected(types.group, readSelection(types.group, attributes, excluded), 'Members');
    expect([
      selects(),
      selects('members.value'),
      selects('displayName'),
      selects(undefined, 'MEMBERS'),
      selects(undefined, 'members.type'),
    ]).toEqual([true, true, false, false, true]);
  });

  it('has meta with a weak ETag', () => {
    const at = new Date('2026-01-01T00:00:00Z');
    expect(metaOf(types.group, { created: at, lastModified: at, location: '/Groups/1', version: 3 })).toEqual(
      {
        resourceType: 'Group',
        created: '2026-01-01T00:00:00.000Z',
        lastModified: '2026-01-01T00:00:00.000Z',
        location: '/Groups/1',
        version: 'W/"3"',
      },
    );
    expect(weakETag(1)).toBe('W/"1"');
  });
});

describe('order (RFC 7644 §3.4.2.3)', () => {
  const people = [
    {
      userName: 'b',
      [CUSTOM]: { level: 10, tag: 'b' },
      emails: [{ value: 'z' }, { value: 'a', primary: true }],
    },
    { userName: 'C', [CUSTOM]: { level: 9, tag: 'C' }, emails: [{ value: 'y' }, { value: 'x' }] },
    { userName: 'a' },
  ];
  const order = (by: string, direction?: string): string => {
    const sort = granted(readSort(types.user, by, direction));
    return sort === null
      ? 'none'
      : sorted(types.user, sort, people)
          .map(({ userName }) => userName)
          .join('');
  };

  it.each([
    ['userName', undefined, 'abC'],
    ['username', 'Descending', 'Cba'],
    [`${CUSTOM}:level`, 'ascending', 'Cba'],
    [`${CUSTOM}:level`, 'descending', 'abC'],
    [`${CUSTOM}:tag`, undefined, 'Cba'],
    ['emails', undefined, 'bCa'],
    ['emails.value', 'descending', 'aCb'],
    ['nickName', undefined, 'bCa'],
    ['', undefined, 'none'],
    ['meta.resourceType', undefined, 'none'],
  ])('by %s %s', (by, direction, expected) => {
    expect(order(by, direction)).toBe(expected);
  });

  it('is refused by what orders nothing', () => {
    for (const by of ['none', 'name', 'password', '__proto__', 7])
      expect(outcome(readSort(types.user, by, undefined))).toBe('400 invalidPath');
    expect(outcome(readSort(types.user, 'userName', 'up'))).toBe('400 invalidValue');
  });
});

describe('pages (RFC 7644 §3.4.2.4, RFC 9865)', () => {
  const limits = { defaultPageSize: 100, maxPageSize: 200 };
  it.each([
    [{}, { kind: 'index', startIndex: 1, count: 100 }],
    [
      { startIndex: '6', count: '5' },
      { kind: 'index', startIndex: 6, count: 5 },
    ],
    [
      { startIndex: -3, count: -1 },
      { kind: 'index', startIndex: 1, count: 0 },
    ],
    [{ count: '5000' }, { kind: 'index', startIndex: 1, count: 200 }],
    [
      { cursor: '', count: 10 },
      { kind: 'cursor', cursor: null, count: 10 },
    ],
    [
      { cursor: 'VZ.~_-9', startIndex: '1' },
      { kind: 'cursor', cursor: 'VZ.~_-9', count: 100 },
    ],
  ])('are read from %j', (asked, expected) => {
    expect(granted(readPage(asked, limits))).toEqual(expected);
  });

  it.each([
    [{ count: 'x' }, '400 invalidValue'],
    [{ startIndex: '1.5' }, '400 invalidValue'],
    [{ cursor: '', count: 'x' }, '400 invalidCount'],
    [{ cursor: 'a b' }, '400 invalidCursor'],
    [{ cursor: 7 }, '400 invalidCursor'],
  ])('are refused for %j', (asked, expected) => {
    expect(outcome(readPage(asked, limits))).toBe(expected);
  });

  it('are answered by index and by cursor', () => {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    expect(listResponse([], 0, { kind: 'index', startIndex: 1 })).toEqual({
      schemas,
      totalResults: 0,
      itemsPerPage: 0,
      startIndex: 1,
      Resources: [],
    });
    const middle = listResponse([{ id: '1' }], 3, { kind: 'cursor', nextCursor: 'n', previousCursor: 'p' });
    expect(middle).toEqual({
      schemas,
      totalResults: 3,
      itemsPerPage: 1,
      nextCursor: 'n',
      previousCursor: 'p',
      Resources: [{ id: '1' }],
    });
    expect(
      Object.keys(listResponse([], 3, { kind: 'cursor', nextCursor: null, previousCursor: null })),
    ).not.toContain('nextCursor');
  });

  it('and refusals have the body of RFC 7644 §3.12', () => {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
    const error = errorOf(readPage({ cursor: '!' }, limits));
    expect(scimErrorBody(error)).toEqual({
      schemas,
      status: '400',
      scimType: 'invalidCursor',
      detail: error.detail,
    });
    expect(scimErrorBody({ status: 404, detail: 'x' })).toEqual({ schemas, status: '404', detail: 'x' });
  });
});
