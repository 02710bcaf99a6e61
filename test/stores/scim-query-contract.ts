import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ScimStore, ScimUserRecord } from '../../src/stores/interfaces/scim.js';
import type {
  ScimCompare,
  ScimFilter,
  ScimPage,
  ScimSort,
  ScimValuePath,
} from '../../src/stores/interfaces/scim-query.js';
import { groupOf, groupWrite, type OpenScim, userOf, userWrite } from './scim-records.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const FIRST: ScimPage = { kind: 'index', startIndex: 1, count: 100 };

export function scimQueryContract(open: OpenScim): void {
  it('find users by every kind of filter', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const [adele, bob, carl] = await people(scim, org);
    const group = groupOf(org);
    await scim.insertGroup(group, [bob.id], groupWrite(group, 'group.created'));
    const elements = (filter: ScimFilter): ScimFilter => ({ kind: 'element', path: ['emails'], filter });
    const work = text('eq', ['type'], 'WORK');
    const cases: readonly (readonly [ScimFilter, readonly ScimUserRecord[]])[] = [
      [{ kind: 'constant', value: true }, [adele, bob, carl]],
      [{ kind: 'constant', value: false }, []],
      [text('eq', ['userName'], adele.userNameKey), [adele]],
      [text('sw', ['userName'], 'bob'), [bob]],
      [exact('eq', ['id'], carl.id), [carl]],
      [exact('eq', ['externalId'], 'E-2'), [bob]],
      [exact('eq', ['externalId'], 'e-2'), []],
      [text('co', ['name', 'familyName'], 'NC'), [adele]],
      [text('ew', ['name', 'familyName'], 'ünï'), [bob]],
      [text('eq', ['emails', 'value'], 'adele@HOME.example'), [adele]],
      [elements(and(work, text('eq', ['value'], 'adele@home.example'))), []],
      [elements(and(work, text('eq', ['value'], 'adele@work.example'))), [adele]],
      [elements({ kind: 'present', path: ['type'] }), [adele, bob]],
      [{ kind: 'element', path: ['urn:x', 'tags'], filter: text('eq', [], 'a') }, [adele]],
      [{ kind: 'element', path: ['urn:x', 'tags'], filter: exact('eq', [], 'a') }, []],
      [{ kind: 'element', path: ['urn:x', 'tags'], filter: { kind: 'present', path: [] } }, [adele]],
      [text('eq', [ENTERPRISE, 'department'], 'r&d'), [bob]],
      [is('eq', ['active'], false, 'boolean'), [carl]],
      [is('gt', ['urn:x', 'level'], 9, 'number'), [bob]],
      [is('le', ['urn:x', 'level'], 9, 'number'), [adele]],
      [is('eq', ['urn:x', 'level'], '9', 'string'), []],
      [is('lt', ['meta', 'created'], '2026-03-01T10:00:00.000Z', 'dateTime'), [adele]],
      [is('ge', ['meta', 'created'], '2026-03-01T10:00:00.000Z', 'dateTime'), [bob, carl]],
      [exact('eq', ['groups', 'value'], group.id), [bob]],
      [{ kind: 'present', path: ['emails'] }, [adele, bob]],
      [{ kind: 'not', operand: { kind: 'present', path: ['name'] } }, [carl]],
      [and(is('eq', ['active'], true, 'boolean'), exact('eq', ['externalId'], 'E-1')), [adele]],
      [
        { kind: 'or', operands: [exact('eq', ['externalId'], 'E-1'), exact('eq', ['id'], bob.id)] },
        [adele, bob],
      ],
      [text('eq', ['__proto__', 'constructor'], 'x'), []],
      [{ kind: 'present', path: ['constructor'] }, []],
    ];
    for (const [filter, expected] of cases) {
      const found = await scim.queryUsers(org, { filter, sort: null, page: FIRST });
      expect(found, JSON.stringify(filter)).toEqual({
        records: expected,
        total: expected.length,
        next: null,
      });
    }
    const elsewhere = await scim.queryUsers(randomUUID(), { filter: null, sort: null, page: FIRST });
    expect(elsewhere).toEqual({ records: [], total: 0, next: null });
  });

  it('takes what an SQL store would quote as text', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const odd = `o'br%_\\ien"; --`;
    const user = userOf(org, { externalId: odd });
    const decoy = userOf(org, { externalId: `o'brXXX\\ien"; --` });
    for (const each of [user, decoy]) await scim.insertUser(each, userWrite(each, 'user.created'));
    for (const operator of ['eq', 'sw', 'co', 'ew'] as const) {
      const filter = exact(operator, ['externalId'], odd);
      expect((await query(scim, org, filter)).map(({ id }) => id)).toEqual([user.id]);
    }
    const named = text('eq', [`'; drop table x --`, 'a"b'], 'x');
    expect(await query(scim, org, named)).toEqual([]);
  });

  it('finds groups by name and by member', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const [adele] = await people(scim, org);
    const [group, other] = [groupOf(org, { displayName: 'Engineering' }), groupOf(org)];
    await scim.insertGroup(group, [adele.id], groupWrite(group, 'group.created'));
    await scim.insertGroup(other, [], groupWrite(other, 'group.created'));
    const holds = exact('eq', ['members', 'value'], adele.id);
    const kind = text('eq', ['members', 'type'], 'user');
    const filters: readonly ScimFilter[] = [
      text('eq', ['displayName'], 'engineering'),
      holds,
      kind,
      and(exact('eq', ['id'], group.id), holds),
    ];
    for (const filter of filters) {
      const found = await scim.queryGroups(org, { filter, sort: null, page: FIRST });
      if (found === 'too-many') throw new Error(found);
      expect(
        found.records.map(({ id }) => id),
        JSON.stringify(filter),
      ).toEqual([group.id]);
    }
    const absent = and(exact('eq', ['id'], other.id), holds);
    const none = await scim.queryGroups(org, { filter: absent, sort: null, page: FIRST });
    expect(none).toEqual({ records: [], total: 0, next: null });
  });

  it('sorts, with those without a value last, or first in descending order', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const [adele, bob, carl] = await people(scim, org);
    const by = async (path: ScimValuePath, descending: boolean, type: ScimSort['type'] = 'string') => {
      const sort: ScimSort = { path, descending, type, caseExact: false };
      return (await query(scim, org, null, sort)).map(({ id }) => id);
    };
    expect(await by(['userName'], true)).toEqual([carl.id, bob.id, adele.id]);
    expect(await by(['name', 'familyName'], false)).toEqual([bob.id, adele.id, carl.id]);
    expect(await by(['name', 'familyName'], true)).toEqual([carl.id, adele.id, bob.id]);
    expect(await by(['urn:x', 'level'], false, 'number')).toEqual([adele.id, bob.id, carl.id]);
    expect(await by(['active'], false, 'boolean')).toEqual([carl.id, adele.id, bob.id]);
    expect(await by(['meta', 'created'], true, 'dateTime')).toEqual([carl.id, bob.id, adele.id]);
    // The primary address counts: zz@…, though adele@… stands before it.
    expect(await by(['emails', 'value'], false)).toEqual([bob.id, adele.id, carl.id]);
  });

  it('pages by index', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const [adele, bob, carl] = await people(scim, org);
    const page = (startIndex: number, count: number) =>
      scim.queryUsers(org, { filter: null, sort: null, page: { kind: 'index', startIndex, count } });
    expect(await page(2, 1)).toEqual({ records: [bob], total: 3, next: null });
    expect(await page(2, 9)).toEqual({ records: [bob, carl], total: 3, next: null });
    expect(await page(1, 0)).toEqual({ records: [], total: 3, next: null });
    expect(await page(9, 9)).toEqual({ records: [], total: 3, next: null });
    expect(await page(1, 1)).toMatchObject({ records: [adele] });
    await expect(page(0, 1)).rejects.toThrow(TypeError);
    await expect(page(1, -1)).rejects.toThrow(TypeError);
  });

  it('pages by cursor, over what comes and goes', async () => {
    const { scim } = await open();
    const org = randomUUID();
    for (const sort of [
      null,
      { path: ['userName'], type: 'string', caseExact: false, descending: false },
    ] as const) {
      const users = Array.from({ length: 7 }, (_, index) =>
        userOf(org, { userName: `u${index}-${randomUUID()}` }),
      );
      for (const user of users) await scim.insertUser(user, userWrite(user, 'user.created'));
      const given: string[] = [];
      let after: string | null = null;
      do {
        const page: ScimPage = { kind: 'cursor', after, count: 2 };
        const found = await scim.queryUsers(org, { filter: text('sw', ['userName'], 'u'), sort, page });
        if (found === 'too-many') throw new Error(found);
        given.push(...found.records.map(({ id }) => id));
        after = found.next;
        // The last one that was given goes: what stood behind it must neither be skipped nor given again.
        const last = found.records.at(-1);
        if (last !== undefined) {
          await scim.deleteUser(org, last.id, null, new Date(), userWrite(last, 'user.deleted'));
        }
      } while (after !== null);
      expect(given).toEqual(users.map(({ id }) => id));
      const left = await query(scim, org, null);
      for (const user of left)
        await scim.deleteUser(org, user.id, null, new Date(), userWrite(user, 'user.deleted'));
    }
    const broken = { kind: 'cursor', after: 'no cursor', count: 1 } as const;
    await expect(scim.queryUsers(org, { filter: null, sort: null, page: broken })).rejects.toThrow(TypeError);
  });
}

