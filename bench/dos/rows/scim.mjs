// Requests of provisioning, over stores in memory. But for the first, only a customer's own client can send them.
import { createScim, createScimCredentials, createScimHandlers } from '../../../dist/scim.js';
import {
  memoryAuditStore,
  memoryDomainClaims,
  memoryMembers,
  memoryReplayStore,
  memoryScimCredentials,
  memoryScimStore,
} from '../../../dist/stores/memory.js';
import { fill } from '../message.mjs';

const BASE = 'https://app.example.com/scim/v2';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
/** Bytes of a body, by default. */
const CAP = 2_097_152;
/** How many users there are. */
const USERS = 200;

const scim = (id, title, send, by = 'a SCIM client') => ({
  id,
  title,
  by,
  kind: 'request',
  open: openScim,
  send,
  cap: CAP,
});
const asked =
  ({ token }, method, path, body) =>
  () =>
    new Request(`${BASE}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body }),
    });
const patching = (id, title, operations) =>
  scim(id, title, (size, world) =>
    asked(
      world,
      'PATCH',
      `/Users/${world.userId}`,
      JSON.stringify({ schemas: [PATCH_OP], Operations: operations(size) }),
    ),
  );
const creating = (id, title, body) =>
  scim(id, title, (size, world) => asked(world, 'POST', '/Users', body(size)));
const searching = (id, title, parameters) =>
  scim(id, title, (size, world) =>
    asked(world, 'POST', '/Users/.search', JSON.stringify({ schemas: [SEARCH], ...parameters(size) })),
  );
const many = (size, make) => {
  const items = [];
  for (let length = 0; length < size; length += JSON.stringify(items.at(-1)).length + 1)
    items.push(make(items.length));
  return items.length > 1 ? items.slice(0, -1) : items;
};

/** Credentials, and a person with as many addresses as are allowed among others with one. */
async function openScim() {
  const audit = memoryAuditStore();
  const members = memoryMembers({ audit });
  const credentials = createScimCredentials({
    store: memoryScimCredentials({ audit }),
    replay: memoryReplayStore(),
    rateLimit: { perSecond: 100_000, burst: 1_000_000 },
  });
  const issued = await credentials.issueBearer('contoso', { label: 'Entra' }, null);
  const { handle } = createScimHandlers(
    createScim({
      store: memoryScimStore({ audit, members }),
      members,
      credentials,
      domainClaims: memoryDomainClaims([{ organizationId: 'contoso', domain: 'contoso.com' }]),
      baseUrl: 'https://app.example.com',
    }),
  );
  const world = { token: issued.value.secret };
  const make = async (path, body) =>
    (await handle(asked(world, 'POST', path, JSON.stringify(body))())).json();
  const phoneNumbers = Array.from({ length: 1_000 }, (_, at) => ({ type: 'work', value: `${at}` }));
  const { id: userId } = await make('/Users', { ...person('rich'), phoneNumbers });
  for (let at = 0; at < USERS; at += 1) await make('/Users', person(`u${at}`));
  const { id: groupId } = await make('/Groups', { schemas: [GROUP], displayName: 'All' });
  const answer = async (sent) => {
    const response = await handle(sent);
    const { detail, scimType } = response.status < 400 ? {} : await response.json();
    return `${response.status} ${scimType ?? (detail ?? '').slice(0, 40)}`.trim();
  };
  return Object.assign(answer, { world: { ...world, userId, groupId } });
}

function person(name) {
  const userName = `${name}@contoso.com`;
  return {
    schemas: [USER],
    userName,
    externalId: name,
    emails: [{ type: 'work', value: userName, primary: true }],
  };
}

const orOf = (size, term) => fill(size, `${term} or `).slice(0, -4);
const paddedUser = (extra) => JSON.stringify({ ...person('x'), ...extra });

export const scimRows = [
  scim(
    'SCIM-01',
    'a body without a token',
    (size) => asked({ token: 'none' }, 'POST', '/Users', fill(size, '[')),
    'anybody',
  ),
  {
    ...scim('SCIM-02', 'a token', (size) => asked({ token: fill(size, 't') }, 'GET', '/Users'), 'anybody'),
    sizes: [4, 8, 15],
  },
  searching('SCIM-03', 'a filter of parentheses', (size) => ({ filter: fill(size, '(') })),
  searching('SCIM-04', 'a filter of as many terms as are allowed', (size) => ({
    filter: orOf(Math.min(size, 10_000), `phoneNumbers.value co "${'x'.repeat(20)}"`),
  })),
  searching('SCIM-05', 'a filter of terms', (size) => ({ filter: orOf(size, 'userName co "x"') })),
  searching('SCIM-06', 'a filter of a value that is not closed', (size) => ({
    filter: `userName eq "${fill(size, '\\\\')}`,
  })),
  searching('SCIM-07', 'attributes to show', (size) => ({ attributes: many(size, (at) => `a${at}`) })),
  creating('SCIM-08', 'a body that is nested', (size) => fill(size, '{"a":')),
  creating('SCIM-09', 'a body of attributes that mean nothing', (size) =>
    paddedUser(Object.fromEntries(many(size, (at) => `a${at}`).map((name) => [name, 1]))),
  ),
  creating('SCIM-10', 'a text', (size) => paddedUser({ title: fill(size, 'x') })),
  creating('SCIM-11', 'values', (size) =>
    paddedUser({ phoneNumbers: many(size, (at) => ({ value: `${at}` })) }),
  ),
  creating('SCIM-12', 'numbers', (size) =>
    paddedUser({ x: fill(size, '9') }).replace(/"x":"(\d*)"/u, '"x":$1'),
  ),
  creating('SCIM-13', 'a user name of marks', (size) =>
    paddedUser({ userName: `${fill(Math.min(size, 4_000) / 2, '\u0301')}@contoso.com` }),
  ),
  patching('SCIM-14', 'operations', (size) =>
    many(size, () => ({ op: 'Replace', path: 'title', value: 'x' })),
  ),
  patching('SCIM-15', 'operations on all of a thousand values', (size) =>
    many(Math.min(size, 55_000), (at) => ({
      op: 'Add',
      path: 'phoneNumbers',
      value: [{ type: 'work', value: `${at % 1_000}` }],
    })),
  ),
  patching('SCIM-16', 'operations that select among a thousand values', (size) =>
    many(size, () => ({ op: 'Remove', path: `phoneNumbers[${orOf(400, 'value co "q"')}]` })),
  ),
  patching('SCIM-17', 'values to remove from a thousand', (size) => [
    { op: 'Remove', path: 'phoneNumbers', value: many(size, (at) => ({ value: `v${at}` })) },
  ]),
  patching('SCIM-21', 'operations that change all of a thousand values', (size) =>
    many(size, (at) => ({ op: 'Add', path: 'phoneNumbers[type eq "work"]', value: { display: `d${at}` } })),
  ),
  patching('SCIM-18', 'a path', (size) => [{ op: 'Add', path: fill(size, 'a.'), value: 'x' }]),
  scim('SCIM-19', 'members of a group', (size, world) =>
    asked(
      world,
      'PATCH',
      `/Groups/${world.groupId}`,
      JSON.stringify({
        schemas: [PATCH_OP],
        Operations: [{ op: 'Add', path: 'members', value: many(size, (at) => ({ value: `m${at}` })) }],
      }),
    ),
  ),
  {
    ...scim('SCIM-20', 'a query', (size, world) =>
      asked(world, 'GET', `/Users?count=1&${fill(size, 'filter&')}`),
    ),
    sizes: [4, 8, 15],
  },
];
