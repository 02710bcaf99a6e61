import type { IndexedSession, SessionIndexStore } from '../interfaces/sign-in.js';
import type { Redis } from './commands.js';
import type { ConnectionKeys, Keys } from './keys.js';
import { readArray, readFlag, readText } from './replies.js';
import { ADD, DROP, FIND_LOGOUT, MEMBERS, READ, REMEMBER_LOGOUT, REMOVE } from './session-scripts.js';
import { damaged } from './stored-members.js';
import { decodeSession, encodeSession } from './stored-session.js';
import { millisecondsUntil, timeOf } from './time.js';

/** How many sessions one command reads. */
const READ_AT_ONCE = 500;
/** How many leftovers of a group one search takes out. */
const DROP_AT_ONCE = 100;

/** One string for each session, and one sorted set for each SessionIndex and each NameID. */
export function redisSessionIndexStore(redis: Redis, keys: Keys): SessionIndexStore {
  return {
    async add(session) {
      const { organizationId, connectionId, sessionKey } = session;
      const own = keys.ofConnection(organizationId, connectionId);
      const member = own.member(sessionKey);
      const value = encodeSession(session);
      const lifetime = String(millisecondsUntil(session.expiresAt, 'expiresAt'));
      const key = own.session(member);
      const replaced = await readSession(redis, key, organizationId, connectionId, sessionKey);
      const joined = groupsOf(session, own);
      const left =
        replaced === null ? [] : groupsOf(replaced, own).filter((group) => !joined.includes(group));
      await redis.run(ADD, [key, ...joined, ...left], [value, lifetime, member, String(joined.length)]);
    },
    async find(organizationId, connectionId, sessionKey) {
      const own = keys.ofConnection(organizationId, connectionId);
      const key = own.session(own.member(sessionKey));
      return readSession(redis, key, organizationId, connectionId, sessionKey);
    },
    async findBySession(organizationId, connectionId, sessionIndex) {
      const own = keys.ofConnection(organizationId, connectionId);
      const group = own.bySessionIndex(sessionIndex);
      return readGroup(redis, own, group, (value) => {
        const session = decodeSession(value, organizationId, connectionId);
        return session.sessionIndexes.includes(sessionIndex) ? session : null;
      });
    },
    async findByNameId(organizationId, connectionId, nameId) {
      const own = keys.ofConnection(organizationId, connectionId);
      return readGroup(redis, own, own.byNameId(nameId), (value) => {
        const session = decodeSession(value, organizationId, connectionId);
        return session.nameId.value === nameId ? session : null;
      });
    },
    async remove(organizationId, connectionId, sessionKey) {
      const own = keys.ofConnection(organizationId, connectionId);
      const member = own.member(sessionKey);
      const key = own.session(member);
      const session = await readSession(redis, key, organizationId, connectionId, sessionKey);
      if (session === null) return false;
      return readFlag(await redis.run(REMOVE, [key, ...groupsOf(session, own)], [member]));
    },
    async rememberLogout(organizationId, connectionId, key, loggedOutAt, until) {
      const name = keys.ofConnection(organizationId, connectionId).logout(key);
      const at = timeOf(loggedOutAt, 'loggedOutAt');
      const lifetime = millisecondsUntil(until, 'until');
      const of = JSON.stringify([organizationId, connectionId, key]);
      await redis.run(REMEMBER_LOGOUT, [name], [String(at), String(lifetime), of]);
    },
    async findLogout(organizationId, connectionId, key) {
      const name = keys.ofConnection(organizationId, connectionId).logout(key);
      const [at, of] = readArray(await redis.run(FIND_LOGOUT, [name], [])).map(readText);
      if (at === null && of === null) return null;
      if (of !== JSON.stringify([organizationId, connectionId, key])) throw damaged('logout');
      return dateOf(at);
    },
  };
}

async function readSession(
  redis: Redis,
  key: string,
  organizationId: string,
  connectionId: string,
  sessionKey: string,
): Promise<IndexedSession | null> {
  const [reply] = readArray(await redis.run(READ, [key], []));
  const value = readText(reply);
  if (value === null) return null;
  const session = decodeSession(value, organizationId, connectionId);
  if (session.sessionKey !== sessionKey) throw damaged('session');
  return session;
}

/** The sessions of a group that `accept` takes. A session that it gives null for has other groups by now. */
async function readGroup(
  redis: Redis,
  own: ConnectionKeys,
  group: string,
  accept: (value: string) => IndexedSession | null,
): Promise<readonly IndexedSession[]> {
  const members = readArray(await redis.run(MEMBERS, [group], [])).map((reply) => readText(reply) ?? '');
  const sessions: IndexedSession[] = [];
  const leftovers: { readonly member: string; readonly value: string }[] = [];
  for (const [member, value] of await readMembers(redis, own, members)) {
    const session = value === null ? null : accept(value);
    if (session === null) leftovers.push({ member, value: value ?? '' });
    else if (own.member(session.sessionKey) !== member) throw damaged('session');
    else sessions.push(session);
  }
  const dropped = leftovers.slice(0, DROP_AT_ONCE);
  if (dropped.length > 0) {
    const dropKeys = dropped.map(({ member }) => own.session(member));
    await redis.run(
      DROP,
      [group, ...dropKeys],
      dropped.flatMap(({ member, value }) => [member, value]),
    );
  }
  return sessions;
}

async function readMembers(
  redis: Redis,
  own: ConnectionKeys,
  members: readonly string[],
): Promise<readonly (readonly [string, string | null])[]> {
  const read: (readonly [string, string | null])[] = [];
  for (let start = 0; start < members.length; start += READ_AT_ONCE) {
    const some = members.slice(start, start + READ_AT_ONCE);
    const [first, ...others] = some.map((member) => own.session(member));
    if (first === undefined) break;
    const values = readArray(await redis.run(READ, [first, ...others], []));
    for (const [index, member] of some.entries()) read.push([member, readText(values[index])]);
  }
  return read;
}

function groupsOf({ nameId, sessionIndexes }: IndexedSession, own: ConnectionKeys): readonly string[] {
  return [...new Set([own.byNameId(nameId.value), ...sessionIndexes.map(own.bySessionIndex)])];
}

function dateOf(text: string | null | undefined): Date {
  if (typeof text !== 'string' || !/^-?[0-9]{1,16}$/u.test(text)) throw damaged('logout');
  const date = new Date(Number(text));
  if (Number.isNaN(date.getTime())) throw damaged('logout');
  return date;
}
