import { expect, it } from 'vitest';
import {
  GROUP,
  type Json,
  type OpenStores,
  openWorld,
  patch,
  person,
  quoted,
  type World,
} from '../http/world.js';

interface Team {
  readonly world: World;
  readonly group: string;
  readonly users: readonly string[];
  members(): Promise<readonly string[]>;
  change(...operations: readonly Record<string, unknown>[]): Promise<number>;
}

async function team(openStores: OpenStores, size = 3): Promise<Team> {
  const world = await openWorld(openStores);
  const users: string[] = [];
  for (let index = 0; index < size; index += 1) {
    users.push((await world.send('POST', '/Users', person(`u${index}`))).body.id);
  }
  const vendor = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
  const sent = {
    schemas: [GROUP, vendor],
    externalId: '8aa1a0c0',
    displayName: 'Sales',
    meta: { resourceType: 'Group' },
  };
  const made = await world.send('POST', '/Groups', sent);
  expect([made.status, made.body.members]).toEqual([201, undefined]);
  const group = made.body.id;
  return {
    ...{ world, group, users },
    async members() {
      const { body } = await world.send('GET', `/Groups/${group}`);
      return (body.members ?? []).map((member: Json) => member.value).toSorted();
    },
    change: async (...operations) =>
      (await world.send('PATCH', `/Groups/${group}`, patch(...operations))).status,
  };
}

