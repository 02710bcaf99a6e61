// Entra's requests about users.
import { filter } from './client.mjs';
import { ENTERPRISE, USER, userNameOf } from './people.mjs';

const work = 'emails[type eq "work"].value';
const workOf = (user) => user.emails?.find(({ type }) => type === 'work')?.value;
const managerOf = (user) => user[ENTERPRISE]?.manager?.value;
const isGone = (value) => value === undefined || value === null || value === '' || value?.length === 0;

/** A case that changes a new user by operations and looks at it. */
const changes = (name, operations, look, more) => [
  name,
  async ({ make, change, read }) => {
    const { id } = await make(more);
    const boss = await make();
    await change(`/Users/${id}`, ...operations(boss.id));
    return look(await read(`/Users/${id}`), boss.id);
  },
];

/** A case that makes a user in a shape of Entra's. */
const creates = (name, more, look = () => true) => [
  name,
  async ({ make, read }) => look(await read(`/Users/${(await make(more)).id}`)),
];

export const userCases = [
  [
    'connection test: a filter without a match is an empty list',
    async ({ find }) => (await find('userName eq "nobody@bench.example"')).length === 0,
  ],
  [
    'userName in other case',
    async ({ make, find }) =>
      (await find(`userName eq "${(await make()).userName.toUpperCase()}"`)).length === 1,
  ],
  [
    'externalId',
    async ({ make, find }) => (await find(`externalId eq "${(await make()).externalId}"`)).length === 1,
  ],
  [
    'work address',
    async ({ make, find }) =>
      (await find(`emails[type eq "work"].value eq "${(await make()).userName}"`)).length === 1,
  ],
  [
    'reference check of a manager',
    async ({ make, change, find }) => {
      const [boss, user] = [await make(), await make()];
      await change(`/Users/${user.id}`, { op: 'Add', path: `${ENTERPRISE}:manager`, value: boss.id });
      return (await find(`id eq "${user.id}" and manager eq "${boss.id}"`)).length === 1;
    },
  ],
  [
    'unknown query parameter of the Tenant URL',
    async ({ make, ask }) =>
      (await ask('GET', `/Users?aadOptscim062020&${filter(`userName eq "${(await make()).userName}"`)}`))
        .totalResults === 1,
  ],
  creates('user: null members', { nickName: null, addresses: null, [ENTERPRISE]: { manager: null } }),
  creates('user: active as text', { active: 'True' }, (user) => user.active === true),
  creates('user: minimal', { schemas: [USER] }),
  creates(
    'user: roles with a primary as text',
    { roles: [{ primary: 'True', value: 'Reader' }] },
    (user) => user.roles?.[0]?.value === 'Reader',
  ),
  creates(
    'user: extension that schemas does not name',
    { schemas: [USER], [ENTERPRISE]: { department: 'Sales' } },
    (user) => user[ENTERPRISE]?.department === 'Sales',
  ),
  creates('user: manager as text', { [ENTERPRISE]: { manager: '1' } }),
  creates(
    'user: sub-attributes in other case',
    { emails: [{ Primary: true, type: 'work', Value: userNameOf(19_999_999) }] },
    (user) => workOf(user) === userNameOf(19_999_999),
  ),
  [
    'user: a second one with the userName is 409 uniqueness',
    async ({ another, make, raw }) => {
      const { status, body } = await raw('POST', '/Users', {
        ...another(),
        userName: (await make()).userName,
      });
      return status === 409 && body?.scimType === 'uniqueness';
    },
  ],
  changes(
    'deactivation: Replace active "False"',
    () => [{ op: 'Replace', path: 'active', value: 'False' }],
    (user) => user.active === false,
  ),
  changes(
    'deactivation: replace active false',
    () => [{ op: 'replace', path: 'active', value: false }],
    (user) => user.active === false,
  ),
  changes(
    'deactivation: no path',
    () => [{ op: 'Replace', value: { active: 'False' } }],
    (user) => user.active === false,
  ),
  changes(
    'restore: Replace active "True"',
    () => [
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Replace', path: 'active', value: 'True' },
    ],
    (user) => user.active === true,
  ),
  changes(
    'work address: replaced',
    () => [{ op: 'Replace', path: work, value: userNameOf(19_999_998) }],
    (user) => workOf(user) === userNameOf(19_999_998),
  ),
  changes(
    'phone that is not there: made',
    () => [{ op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1' }],
    (user) => user.phoneNumbers?.[0]?.value === '1' && user.phoneNumbers[0].type === 'mobile',
  ),
  changes(
    'Add of names and nickName',
    () => [
      { op: 'Add', path: 'name.givenName', value: 'Ada' },
      { op: 'Add', path: 'nickName', value: 'A' },
    ],
    (user) => user.name?.givenName === 'Ada' && user.nickName === 'A',
  ),
  changes(
    'no path: dots and a URN in the names',
    () => [
      {
        op: 'replace',
        value: { displayName: 'D', 'name.givenName': 'Ada', [`${ENTERPRISE}:employeeNumber`]: '7' },
      },
    ],
    (user) =>
      user.displayName === 'D' && user.name?.givenName === 'Ada' && user[ENTERPRISE]?.employeeNumber === '7',
  ),
  changes(
    'department by URN',
    () => [{ op: 'Add', path: `${ENTERPRISE}:department`, value: 'Sales' }],
    (user) => user[ENTERPRISE]?.department === 'Sales',
  ),
  changes(
    'manager as text',
    (boss) => [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: boss }],
    (user, boss) => managerOf(user) === boss,
  ),
  changes(
    'manager as an object',
    (boss) => [{ op: 'Replace', path: `${ENTERPRISE}:manager`, value: { value: boss } }],
    (user, boss) => managerOf(user) === boss,
  ),
  changes(
    'manager as a list, name alone',
    (boss) => [{ op: 'Add', path: 'manager', value: [{ $ref: `../Users/${boss}`, value: boss }] }],
    (user, boss) => managerOf(user) === boss,
  ),
  changes(
    'manager removed by empty text',
    (boss) => [
      { op: 'Add', path: `${ENTERPRISE}:manager`, value: boss },
      { op: 'Replace', path: `${ENTERPRISE}:manager`, value: '' },
    ],
    (user) => isGone(managerOf(user)),
  ),
  changes(
    'role made and filled by three operations',
    () =>
      ['value', 'display', 'type'].map((sub) => ({
        op: 'Add',
        path: `roles[primary eq "True"].${sub}`,
        value: `a ${sub}`,
      })),
    ({ roles }) => roles?.length === 1 && roles[0].value === 'a value' && roles[0].type === 'a type',
  ),
  changes(
    'title set to empty text',
    () => [{ op: 'Replace', path: 'title', value: '' }],
    (user) => isGone(user.title),
  ),
  changes(
    'title set to null',
    () => [{ op: 'Replace', path: 'title', value: null }],
    (user) => isGone(user.title),
  ),
  changes(
    'remove, add, replace of one attribute',
    () => [
      { op: 'Remove', path: 'title' },
      { op: 'Add', path: 'title', value: 'a' },
      { op: 'Replace', path: 'title', value: 'b' },
    ],
    (user) => user.title === 'b',
  ),
  changes(
    'no operations',
    () => [],
    () => true,
  ),
  [
    'deletion, and the same person again',
    async ({ another, make, raw }) => {
      const { id, userName, externalId } = await make();
      const gone = [(await raw('DELETE', `/Users/${id}`)).status, (await raw('GET', `/Users/${id}`)).status];
      const again = await raw('POST', '/Users', {
        ...another(),
        userName,
        externalId,
        emails: [{ primary: true, type: 'work', value: userName }],
      });
      return gone.join() === '204,404' && again.status === 201;
    },
  ],
];
