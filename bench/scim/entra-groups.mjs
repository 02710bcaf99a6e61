// Entra's requests about groups.
import { addMembers, GROUP, patch, removeMembers } from './people.mjs';

/** A case that changes the members of a new group, with the two that are in it and one who is not. */
const regroups = (name, bodies, expected) => [
  name,
  async ({ make, makeGroup, ask, membersOf }) => {
    const [a, b, c] = [await make(), await make(), await make()];
    const group = await makeGroup();
    await ask('PATCH', `/Groups/${group.id}`, addMembers(a.id, b.id));
    for (const body of bodies(a.id, b.id, c.id)) await ask('PATCH', `/Groups/${group.id}`, body);
    const ids = await membersOf(group.id);
    return [...ids].sort().join() === [...expected(a.id, b.id, c.id)].sort().join();
  },
];

export const groupCases = [
  [
    'reference check of a member',
    async ({ make, makeGroup, ask, find }) => {
      const [user, other, group] = [await make(), await make(), await makeGroup()];
      await ask('PATCH', `/Groups/${group.id}`, addMembers(user.id));
      const isIn = async ({ id }) =>
        (await find(`id eq "${group.id}" and members eq "${id}"`, '/Groups', '&attributes=id')).length === 1;
      return (await isIn(user)) && !(await isIn(other));
    },
  ],
  [
    'group by displayName, without members',
    async ({ makeGroup, find }) => {
      const [found] = await find(
        `displayName eq "${(await makeGroup()).displayName}"`,
        '/Groups',
        '&excludedAttributes=members',
      );
      return found !== undefined && found.members === undefined;
    },
  ],
  [
    'group with the schema of Microsoft',
    async ({ makeGroup }) =>
      (
        await makeGroup({
          schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
        })
      ).id !== undefined,
  ],
  regroups(
    'members: Add',
    (_a, _b, c) => [addMembers(c)],
    (a, b, c) => [a, b, c],
  ),
  regroups(
    'members: Add of one who is in',
    (a) => [addMembers(a)],
    (a, b) => [a, b],
  ),
  regroups(
    'members: Remove with a list',
    (a) => [removeMembers(a)],
    (_a, b) => [b],
  ),
  regroups(
    'members: remove by a filter in the path',
    (a) => [patch({ op: 'remove', path: `members[value eq "${a}"]` })],
    (_a, b) => [b],
  ),
  regroups(
    'members: Remove of one who is not in',
    (_a, _b, c) => [removeMembers(c)],
    (a, b) => [a, b],
  ),
  regroups(
    'members: the last one removed',
    (a, b) => [removeMembers(a), removeMembers(b)],
    () => [],
  ),
  regroups(
    'members: replace',
    (_a, b, c) => [patch({ op: 'replace', path: 'members', value: [{ value: b }, { value: c }] })],
    (_a, b, c) => [b, c],
  ),
  regroups(
    'members: all removed',
    () => [patch({ op: 'remove', path: 'members' })],
    () => [],
  ),
  [
    'members: 150 in one request',
    async ({ make, makeGroup, ask, membersOf }) => {
      const ids = [];
      for (let i = 0; i < 150; i += 1) ids.push((await make()).id);
      const { id } = await makeGroup();
      await ask('PATCH', `/Groups/${id}`, addMembers(...ids));
      return (await membersOf(id)).length === 150;
    },
  ],
  [
    'members stay through inactivity',
    async ({ make, makeGroup, ask, change, membersOf }) => {
      const [user, group] = [await make(), await makeGroup()];
      await ask('PATCH', `/Groups/${group.id}`, addMembers(user.id));
      for (const value of ['False', 'True'])
        await change(`/Users/${user.id}`, { op: 'Replace', path: 'active', value });
      return (await membersOf(group.id)).join() === user.id;
    },
  ],
];
