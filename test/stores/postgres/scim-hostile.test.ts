import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScimCompare, ScimComparison, ScimFilter } from '../../../src/stores/interfaces/scim-query.js';
import { migrate, type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';
import { entryOf, memberOf } from '../people.js';
import { accessTokenOf, credentialOf, requestOf } from '../scim-credential-contract.js';
import { changesOf, groupOf, groupWrite, updateOf, userOf, userWrite } from '../scim-records.js';

const ODD = [
  `'; DROP SCHEMA claimgate CASCADE; --`,
  `" OR 1=1 --`,
  `$1) OR true --`,
  `$function$ COMMIT $function$`,
  `\\'; DELETE FROM claimgate.audit; --`,
  `$."x" ? (@ == 1)`,
  `{"a":1}`,
  '%_',
  `\u{1F511} \u202e \\u0000 \\x00`,
  '__proto__',
  'x'.repeat(20_000),
];
const PAGE = { kind: 'index', startIndex: 1, count: 10 } as const;

let db: PGlite;
let stores: PostgresStores;
let org: string;

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  stores = postgresStores(db);
}, 60_000);
beforeEach(() => {
  org = randomUUID();
});
afterAll(() => db.close());

describe('names that try to be SQL', () => {
  it.each(ODD)('are kept to the letter and found by nothing else: %.40j', async (odd) => {
    const { scim } = stores;
    const resource = { [odd]: { [odd]: [odd] }, emails: [{ type: 'work', value: odd }] };
    const user = userOf(org, {
      userName: odd,
      externalId: odd,
      resource: JSON.parse(JSON.stringify(resource)),
    });
    const decoy = userOf(org, { userName: `${odd}y`, externalId: `${odd}y` });
    for (const each of [user, decoy]) await scim.insertUser(each, userWrite(each, 'user.created'));
    const group = groupOf(org, { displayName: odd, externalId: odd });
    const asked = [user.id, odd, `${odd}y`];
    const written = await scim.insertGroup(group, asked, groupWrite(group, 'group.created'));
    expect(written).toMatchObject({ added: [user.id] });
    expect(typeof written === 'object' && written.unknown.toSorted()).toEqual([odd, `${odd}y`].toSorted());
    expect(await scim.findUserByUserName(org, user.userNameKey)).toEqual(user);
    expect(await scim.findUsersByExternalId(org, odd, 5)).toEqual([user]);
    expect(await scim.findUsersByEmail(org, odd, 5)).toEqual([user]);
    expect(await scim.findGroupByDisplayName(org, group.displayNameKey)).toMatchObject({ id: group.id });
    for (const path of [['userName'], ['externalId'], ['emails', 'value'], [odd, odd]]) {
      for (const operator of ['eq', 'sw', 'co', 'ew'] as const) {
        const value = path[0] === 'userName' ? user.userNameKey : odd;
        const found = await scim.queryUsers(org, {
          filter: compare(operator, path, value),
          sort: null,
          page: PAGE,
        });
        expect(found).toMatchObject({
          total: operator === 'eq' || path.length > 1 || operator === 'ew' ? 1 : 2,
        });
        expect(typeof found === 'object' && found.records[0]).toEqual(user);
      }
    }
    const inside: ScimFilter = { kind: 'element', path: [odd], filter: compare('eq', [odd], odd) };
    expect(await scim.queryUsers(org, { filter: inside, sort: null, page: PAGE })).toMatchObject({
      total: 1,
    });
    const sort = { path: [odd], type: 'string', caseExact: true, descending: false } as const;
    expect(await scim.queryUsers(org, { filter: null, sort, page: PAGE })).toMatchObject({ total: 2 });
    expect(await scim.isMember(org, odd, odd)).toBe(false);
    await scim.acknowledgeChanges(odd.slice(0, 100), '1.1');
    const gone = { kind: 'delta', add: [], remove: [odd] } as const;
    const change = { attributes: null, members: gone, expectedVersion: null };
    expect(await scim.changeGroup(org, group.id, change, groupWrite(group, null))).toMatchObject({
      removed: [],
    });
  });

  it('as ids of organisations reach nobody else’s rows', async () => {
    const { scim, scimCredentials, scimRequests } = stores;
    const user = userOf(org, { externalId: 'e' });
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const credential = credentialOf(org);
    await scimCredentials.insertCredential(credential, entryOf(org, 'added'));
    await scimRequests.append(requestOf(org));
    for (const odd of [...ODD, `${org}' --`, '%', `${org.slice(0, -1)}_`]) {
      expect(await scim.getUser(odd, user.id)).toBeNull();
      expect(await scim.findUsersByExternalId(odd, 'e', 1)).toEqual([]);
      expect(await scim.queryUsers(odd, { filter: null, sort: null, page: PAGE })).toMatchObject({
        total: 0,
      });
      expect(await scim.deleteUser(odd, user.id, null, new Date(), userWrite(user, 'user.deleted'))).toBe(
        'changed',
      );
      expect(await scimCredentials.listCredentials(odd)).toEqual([]);
      expect(await scimCredentials.revokeCredential(odd, credential.id, new Date(), entryOf(odd, 'r'))).toBe(
        false,
      );
      expect(
        await scimCredentials.insertAccessToken(accessTokenOf(credential, { organizationId: odd })),
      ).toBe(false);
      expect(await scimRequests.list(odd, 10)).toEqual([]);
    }
    expect(await scim.getUser(org, user.id)).toEqual(user);
  });

  it('that cannot be kept are not found, and refused when they are written', async () => {
    const { scim, scimCredentials, scimRequests } = stores;
    for (const odd of ['a\0', '\ud800', 'x\udc00y']) {
      expect(await scim.getUser(org, odd)).toBeNull();
      expect(await scim.findUserByUserName(org, odd)).toBeNull();
      expect(await scim.getGroup(odd, odd)).toBeNull();
      expect(await scim.listGroupsOf(org, [odd])).toEqual([]);
      expect(await scimCredentials.findCredential(odd)).toBeNull();
      for (const operator of ['eq', 'co', 'gt'] as const) {
        for (const path of [['title'], ['emails', 'value'], ['groups', 'value'], [odd]]) {
          const query = { filter: compare(operator, path, odd), sort: null, page: PAGE };
          expect(await scim.queryUsers(org, query)).toMatchObject({ total: 0 });
        }
      }
      for (const fields of [
        { userName: odd },
        { externalId: odd },
        { resource: { deep: [{ [odd]: 1 }] } },
        { resource: { deep: [{ value: odd }] } },
      ]) {
        const user = userOf(org, fields);
        await expect(scim.insertUser(user, userWrite(user, 'user.created'))).rejects.toThrow(TypeError);
      }
      const group = groupOf(org);
      const written = await scim.insertGroup(group, [odd, odd], groupWrite(group, 'group.created'));
      expect(written).toMatchObject({ added: [], unknown: [odd] });
      const [entry] = await stores.audit.list(org, { before: null, limit: 1 });
      expect(entry?.data).toMatchObject({ added: 0, removed: 0, unknown: 1 });
      // A request is logged, whatever letters it was made of.
      await scimRequests.append(requestOf(org, { path: `/Users/${odd}` }));
      expect((await scimRequests.list(org, 1))[0]?.path).toContain('\ufffd');
    }
    expect(await scim.countResources(org)).toMatchObject({ users: 0 });
  });
});

