import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RedisStores, redisStores } from '../../../src/stores/redis/index.js';
import { pendingRequest } from '../../stores/contract.js';
import { indexedSession } from '../../stores/session-contract.js';
import {
  type OpenClient,
  openIoredis,
  openIoredisCluster,
  openNodeRedis,
  openNodeRedisCluster,
} from './redis-clients.js';
import {
  type RedisCluster,
  type RedisServer,
  startRedis,
  startRedisCluster,
  until,
  withRedis,
} from './redis-servers.js';

const PLACES = ['org-contoso', 'contoso'] as const;
const CALLERS = 500;
const inMilliseconds = (milliseconds: number) => new Date(Date.now() + milliseconds);

withRedis(() => {
  let server: RedisServer;
  let cluster: RedisCluster;
  let clients: readonly OpenClient[];
  let instances: readonly RedisStores[];
  let stores: RedisStores;

  beforeAll(async () => {
    server = await startRedis();
    cluster = await startRedisCluster();
    const opened = [
      openNodeRedis(server),
      openIoredis(server),
      openNodeRedis(server, 3),
      openIoredis(server),
    ];
    clients = [
      ...(await Promise.all(opened)),
      ...(await Promise.all([openNodeRedisCluster(cluster), openIoredisCluster(cluster)])),
    ];
    instances = clients.map(({ commands }) => redisStores(commands, { timeoutMs: 30_000 }));
    [stores] = instances as [RedisStores];
  });
  beforeEach(async () => {
    await server.cli('FLUSHALL');
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await Promise.all([server.stop(), cluster.stop()]);
  });

  /** Key by key, the milliseconds it has left. */
  async function lifetimes(): Promise<ReadonlyMap<string, number>> {
    const names = (await server.cli('KEYS', '*')).split('\n').filter((name) => name !== '');
    return new Map(
      await Promise.all(names.map(async (name) => [name, Number(await server.cli('PTTL', name))] as const)),
    );
  }

  describe.each([
    ['four connections to one server', 0, 4],
    ['two clients of a cluster', 4, 6],
  ])('%s', (_name, first, last) => {
    const callers = <Answer>(ask: (stores: RedisStores) => Promise<Answer>): Promise<Answer[]> => {
      const own = instances.slice(first, last);
      return Promise.all(
        Array.from({ length: CALLERS }, (_, index) => ask(own[index % own.length] ?? stores)),
      );
    };
    const winners = (answers: readonly boolean[]) => answers.filter((answer) => answer).length;

    it(`let one of ${CALLERS} consume a request, however often it is saved again meanwhile`, async () => {
      const request = pendingRequest();
      await instances[first]?.requests.save(request);
      const answers = await callers(async ({ requests }) => {
        await expect(requests.save(request)).rejects.toThrow('saved before');
        return requests.consume(request.id);
      });
      expect(winners(answers)).toBe(1);
    });

    it(`let one of ${CALLERS} save a request, reserve an assertion and remove a session`, async () => {
      const request = pendingRequest();
      const saved = callers(({ requests }) =>
        requests.save(request).then(
          () => true,
          () => false,
        ),
      );
      expect(winners(await saved)).toBe(1);
      expect(winners(await callers(({ replays }) => replays.reserve(request.id, inMilliseconds(1))))).toBe(1);
      const session = indexedSession();
      await instances[first]?.sessions.add(session);
      const removed = callers(({ sessions }) => sessions.remove(...PLACES, session.sessionKey));
      expect(winners(await removed)).toBe(1);
    });

    it('never lose a live session from its groups while others replace it', async () => {
      const session = indexedSession();
      const versions = [0, 1, 2].map((index) => ({
        ...session,
        sessionIndexes: [`_shared`, `_own-${index}`],
      }));
      let turn = 0;
      await callers(({ sessions }) => {
        turn += 1;
        return sessions.add(versions[turn % 3] ?? session);
      });
      const [own] = instances.slice(first) as [RedisStores];
      const last = await own.sessions.find(...PLACES, session.sessionKey);
      expect(versions).toContainEqual(last);
      expect(await own.sessions.findByNameId(...PLACES, session.nameId.value)).toEqual([last]);
      for (const name of ['_shared', '_own-0', '_own-1', '_own-2']) {
        const expected = last?.sessionIndexes.includes(name) ? [last] : [];
        expect(await own.sessions.findBySession(...PLACES, name)).toEqual(expected);
      }
    });

    it('keep the latest of many logouts', async () => {
      const base = Date.now();
      let turn = 0;
      await callers(({ sessions }) => {
        turn += 1;
        const at = new Date(base + ((turn * 37) % CALLERS));
        return sessions.rememberLogout(...PLACES, `_many-${first}`, at, inMilliseconds(60_000));
      });
      expect(await instances[first]?.sessions.findLogout(...PLACES, `_many-${first}`)).toEqual(
        new Date(base + CALLERS - 1),
      );
    });
  });

  describe('what is kept in Redis', () => {
    it('has an end: every key, by what it is for', async () => {
      const session = indexedSession({ expiresAt: inMilliseconds(1_800_000) });
      await stores.requests.save(pendingRequest());
      await stores.requests.consume(pendingRequest().id);
      await stores.replays.reserve('_assertion', inMilliseconds(600_000));
      await stores.sessions.add(session);
      await stores.sessions.rememberLogout(...PLACES, '_s', new Date(), inMilliseconds(900_000));
      const expected = {
        request: 20,
        replay: 70,
        session: 30,
        'by-session-index': 30,
        'by-name-id': 30,
        logout: 15,
      };
      const found = [...(await lifetimes())].map(([name, left]) => [
        name.split(':')[1],
        Math.ceil(left / 60_000),
      ]);
      expect(Object.fromEntries(found)).toEqual(expected);
    });

    it('is gone when it has ended: nothing is left of sessions and logouts', async () => {
      const end = inMilliseconds(3_000);
      for (let count = 0; count < 20; count += 1) {
        await stores.sessions.add(indexedSession({ expiresAt: end, sessionIndexes: ['_a', '_b'] }));
        await stores.sessions.rememberLogout(...PLACES, `_${count}`, new Date(), end);
      }
      expect(Number(await server.cli('DBSIZE'))).toBeGreaterThan(20);
      await until(async () => (await server.cli('DBSIZE')) === '0');
    });

    it('grows with live sessions only, though a group lives on', async () => {
      const first = indexedSession();
      const { nameId } = first;
      await stores.sessions.add(first);
      // All end at one moment, which a slow machine does not reach before the last of them is added.
      const end = inMilliseconds(3_000);
      for (let count = 0; count < 50; count += 1) {
        await stores.sessions.add(indexedSession({ nameId, expiresAt: end }));
      }
      const group = [...(await lifetimes()).keys()].find((name) => name.includes('by-name-id')) ?? '';
      expect(await server.cli('ZCARD', group)).toBe('51');
      await until(async () => Date.now() > end.getTime());
      const second = indexedSession({ nameId });
      await stores.sessions.add(second);
      expect(await server.cli('ZCARD', group)).toBe('2');
      const found = await stores.sessions.findByNameId(...PLACES, nameId.value);
      expect(found.map(({ sessionKey }) => sessionKey).toSorted()).toEqual(
        [first.sessionKey, second.sessionKey].toSorted(),
      );
    });

    it('keeps a group as long as its longest session', async () => {
      const long = indexedSession();
      await stores.sessions.add(long);
      await stores.sessions.add(indexedSession({ nameId: long.nameId, expiresAt: inMilliseconds(100) }));
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(await stores.sessions.findByNameId(...PLACES, long.nameId.value)).toEqual([long]);
    });

    it('loses leftovers of a group when it is searched', async () => {
      const live = indexedSession();
      await stores.sessions.add(live);
      const names = [...(await lifetimes()).keys()];
      const group = names.find((name) => name.includes('by-name-id')) ?? '';
      await server.cli('ZADD', group, '9999999999999', 'leftover');
      expect(await stores.sessions.findByNameId(...PLACES, live.nameId.value)).toEqual([live]);
      expect(await server.cli('ZCARD', group)).toBe('1');
    });

    it('takes a session with an end that is past out of the index', async () => {
      const session = indexedSession();
      await stores.sessions.add(session);
      await stores.sessions.add({ ...session, expiresAt: inMilliseconds(-1) });
      expect(await stores.sessions.find(...PLACES, session.sessionKey)).toBeNull();
      expect(await server.cli('DBSIZE')).toBe('0');
    });

    it('survives SCRIPT FLUSH', async () => {
      for (const own of instances.slice(0, 4)) {
        const request = pendingRequest();
        await own.requests.save(request);
        await server.cli('SCRIPT', 'FLUSH');
        expect(await own.requests.consume(request.id)).toBe(true);
        await server.cli('SCRIPT', 'FLUSH');
        expect(await own.requests.consume(request.id)).toBe(false);
      }
    });
  });

  describe('names that come from outside', () => {
    const names = [
      '',
      '{',
      '}',
      '{}',
      '{a}{b}',
      'a:b',
      'a\u0000b',
      'a\r\nb',
      '*',
      '\ud800',
      '\ud801',
      '\ufffd',
      'ä'.repeat(9_000),
    ];

    it('are kept apart, whatever they hold, on a server and on a cluster', async () => {
      for (const own of [instances[0], instances[1], instances[4], instances[5]]) {
        const { requests, replays, sessions } = own ?? stores;
        const suffix = pendingRequest().id;
        for (const name of names) {
          const request = pendingRequest({ id: name + suffix, returnTo: name, relayState: name });
          await requests.save(request);
          expect(await requests.find(request.id)).toEqual(request);
          expect(await requests.consume(request.id)).toBe(true);
          expect(await replays.reserve(request.id, inMilliseconds(1_000))).toBe(true);
          const places = [`${name}${suffix}`, name] as const;
          const [organizationId, connectionId] = places;
          const sessionIndexes = [name, `${name}2`];
          const session = indexedSession({ organizationId, connectionId, sessionKey: name, sessionIndexes });
          await sessions.add(session);
          expect(await sessions.findBySession(...places, `${name}2`)).toEqual([session]);
          expect(await sessions.remove(...places, name)).toBe(true);
        }
      }
    });
  });
});
