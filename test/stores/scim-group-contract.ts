import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ScimGroupRecord, ScimMemberChange, ScimUserRecord } from '../../src/stores/interfaces/scim.js';
import {
  changesOf,
  groupOf,
  groupWrite,
  logged,
  type OpenedScim,
  type OpenScim,
  userOf,
  userWrite,
} from './scim-records.js';

const MANY = 30;

export function scimGroupContract(open: OpenScim): void {
  it('are found by their names, in their organisation', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const group = groupOf(org, { externalId: 'oid', resource: { 'urn:x:y:2.0:Group': { tag: 'a' } } });
    const written = await scim.insertGroup(group, [], groupWrite(group, 'group.created'));
    expect(written).toEqual({ group, added: [], removed: [], unknown: [] });
    expect(await scim.getGroup(org, group.id)).toEqual(group);
    expect(await scim.findGroupByDisplayName(org, group.displayNameKey)).toEqual(group);
    expect(await scim.getGroup(randomUUID(), group.id)).toBeNull();
    expect(await scim.findGroupByDisplayName(randomUUID(), group.displayNameKey)).toBeNull();
    expect(await scim.findGroupByDisplayName(org, '__proto__')).toBeNull();
  });

  it('let one of many have a name', async () => {
    const { scim, audit } = await open();
    const org = randomUUID();
    const groups = Array.from({ length: MANY }, () => groupOf(org, { displayName: 'Engineering' }));
    const outcomes = await Promise.all(
      groups.map((group) => scim.insertGroup(group, [], groupWrite(group, 'group.created'))),
    );
    expect(outcomes.filter((outcome) => outcome === 'display-name-taken')).toHaveLength(MANY - 1);
    expect(await logged(audit, org)).toEqual(['scim.group']);
    const other = groupOf(org);
    await scim.insertGroup(other, [], groupWrite(other, 'group.created'));
    const attributes = { ...other, displayName: 'engineerinG', displayNameKey: 'engineering' };
    const rename = { attributes, members: null, expectedVersion: null };
    const write = groupWrite(other, 'group.updated');
    expect(await scim.changeGroup(org, other.id, rename, write)).toBe('display-name-taken');
  });

  it('take members that are there, and tell which are not', async () => {
    const opened = await open();
    const { scim, audit } = opened;
    const org = randomUUID();
    const [group, users] = await groupWith(opened, org, 2);
    const foreign = userOf(randomUUID());
    await scim.insertUser(foreign, userWrite(foreign, 'user.created'));
    const nested = groupOf(org);
    await scim.insertGroup(nested, [], groupWrite(nested, 'group.created'));
    const late = userOf(org);
    await scim.insertUser(late, userWrite(late, 'user.created'));
    const present = `${users[0]?.id}`;
    const add = [late.id, late.id, present, nested.id, foreign.id, group.id, 'no such id'];
    const outcome = await change(opened, group, {
      kind: 'delta',
      add,
      remove: [`${users[1]?.id}`, randomUUID()],
    });
    if (typeof outcome === 'string') throw new Error(outcome);
    expect(outcome.added.toSorted()).toEqual([late.id, nested.id].toSorted());
    expect(outcome.removed).toEqual([users[1]?.id]);
    expect(outcome.unknown.toSorted()).toEqual([foreign.id, group.id, 'no such id'].toSorted());
    expect(outcome.group).toMatchObject({
      memberCount: 3,
      version: 2,
      lastModified: new Date('2026-03-01T09:00:00.000Z'),
    });
    expect(await scim.getGroup(org, group.id)).toEqual(outcome.group);
    const page = await scim.listMemberships(org, group.id, { after: null, limit: 10 });
    const expected = [
      { groupId: group.id, memberId: present, kind: 'User' },
      { groupId: group.id, memberId: late.id, kind: 'User' },
      { groupId: group.id, memberId: nested.id, kind: 'Group' },
    ];
    expect(page).toEqual(expected.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1)));
    const [entry] = await audit.list(org, { before: null, limit: 1 });
    expect(entry?.data).toMatchObject({ added: 2, removed: 1, unknown: 3 });
  });

  it('write nothing where nothing changes', async () => {
    const opened = await open();
    const { scim, audit } = opened;
    const org = randomUUID();
    const [group, users] = await groupWith(opened, org, 2);
    const before = [await logged(audit, org), await changesOf(scim, org)];
    const ids = users.map(({ id }) => id);
    const idle: readonly ScimMemberChange[] = [
      { kind: 'delta', add: ids, remove: [randomUUID()] },
      { kind: 'set', ids: ids.toReversed() },
      { kind: 'delta', add: [], remove: [] },
    ];
    for (const members of idle) {
      const outcome = await change(opened, group, members);
      expect(outcome).toMatchObject({ added: [], removed: [], group: { version: 1, memberCount: 2 } });
    }
    expect([await logged(audit, org), await changesOf(scim, org)]).toEqual(before);
  });

  it('are set to exactly these members', async () => {
    const opened = await open();
    const { scim } = opened;
    const org = randomUUID();
    const [group, [first, second]] = await groupWith(opened, org, 2);
    const late = userOf(org);
    await scim.insertUser(late, userWrite(late, 'user.created'));
    const outcome = await change(opened, group, { kind: 'set', ids: [`${second?.id}`, late.id, 'unknown'] });
    expect(outcome).toMatchObject({ added: [late.id], removed: [first?.id], unknown: ['unknown'] });
    expect(await scim.isMember(org, group.id, `${first?.id}`)).toBe(false);
    expect(await scim.isMember(org, group.id, late.id)).toBe(true);
    expect(await scim.isMember(randomUUID(), group.id, late.id)).toBe(false);
    const emptied = await change(opened, group, { kind: 'set', ids: [] });
    expect(emptied).toMatchObject({ group: { memberCount: 0, version: 3 } });
    const told = (await changesOf(scim, org))
      .slice(-4)
      .map(({ type, memberResourceId }) => [type, memberResourceId]);
    expect(told).toContainEqual(['member.added', late.id]);
    expect(told.filter(([type]) => type === 'member.removed')).toHaveLength(3);
  });

  it('change attributes and members as one, or neither', async () => {
    const opened = await open();
    const { scim } = opened;
    const org = randomUUID();
    const [group, [user]] = await groupWith(opened, org, 1);
    const attributes = {
      displayName: 'New',
      displayNameKey: 'new',
      externalId: 'e',
      resource: { displayName: 'New' },
    };
    const members = { kind: 'delta', add: [], remove: [`${user?.id}`] } as const;
    const write = groupWrite(group, 'group.updated');
    const stale = { attributes, members, expectedVersion: 7 };
    expect(await scim.changeGroup(org, group.id, stale, write)).toBe('changed');
    expect(await scim.getGroup(org, group.id)).toMatchObject({
      displayName: group.displayName,
      memberCount: 1,
    });
    const current = { attributes, members, expectedVersion: 1 };
    const outcome = await scim.changeGroup(org, group.id, current, write);
    expect(outcome).toMatchObject({ group: { ...attributes, memberCount: 0, version: 2 } });
    expect(await scim.findGroupByDisplayName(org, group.displayNameKey)).toBeNull();
    const told = (await changesOf(scim, org)).slice(-2).map(({ type }) => type);
    expect(told).toEqual(['group.updated', 'member.removed']);
    expect(await scim.changeGroup(randomUUID(), group.id, current, write)).toBe('changed');
    expect(await scim.changeGroup(org, randomUUID(), current, write)).toBe('changed');
  });

  it('count members right when many come at once', async () => {
    const opened = await open();
    const { scim } = opened;
    const org = randomUUID();
    const [group] = await groupWith(opened, org, 0);
    const users = Array.from({ length: MANY }, () => userOf(org));
    for (const user of users) await scim.insertUser(user, userWrite(user, 'user.created'));
    const adds = [...users, ...users].map(({ id }) =>
      change(opened, group, { kind: 'delta', add: [id], remove: [] }),
    );
    const outcomes = await Promise.all(adds);
    const added = outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : outcome.added));
    expect(added.toSorted()).toEqual(users.map(({ id }) => id).toSorted());
    expect(await scim.getGroup(org, group.id)).toMatchObject({ memberCount: MANY, version: 1 + MANY });
  });

  it('page their members by id', async () => {
    const opened = await open();
    const { scim } = opened;
    const org = randomUUID();
    const [group, users] = await groupWith(opened, org, 5);
    const ids = users.map(({ id }) => id).toSorted();
    const first = await scim.listMemberships(org, group.id, { after: null, limit: 3 });
    const rest = await scim.listMemberships(org, group.id, { after: `${first.at(-1)?.memberId}`, limit: 3 });
    expect([...first, ...rest].map(({ memberId }) => memberId)).toEqual(ids);
    expect(await scim.listMemberships(randomUUID(), group.id, { after: null, limit: 3 })).toEqual([]);
    await expect(scim.listMemberships(org, group.id, { after: null, limit: 0 })).rejects.toThrow(TypeError);
  });

  it('are listed by who is in them', async () => {
    const opened = await open();
    const { scim } = opened;
    const org = randomUUID();
    const [group, [one, two]] = await groupWith(opened, org, 2);
    const second = groupOf(org);
    await scim.insertGroup(second, [`${one?.id}`], groupWrite(second, 'group.created'));
    const asked = [`${one?.id}`, `${two?.id}`, randomUUID()];
    const found = await scim.listGroupsOf(org, asked);
    const shape = found.map(({ groupId, memberId, displayName }) => [memberId, groupId, displayName].join());
    const expected = [
      [one?.id, group.id, group.displayName].join(),
      [one?.id, second.id, second.displayName].join(),
      [two?.id, group.id, group.displayName].join(),
    ];
    expect(shape).toEqual(expected.toSorted());
    expect(await scim.listGroupsOf(randomUUID(), asked)).toEqual([]);
  });

  it('are deleted with their memberships, also in other groups', async () => {
    const opened = await open();
    const { scim } = opened;
    const org = randomUUID();
    const [group, [user]] = await groupWith(opened, org, 1);
    const outer = groupOf(org);
    await scim.insertGroup(outer, [group.id], groupWrite(outer, 'group.created'));
    const write = groupWrite(group, 'group.deleted');
    expect(await scim.deleteGroup(randomUUID(), group.id, null, write)).toBe('changed');
    expect(await scim.deleteGroup(org, group.id, 9, write)).toBe('changed');
    expect(await scim.deleteGroup(org, group.id, 1, write)).toBe('deleted');
    expect(await scim.deleteGroup(org, group.id, null, write)).toBe('changed');
    expect(await scim.getGroup(org, group.id)).toBeNull();
    expect(await scim.isMember(org, group.id, `${user?.id}`)).toBe(false);
    expect(await scim.listGroupsOf(org, [`${user?.id}`])).toEqual([]);
    expect(await scim.getGroup(org, outer.id)).toMatchObject({ memberCount: 0, version: 2 });
    expect(await scim.countResources(org)).toEqual({ users: 1, groups: 1 });
    const told = (await changesOf(scim, org)).slice(-2).map(({ type, resourceId }) => [type, resourceId]);
    expect(told).toEqual([
      ['member.removed', outer.id],
      ['group.deleted', group.id],
    ]);
    const again = groupOf(org, { displayName: group.displayName });
    const outcome = await scim.insertGroup(again, [], groupWrite(again, 'group.created'));
    expect(outcome).toMatchObject({ group: { id: again.id } });
  });
}

function change(opened: OpenedScim, group: ScimGroupRecord, members: ScimMemberChange) {
  const asked = { attributes: null, members, expectedVersion: null };
  return opened.scim.changeGroup(group.organizationId, group.id, asked, groupWrite(group, null));
}

/** A new group of so many new users. */
async function groupWith(
  { scim }: OpenedScim,
  organizationId: string,
  count: number,
): Promise<readonly [ScimGroupRecord, readonly ScimUserRecord[]]> {
  const users = Array.from({ length: count }, () => userOf(organizationId));
  for (const user of users) await scim.insertUser(user, userWrite(user, 'user.created'));
  const group = groupOf(organizationId);
  const ids = users.map(({ id }) => id);
  const outcome = await scim.insertGroup(group, ids, groupWrite(group, 'group.created'));
  if (typeof outcome === 'string') throw new Error(outcome);
  expect(outcome.group).toEqual({ ...group, memberCount: count });
  return [outcome.group, users];
}