/** What Entra's provisioning service does to groups. */
export function entraGroupQuirks(openStores: OpenStores): void {
  it('Members: every dialect adds and removes, answers 204, and repeats are successes', async () => {
    const { change, members, users } = await team(openStores);
    const [a = '', b = '', c = ''] = users;
    const steps: readonly (readonly [Record<string, unknown>, readonly string[]])[] = [
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: a }] }, [a]],
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: a }, { value: b }] }, [a, b]],
      [
        { name: 'addMember', op: 'add', path: 'members', value: [{ displayName: 'new User', value: c }] },
        [a, b, c],
      ],
      [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: a }] }, [b, c]],
      [{ op: 'remove', path: `members[value eq "${b}"]` }, [c]],
      [{ op: 'remove', path: `members[value eq "${b}"]` }, [c]],
      [{ op: 'replace', path: 'members', value: [{ value: a }, { value: b }] }, [a, b]],
      [{ op: 'add', path: 'members', value: c }, [a, b, c]],
      [{ op: 'remove', path: 'members' }, []],
    ];
    for (const [operation, expected] of steps) {
      expect([operation, await change(operation)]).toEqual([operation, 204]);
      expect([operation, await members()]).toEqual([operation, expected.toSorted()]);
    }
  });

  it('Members: unknown ids are skipped with 204, and told in the audit log', async () => {
    const { change, members, users, world } = await team(openStores, 1);
    const [a = ''] = users;
    const foreign = (
      await world.as('fabrikam')('POST', '/Users', person('x', { userName: 'x@fabrikam.com', emails: [] }))
    ).body.id;
    const value = [{ value: 'string id 1' }, { value: a }, { value: foreign }];
    expect(await change({ op: 'Add', path: 'members', value })).toBe(204);
    expect(await members()).toEqual([a]);
    const entry = (await world.entries()).find(({ type }) => type === 'scim_group_updated');
    expect(entry?.data).toMatchObject({ added: 1, removed: 0, unknown: 2 });
    const { groups } = (await world.as('fabrikam')('GET', `/Users/${foreign}`)).body;
    expect(groups).toBeUndefined();
  });

  it('Members: add and remove of one id in one request end as the last says', async () => {
    const { change, members, users } = await team(openStores, 1);
    const [a = ''] = users;
    await change(
      { op: 'add', path: 'members', value: [{ value: a }] },
      { op: 'remove', path: `members[value eq "${a}"]` },
    );
    expect(await members()).toEqual([]);
  });

  it('Members: a nested group is a member like another', async () => {
    const { change, group, world } = await team(openStores, 0);
    const inner = (await world.send('POST', '/Groups', { schemas: [GROUP], displayName: 'Inner' })).body.id;
    await change({ op: 'Add', path: 'members', value: [{ value: inner }] });
    const { body } = await world.send('GET', `/Groups/${group}`);
    expect(body.members).toEqual([
      { value: inner, type: 'Group', $ref: `https://app.example/scim/v2/Groups/${inner}` },
    ]);
  });

  it('Members: 60 PATCHes at one moment, one member each, are all there', async () => {
    const { change, members, users } = await team(openStores, 60);
    const statuses = await Promise.all(
      users.map((value) => change({ op: 'Add', path: 'members', value: [{ value }] })),
    );
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(await members()).toEqual(users.toSorted());
  });

  it('PUT without members empties the group (RFC 7644 §3.5.1), as PUT with an empty list does', async () => {
    for (const more of [{}, { members: [] }]) {
      const { change, group, users, world } = await team(openStores, 2);
      await change({ op: 'Add', path: 'members', value: users.map((value) => ({ value })) });
      const body = { schemas: [GROUP], displayName: 'Emptied', ...more };
      expect((await world.send('PUT', `/Groups/${group}`, body)).status).toBe(200);
      const { displayName, members } = (await world.send('GET', `/Groups/${group}`)).body;
      expect([displayName, members]).toEqual(['Emptied', undefined]);
      const told = (await world.changes()).filter(({ type }) => type === 'member.removed');
      expect(told.map(({ memberResourceId }) => `${memberResourceId}`).toSorted()).toEqual(users.toSorted());
    }
  });

  it('Rename: displayName with a path, without one, and together with externalId', async () => {
    const { change, group, world } = await team(openStores, 0);
    expect(await change({ op: 'Replace', path: 'displayName', value: 'One' })).toBe(204);
    expect(await change({ op: 'replace', value: { displayName: 'Two', externalId: 'x' } })).toBe(204);
    expect((await world.send('GET', `/Groups/${group}`)).body).toMatchObject({
      displayName: 'Two',
      externalId: 'x',
    });
    await world.send('POST', '/Groups', { schemas: [GROUP], displayName: 'Other' });
    expect(await change({ op: 'Replace', path: 'displayName', value: 'OTHER' })).toBe(409);
  });

  it('Rename: an id beside Operations, even of another group, changes nothing of what the path says', async () => {
    const { group, world } = await team(openStores, 0);
    const other = (await world.send('POST', '/Groups', { schemas: [GROUP], displayName: 'Other' })).body.id;
    const op = { op: 'replace', path: 'displayName', value: 'Renamed' };
    expect((await world.send('PATCH', `/Groups/${group}`, { id: other, ...patch(op) })).status).toBe(204);
    const names = [group, other].map(async (id) => (await world.send('GET', `/Groups/${id}`)).body);
    expect((await Promise.all(names)).map(({ id, displayName }) => [id, displayName])).toEqual([
      [group, 'Renamed'],
      [other, 'Other'],
    ]);
  });

  it('Reads: excludedAttributes=members, the match by name or externalId, the check for one member', async () => {
    const { change, group, users, world } = await team(openStores, 1);
    const [a = ''] = users;
    await change({ op: 'Add', path: 'members', value: [{ value: a }] });
    expect(
      (await world.send('GET', `/Groups/${group}?excludedAttributes=members`)).body.members,
    ).toBeUndefined();
    for (const filter of [
      'displayName eq "sales"',
      'externalId eq "8aa1a0c0"',
      `id eq "${group}" and members eq "${a}"`,
    ]) {
      const { body } = await world.send('GET', `/Groups?excludedAttributes=members&filter=${quoted(filter)}`);
      expect([filter, body.Resources.map(({ id }: Json) => id)]).toEqual([filter, [group]]);
    }
    const none = await world.send(
      'GET',
      `/Groups?filter=${quoted(`id eq "${group}" and members eq "${group}"`)}&attributes=id`,
    );
    expect(none.body.totalResults).toBe(0);
  });

  it('Events: the application is told of each member and each name, once', async () => {
    const { change, group, users, world } = await team(openStores, 2);
    const [a = '', b = ''] = users;
    await change({ op: 'Add', path: 'members', value: [{ value: a }, { value: b }] });
    await change({ op: 'Remove', path: 'members', value: [{ value: a }] });
    await world.send('DELETE', `/Groups/${group}`);
    const told = (await world.changes()).filter(({ resourceId }) => resourceId === group);
    expect(told.map(({ type }) => type)).toEqual([
      'group.created',
      'member.added',
      'member.added',
      'member.removed',
      'group.deleted',
    ]);
    expect(told[3]?.memberResourceId).toBe(a);
  });

  it('Lists: more members of all groups together than the limit are refused with tooMany, and without members given', async () => {
    const world = await openWorld(openStores, { limits: { maxMembersInList: 1_000 } });
    const members: { value: string }[] = [];
    for (let index = 0; index < 40; index += 1) {
      members.push({ value: (await world.send('POST', '/Users', person(`u${index}`))).body.id });
    }
    for (let index = 0; index < 26; index += 1) {
      await world.send('POST', '/Groups', { schemas: [GROUP], displayName: `g${index}`, members });
    }
    const all = await world.send('GET', '/Groups');
    expect([all.status, all.body.scimType]).toEqual([400, 'tooMany']);
    expect((await world.send('GET', '/Groups?excludedAttributes=members')).body.totalResults).toBe(26);
    expect((await world.send('GET', '/Groups?count=25')).body.Resources).toHaveLength(25);
  });
}