describe('a write of a user', () => {
  it('is not there without its audit entry, nor its changes, nor its member', async () => {
    const { audit, members, scim } = stores;
    const taken = entryOf(org, 'taken');
    await audit.append([taken]);
    const user = userOf(org, { memberId: randomUUID(), externalId: 'e' });
    const member = memberOf(org, { id: `${user.memberId}`, scimUserId: user.id });
    const insertion = { kind: 'insert', member, entry: entryOf(org, 'member_created') } as const;
    const made = userWrite(user, 'user.created', insertion);
    await expect(scim.insertUser(user, { ...made, entry: taken })).rejects.toThrow('audit_id');
    expect(await scim.countResources(org)).toEqual({ users: 0, groups: 0 });
    expect(await members.findMember(org, member.id)).toBeNull();
    expect(await changesOf(scim, org)).toEqual([]);
    await scim.insertUser(user, made);
    const effect = updateOf(member, user.id, {
      set: { status: 'deactivated' },
      endSessions: true,
      entry: taken,
    });
    const write = userWrite(user, 'user.deactivated', effect);
    await expect(scim.replaceUser({ ...user, version: 2 }, 1, write)).rejects.toThrow('audit_id');
    await expect(scim.deleteUser(org, user.id, 1, new Date(), write)).rejects.toThrow('audit_id');
    const group = groupOf(org);
    const grouped = { ...groupWrite(group, 'group.created'), entry: taken };
    await expect(scim.insertGroup(group, [user.id], grouped)).rejects.toThrow('audit_id');
    expect(await scim.getUser(org, user.id)).toEqual(user);
    expect(await scim.findTombstones(org, 'e')).toEqual([]);
    expect(await members.findMember(org, member.id)).toEqual(member);
    expect(await changesOf(scim, org)).toHaveLength(1);
  });

  it('refuses an id that is there already, and a version that does not follow', async () => {
    const { scim } = stores;
    const user = userOf(org);
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const twin = userOf(org, { id: user.id });
    await expect(scim.insertUser(twin, userWrite(twin, 'user.created'))).rejects.toThrow(TypeError);
    const group = groupOf(org, { id: user.id });
    await expect(scim.insertGroup(group, [], groupWrite(group, 'group.created'))).rejects.toThrow(TypeError);
    const skipped = { ...user, version: 3 };
    await expect(scim.replaceUser(skipped, 1, userWrite(user, 'user.updated'))).rejects.toThrow(TypeError);
    const member = memberOf(randomUUID(), { scimUserId: user.id });
    const foreign = { kind: 'insert', member, entry: entryOf(org, 'x') } as const;
    const led = userOf(org, { id: user.id, version: 2, memberId: member.id });
    await expect(scim.replaceUser(led, 1, userWrite(user, 'user.updated', foreign))).rejects.toThrow(
      TypeError,
    );
  });

  it('leaves the newest hundred tombstones of an externalId', async () => {
    const { scim } = stores;
    const ids: string[] = [];
    for (let count = 0; count < 103; count += 1) {
      const user = userOf(org, { externalId: 'same' });
      ids.unshift(user.id);
      await scim.insertUser(user, userWrite(user, 'user.created'));
      await scim.deleteUser(org, user.id, null, new Date(), userWrite(user, 'user.deleted'));
    }
    const found = await scim.findTombstones(org, 'same');
    expect(found.map(({ userId }) => userId)).toEqual(ids.slice(0, 100));
    const { rows } = await db.query('SELECT 1 FROM claimgate.scim_tombstones WHERE organization_id = $1', [
      org,
    ]);
    expect(rows).toHaveLength(100);
  });
});

