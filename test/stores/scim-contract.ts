import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { entryOf, memberOf } from './people.js';
import { scimChangeContract } from './scim-change-contract.js';
import { scimGroupContract } from './scim-group-contract.js';
import { scimQueryContract } from './scim-query-contract.js';
import {
  changesOf,
  groupOf,
  groupWrite,
  logged,
  type OpenScim,
  typesOf,
  updateOf,
  userOf,
  userWrite,
} from './scim-records.js';
import { scimUserMemberContract } from './scim-user-member-contract.js';

const MANY = 30;

/** What every SCIM store promises. `open` gives one that is ready to use; its content may be shared. */
export function scimStoreContract(name: string, open: OpenScim): void {
  describe(`${name} as SCIM store`, () => {
    describe('users', () => users(open));
    describe('users and members', () => scimUserMemberContract(open));
    describe('groups', () => scimGroupContract(open));
    describe('queries', () => scimQueryContract(open));
    describe('changes', () => scimChangeContract(open));
  });
}

function users(open: OpenScim): void {
  it('are found by each of their names, and nowhere else', async () => {
    const { scim } = await open();
    const [org, other] = [randomUUID(), randomUUID()];
    const resource = {
      name: { givenName: 'Adele', familyName: 'Ünï “x” \u0000'.slice(0, -1) },
      emails: [
        { type: 'work', value: 'Adele@Contoso.example' },
        { type: 'home', value: 'home@x.example' },
        { value: 'main@x.example', primary: true },
      ],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'R&D' },
    };
    const user = userOf(org, { externalId: randomUUID(), resource });
    expect(await scim.insertUser(user, userWrite(user, 'user.created'))).toBe('inserted');
    const { externalId, id, userNameKey } = user;
    expect(await scim.getUser(org, id)).toEqual(user);
    expect(await scim.findUserByUserName(org, userNameKey)).toEqual(user);
    expect(await scim.findUserByUserName(org, user.userName)).toBeNull();
    expect(await scim.findUsersByExternalId(org, `${externalId}`, 2)).toEqual([user]);
    expect(await scim.findUsersByEmail(org, 'aDELE@contoso.example', 2)).toEqual([user]);
    expect(await scim.findUsersByEmail(org, 'main@x.example', 2)).toEqual([user]);
    expect(await scim.findUsersByEmail(org, 'home@x.example', 2)).toEqual([]);
    expect(await scim.getUser(other, id)).toBeNull();
    expect(await scim.findUserByUserName(other, userNameKey)).toBeNull();
    expect(await scim.findUsersByExternalId(other, `${externalId}`, 2)).toEqual([]);
    expect(await scim.findUsersByEmail(other, 'adele@contoso.example', 2)).toEqual([]);
    for (const odd of ['__proto__', 'constructor', '']) {
      expect(await scim.findUserByUserName(org, odd)).toBeNull();
      expect(await scim.findUsersByExternalId(org, odd, 1)).toEqual([]);
      expect(await scim.findUsersByEmail(org, odd, 1)).toEqual([]);
    }
  });

  it('hand out nothing that reaches the store, and keep nothing of the caller', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const name = { givenName: 'Adele' };
    const user = userOf(org, { resource: { name } });
    await scim.insertUser(user, userWrite(user, 'user.created'));
    name.givenName = 'Mallory';
    const found = await scim.getUser(org, user.id);
    found?.created.setTime(0);
    const again = await scim.getUser(org, user.id);
    expect(again?.created).toEqual(user.created);
    expect(again?.resource).toMatchObject({ name: { givenName: 'Adele' } });
  });

  it('let one of many have a user name, per organisation', async () => {
    const { scim, audit } = await open();
    const [org, other] = [randomUUID(), randomUUID()];
    const userName = `same-${org}`;
    const contenders = Array.from({ length: MANY }, () => userOf(org, { userName }));
    const outcomes = await Promise.all(
      contenders.map((user) => scim.insertUser(user, userWrite(user, 'user.created'))),
    );
    expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'user-name-taken')).toHaveLength(MANY - 1);
    expect(await logged(audit, org)).toEqual(['scim.user.created']);
    expect(await typesOf(scim, org)).toEqual(['user.created']);
    expect((await scim.countResources(org)).users).toBe(1);
    const foreign = userOf(other, { userName });
    expect(await scim.insertUser(foreign, userWrite(foreign, 'user.created'))).toBe('inserted');
  });

  it('are written by one of many who saw the same version', async () => {
    const { scim } = await open();
    const user = userOf(randomUUID());
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, (_, index) => {
        const next = userOf(user.organizationId, { ...user, version: 2, externalId: `e${index}` });
        return scim.replaceUser(next, 1, userWrite(user, 'user.updated'));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(MANY - 1);
    const winner = outcomes.indexOf('replaced');
    expect((await scim.getUser(user.organizationId, user.id))?.externalId).toBe(`e${winner}`);
    expect(await typesOf(scim, user.organizationId)).toEqual(['user.created', 'user.updated']);
  });

  it('are found by new names after a write, and no more by the old ones', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const emails = [{ type: 'work', value: 'old@x.example' }];
    const user = userOf(org, { externalId: 'old', resource: { emails } });
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const next = userOf(org, {
      ...{ id: user.id, version: 2, userName: `new-${org}`, externalId: 'new' },
      resource: { emails: [{ type: 'work', value: 'new@x.example' }] },
    });
    expect(await scim.replaceUser(next, 1, userWrite(user, 'user.updated'))).toBe('replaced');
    expect(await scim.findUserByUserName(org, user.userNameKey)).toBeNull();
    expect(await scim.findUsersByExternalId(org, 'old', 1)).toEqual([]);
    expect(await scim.findUsersByEmail(org, 'old@x.example', 1)).toEqual([]);
    expect(await scim.findUserByUserName(org, next.userNameKey)).toEqual(next);
    expect(await scim.findUsersByExternalId(org, 'new', 1)).toEqual([next]);
    expect(await scim.findUsersByEmail(org, 'new@x.example', 1)).toEqual([next]);
  });

  it('do not take a name that another one has, nor change across organisations', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const [one, two] = [userOf(org), userOf(org)];
    for (const user of [one, two]) await scim.insertUser(user, userWrite(user, 'user.created'));
    const renamed = userOf(org, { id: two.id, userName: one.userName, version: 2 });
    expect(await scim.replaceUser(renamed, 1, userWrite(two, 'user.updated'))).toBe('user-name-taken');
    const foreign = { ...two, organizationId: randomUUID(), version: 2 };
    expect(await scim.replaceUser(foreign, 1, userWrite(foreign, 'user.updated'))).toBe('changed');
    const { organizationId } = foreign;
    const write = userWrite(foreign, 'user.deleted');
    expect(await scim.deleteUser(organizationId, two.id, null, new Date(), write)).toBe('changed');
    expect(await scim.getUser(org, two.id)).toEqual(two);
    expect(await typesOf(scim, organizationId)).toEqual([]);
  });

  it('several may share an externalId: the first so many are given', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const same = Array.from({ length: 3 }, () => userOf(org, { externalId: 'ada' }));
    for (const user of same) await scim.insertUser(user, userWrite(user, 'user.created'));
    expect(await scim.findUsersByExternalId(org, 'ada', 2)).toEqual(same.slice(0, 2));
    expect(await scim.findUsersByExternalId(org, 'Ada', 2)).toEqual([]);
    await expect(scim.findUsersByExternalId(org, 'ada', 0)).rejects.toThrow(TypeError);
    await expect(scim.findUsersByEmail(org, 'ada', 101)).rejects.toThrow(TypeError);
  });

  it('are deleted with their memberships and leave a tombstone', async () => {
    const { scim, members } = await open();
    const org = randomUUID();
    const user = userOf(org, { externalId: 'oid-1', memberId: randomUUID() });
    const member = memberOf(org, { id: `${user.memberId}`, scimUserId: user.id });
    const insertion = { kind: 'insert', member, entry: entryOf(org, 'member_created') } as const;
    await scim.insertUser(user, userWrite(user, 'user.created', insertion));
    const groups = [groupOf(org), groupOf(org)].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const group of groups) await scim.insertGroup(group, [user.id], groupWrite(group, 'group.created'));
    const at = new Date('2026-03-04T00:00:00.000Z');
    const unlink = updateOf(member, user.id, {
      set: { scimUserId: null, status: 'deactivated' },
      endSessions: true,
    });
    const write = userWrite(user, 'user.deleted', unlink);
    expect(await scim.deleteUser(org, user.id, 9, at, write)).toBe('changed');
    expect(await scim.deleteUser(org, user.id, 1, at, write)).toBe('deleted');
    expect(await scim.deleteUser(org, user.id, null, at, write)).toBe('changed');
    expect(await scim.getUser(org, user.id)).toBeNull();
    expect(await scim.findUsersByExternalId(org, 'oid-1', 1)).toEqual([]);
    for (const { id } of groups) {
      const group = await scim.getGroup(org, id);
      expect(group).toMatchObject({ memberCount: 0, version: 2, lastModified: at });
      expect(await scim.isMember(org, id, user.id)).toBe(false);
    }
    const left = (await changesOf(scim, org)).slice(-3);
    expect(
      left.map(({ type, resourceId, memberResourceId, memberId }) => [
        type,
        resourceId,
        memberResourceId,
        memberId,
      ]),
    ).toEqual([
      ['member.removed', groups[0]?.id, user.id, member.id],
      ['member.removed', groups[1]?.id, user.id, member.id],
      ['user.deleted', user.id, null, null],
    ]);
    const tombstone = { organizationId: org, userId: user.id, externalId: 'oid-1', memberId: member.id };
    expect(await scim.findTombstones(org, 'oid-1')).toEqual([{ ...tombstone, deletedAt: at }]);
    expect(await scim.findTombstones(randomUUID(), 'oid-1')).toEqual([]);
    expect(await members.findMember(org, member.id)).toMatchObject({
      status: 'deactivated',
      scimUserId: null,
    });
  });

  it('come again after a deletion under the same names, and find their member by the tombstone', async () => {
    const { scim, members } = await open();
    const org = randomUUID();
    const member = memberOf(org);
    await members.insertMember(member, null, entryOf(org, 'added'));
    const user = userOf(org, { externalId: 'oid', memberId: member.id });
    const link = updateOf(member, null, { set: { scimUserId: user.id } });
    await scim.insertUser(user, userWrite(user, 'user.created', link));
    const unlink = updateOf(member, user.id, { set: { scimUserId: null } });
    await scim.deleteUser(org, user.id, null, new Date(), userWrite(user, 'user.deleted', unlink));
    const other = userOf(org, { externalId: 'oid' });
    await scim.insertUser(other, userWrite(other, 'user.created'));
    await scim.deleteUser(org, other.id, null, new Date(), userWrite(other, 'user.deleted'));
    expect((await scim.findTombstones(org, 'oid')).map(({ userId }) => userId)).toEqual([other.id, user.id]);
    const again = userOf(org, { userName: user.userName, externalId: 'oid', memberId: member.id });
    const relink = updateOf(member, null, { set: { scimUserId: again.id } });
    expect(await scim.insertUser(again, userWrite(again, 'user.created', relink))).toBe('inserted');
    expect((await scim.findTombstones(org, 'oid')).map(({ userId }) => userId)).toEqual([other.id]);
    expect((await members.findMember(org, member.id))?.scimUserId).toBe(again.id);
  });
}
