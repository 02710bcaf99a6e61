// What Entra asks for, one after the other, and what must come back. An answer that is not right is no measurement.
import { filter } from './client.mjs';
import { addMembers, externalIdOf, patch, person, removeMembers, userNameOf } from './people.mjs';

const PAGE = 100;
/** People who come and go: not of those that were seeded. */
let next = 10_000_000;

/** What a server is asked with, read once before anything is measured. */
export async function prepare(server) {
  const { send, users, members, groupId } = server;
  const outsiders = [];
  for (let number = members; number < Math.min(users, members + 20); number += 1) {
    outsiders.push(await idOf(send, number));
  }
  return { ...server, outsiders, turn: 0, groupId, cursor: await lastCursor(send, users) };
}

/** The groups of requests; each is a list of [name, request, what is right]. */
export const requests = {
  'find by userName': ({ users }) => {
    const name = userNameOf(any(users));
    return [['find by userName', ['GET', `/Users?${filter(`userName eq "${name}"`)}`], finds(name)]];
  },
  'find by externalId': ({ users }) => {
    const number = any(users);
    const path = `/Users?${filter(`externalId eq "${externalIdOf(number)}"`)}`;
    return [['find by externalId', ['GET', path], finds(userNameOf(number))]];
  },
  'last page, startIndex': ({ users }) => [
    [
      'last page of 100, startIndex',
      ['GET', `/Users?startIndex=${users - PAGE + 1}&count=${PAGE}`],
      ({ status, body }) => status === 200 && body?.Resources?.length === PAGE,
    ],
  ],
  'last page, cursor': ({ cursor }) => [
    [
      'last page of 100, cursor',
      ['GET', `/Users?cursor=${encodeURIComponent(cursor ?? '')}&count=${PAGE}`],
      ({ status, body }) => cursor !== null && status === 200 && body?.Resources?.length === PAGE,
    ],
  ],
  group: ({ groupId }) => [
    [
      'group without its members',
      ['GET', `/Groups/${groupId}?excludedAttributes=members`],
      ({ status, body }) => status === 200 && body?.id === groupId && body.members === undefined,
    ],
  ],
  member: (world) => {
    const id = world.outsiders[world.turn++ % world.outsiders.length];
    const path = `/Groups/${world.groupId}`;
    return [
      ['add one member', ['PATCH', path, addMembers(id)], isDone],
      ['remove one member', ['PATCH', path, removeMembers(id)], isDone],
    ];
  },
  user: () => {
    const number = next++;
    const given = person(number);
    const changes = patch(
      { op: 'Replace', path: 'displayName', value: `Somebody ${number}` },
      { op: 'Replace', path: 'name.familyName', value: `Else ${number}` },
    );
    return [
      ['create a user', ['POST', '/Users', given], ({ status }) => status === 201],
      ['change a user', (made) => ['PATCH', `/Users/${made?.body?.id}`, changes], isDone],
      ['delete a user', (made) => ['DELETE', `/Users/${made?.body?.id}`], ({ status }) => status === 204],
    ];
  },
};

/** One request of an incremental cycle, by weight: of a hundred, 40 find, 15 read, 20 change users, 25 are about groups. */
export async function mixed(world, random) {
  const { send, groupId, outsiders } = world;
  const roll = Math.floor(random() * 100);
  if (roll < 30) return one(world, 'find by userName');
  if (roll < 40) return one(world, 'find by externalId');
  if (roll < 55) return send('GET', `/Users/${outsiders[Math.floor(random() * outsiders.length)]}`);
  if (roll < 70) {
    const value = `Somebody ${next++}`;
    const id = outsiders[Math.floor(random() * outsiders.length)];
    return send('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'displayName', value }));
  }
  if (roll < 75) return send('POST', '/Users', person(next++));
  if (roll < 85) return one(world, 'group');
  const id = outsiders[Math.floor(random() * outsiders.length)];
  return send('PATCH', `/Groups/${groupId}`, roll < 93 ? addMembers(id) : removeMembers(id));
}

function one(world, name) {
  const [[, request]] = requests[name](world);
  return world.send(...request);
}

async function idOf(send, number) {
  const { body } = await send('GET', `/Users?${filter(`userName eq "${userNameOf(number)}"`)}`);
  return body?.Resources?.[0]?.id;
}

/** The cursor of the last full page; null where there are no cursors. The way there leads through the list. */
async function lastCursor(send, users) {
  let cursor = '';
  for (let seen = 0; seen < users - PAGE; seen += PAGE) {
    const { body } = await send('GET', `/Users?cursor=${encodeURIComponent(cursor)}&count=${PAGE}`);
    if (typeof body?.nextCursor !== 'string') return null;
    cursor = body.nextCursor;
  }
  return cursor;
}

const isDone = ({ status }) => status === 200 || status === 204;
const finds =
  (name) =>
  ({ status, body }) =>
    status === 200 && body?.Resources?.length === 1 && body.Resources[0].userName === name;
const any = (users) => Math.floor(Math.random() * users);