describe('rules that the database holds', () => {
  it('are there for hand-written SQL too', async () => {
    const { scim } = stores;
    const [user, group] = [userOf(org), groupOf(org)];
    await scim.insertUser(user, userWrite(user, 'user.created'));
    await scim.insertGroup(group, [user.id], groupWrite(group, 'group.created'));
    const resources = 'claimgate.scim_resources';
    for (const [statement, constraint] of [
      [`DELETE FROM ${resources} WHERE organization_id = '${org}'`, 'scim_memberships'],
      [`UPDATE ${resources} SET member_count = -1 WHERE id = '${group.id}'`, 'scim_resources_member_count'],
      [`UPDATE ${resources} SET kind = 'Group' WHERE id = '${user.id}'`, 'scim_resources_kind'],
      [`UPDATE claimgate.scim_organizations SET users = -1 WHERE organization_id = '${org}'`, 'counts'],
      [
        `INSERT INTO claimgate.scim_memberships VALUES ('${org}', '${group.id}', '${group.id}', 'Group')`,
        'scim_memberships_not_itself',
      ],
      [
        `INSERT INTO claimgate.scim_memberships VALUES ('other', '${group.id}', '${user.id}', 'User')`,
        'scim_memberships_',
      ],
    ] as const) {
      await expect(db.query(statement), statement).rejects.toThrow(constraint);
    }
  });

  it.each([
    ['version', `version = -1`],
    ['name', `resource = '[]'`],
    ['document', `resource = '1'`],
  ])('a row with a %s that claimgate did not write is not read', async (_name, set) => {
    const { scim } = stores;
    const user = userOf(org);
    await scim.insertUser(user, userWrite(user, 'user.created'));
    await db.query(`UPDATE claimgate.scim_resources SET ${set} WHERE id = $1`, [user.id]);
    await expect(scim.getUser(org, user.id)).rejects.toThrow('in the database');
    await expect(scim.queryUsers(org, { filter: null, sort: null, page: PAGE })).rejects.toThrow(
      'in the database',
    );
  });

  it('a credential with a scope or a kind that claimgate did not write is not read', async () => {
    const { scimCredentials } = stores;
    const credential = credentialOf(org);
    await scimCredentials.insertCredential(credential, entryOf(org, 'added'));
    await db.query(`UPDATE claimgate.scim_credentials SET scopes = '["root"]' WHERE id = $1`, [
      credential.id,
    ]);
    await expect(scimCredentials.findCredential(credential.id)).rejects.toThrow('scope');
    await expect(scimCredentials.listCredentials(org)).rejects.toThrow('scope');
  });
});

describe('the last use of a credential', () => {
  it('is written once a minute, however many requests there are', async () => {
    const { scimCredentials } = stores;
    const credential = credentialOf(org);
    await scimCredentials.insertCredential(credential, entryOf(org, 'added'));
    const start = Date.UTC(2026, 4, 1);
    const place = 'SELECT ctid::text AS ctid FROM claimgate.scim_credentials WHERE id = $1';
    await scimCredentials.touchCredential(credential.id, new Date(start));
    const first = (await db.query(place, [credential.id])).rows;
    for (const seconds of [1, 30, 59]) {
      await scimCredentials.touchCredential(credential.id, new Date(start + seconds * 1_000));
    }
    expect((await db.query(place, [credential.id])).rows).toEqual(first);
    await scimCredentials.touchCredential(credential.id, new Date(start + 60_000));
    expect((await scimCredentials.findCredential(credential.id))?.lastUsedAt).toEqual(
      new Date(start + 60_000),
    );
  });
});

function compare(operator: ScimComparison, path: readonly string[], value: string): ScimCompare {
  return { kind: 'compare', path, operator, value, type: 'string', caseExact: true };
}