async function people(
  scim: ScimStore,
  org: string,
): Promise<readonly [ScimUserRecord, ScimUserRecord, ScimUserRecord]> {
  const at = (hour: string) => new Date(`2026-03-01T${hour}:00:00.000Z`);
  const adeles = [
    { type: 'work', value: 'Adele@work.example' },
    { type: 'home', value: 'adele@home.example' },
    { value: 'zz@x.example', primary: true },
  ];
  const adele = userOf(org, {
    ...{ userName: `Adele-${org}`, externalId: 'E-1', created: at('09') },
    resource: { name: { familyName: 'Vance' }, emails: adeles, 'urn:x': { level: 9, tags: ['A', 'b'] } },
  });
  const bob = userOf(org, {
    ...{ userName: `bob-${org}`, externalId: 'E-2', created: at('10') },
    resource: {
      ...{ name: { familyName: 'aÜnï' }, emails: [{ type: 'work', value: 'bob@x.example' }] },
      ...{ [ENTERPRISE]: { department: 'R&D' }, 'urn:x': { level: 10 } },
    },
  });
  const carl = userOf(org, {
    userName: `Carl-${org}`,
    active: false,
    created: at('11'),
    resource: { emails: [] },
  });
  for (const user of [adele, bob, carl]) await scim.insertUser(user, userWrite(user, 'user.created'));
  return [adele, bob, carl];
}

async function query(
  scim: ScimStore,
  org: string,
  filter: ScimFilter | null,
  sort: ScimSort | null = null,
): Promise<readonly ScimUserRecord[]> {
  const found = await scim.queryUsers(org, { filter, sort, page: FIRST });
  if (found === 'too-many') throw new Error(found);
  return found.records;
}

function is(
  operator: ScimCompare['operator'],
  path: ScimValuePath,
  value: ScimCompare['value'],
  type: ScimCompare['type'],
): ScimFilter {
  return { kind: 'compare', path, operator, value, type, caseExact: false };
}

function text(operator: ScimCompare['operator'], path: ScimValuePath, value: string): ScimFilter {
  return is(operator, path, value, 'string');
}

function exact(operator: ScimCompare['operator'], path: ScimValuePath, value: string): ScimFilter {
  return { kind: 'compare', path, operator, value, type: 'string', caseExact: true };
}

function and(...operands: readonly ScimFilter[]): ScimFilter {
  return { kind: 'and', operands };
}
