import { afterEach, describe, expect, it } from 'vitest';
import { checkRedis, type RedisStores, redisStores } from '../../../src/stores/redis/index.js';
import { pendingRequest } from '../../stores/contract.js';
import { indexedSession } from '../../stores/session-contract.js';
import { type OpenClient, openIoredis, openNodeRedis } from './redis-clients.js';
import { type RedisServer, startRedis, until, withRedis } from './redis-servers.js';

const soon = () => new Date(Date.now() + 600_000);
const CLIENTS = [
  ['node-redis', openNodeRedis],
  ['ioredis', openIoredis],
] as const;

withRedis(() => {
  let server: RedisServer;
  let client: OpenClient;
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  describe.each(CLIENTS)('%s, when Redis', (_name, open) => {
    async function start(timeoutMs: number, ...settings: readonly string[]): Promise<RedisStores> {
      server = await startRedis(...settings);
      client = await open(server);
      return redisStores(client.commands, { timeoutMs });
    }

    it('is killed and restarted under load: refusals, then recovery, and nothing twice', async () => {
      const stores = await start(250);
      const load = new Load(stores);
      await until(async () => load.consumed.length > 100);
      await server.kill();
      await until(async () => load.rejections > 20);
      expect(load.twice).toEqual([]);
      await server.restart();
      const before = load.consumed.length;
      await until(async () => load.consumed.length > before + 100);
      await load.stop();
      expect(load.twice).toEqual([]);
      // What was acknowledged before the end is there after it: neither a request nor an assertion serves again.
      for (const id of load.consumed) {
        expect(await stores.requests.consume(id)).toBe(false);
        expect(await stores.replays.reserve(id, soon())).toBe(false);
      }
    });

    it('hangs: every method rejects in time, and works when Redis goes on', async () => {
      const { requests, replays, sessions } = await start(200);
      const request = pendingRequest();
      const session = indexedSession();
      const places = [session.organizationId, session.connectionId] as const;
      await requests.save(request);
      await sessions.add(session);
      // So that the server knows the script: one that it does not know is not sent after the time is up.
      await requests.consume(pendingRequest().id);
      server.signal('SIGSTOP');
      const began = Date.now();
      const asked = [
        requests.save(pendingRequest()),
        requests.find(request.id),
        requests.consume(request.id),
        replays.reserve(request.id, soon()),
        sessions.add(indexedSession()),
        sessions.find(...places, session.sessionKey),
        sessions.findBySession(...places, session.sessionIndexes[0] ?? ''),
        sessions.findByNameId(...places, session.nameId.value),
        sessions.remove(...places, session.sessionKey),
        sessions.rememberLogout(...places, '_', new Date(), soon()),
        sessions.findLogout(...places, '_'),
      ];
      for (const answer of await Promise.allSettled(asked)) {
        expect(answer).toMatchObject({
          status: 'rejected',
          reason: { message: expect.stringContaining('200 ms') },
        });
      }
      expect(Date.now() - began).toBeLessThan(2_000);
      server.signal('SIGCONT');
      await until(async () => (await requests.find(request.id)) !== null);
      // Both were carried out late, after their callers were told of a failure: they stay spent.
      expect(await requests.consume(request.id)).toBe(false);
      expect(await replays.reserve(request.id, soon())).toBe(false);
    });

    it('is full: what is new is refused, and what was used stays used', async () => {
      const stores = await start(5_000, '--maxmemory-policy', 'noeviction');
      const used = pendingRequest();
      await stores.requests.save(used);
      await stores.requests.consume(used.id);
      await stores.replays.reserve(used.id, soon());
      const waiting = pendingRequest();
      await stores.requests.save(waiting);
      await server.cli('CONFIG', 'SET', 'maxmemory', '1');
      await expect(stores.requests.save(pendingRequest())).rejects.toThrow('OOM');
      await expect(stores.requests.consume(waiting.id)).rejects.toThrow('OOM');
      await expect(stores.replays.reserve('_new', soon())).rejects.toThrow('OOM');
      await expect(stores.sessions.add(indexedSession())).rejects.toThrow('OOM');
      await server.cli('CONFIG', 'SET', 'maxmemory', '0');
      expect(await stores.requests.consume(used.id)).toBe(false);
      expect(await stores.replays.reserve(used.id, soon())).toBe(false);
      expect(await stores.requests.consume(waiting.id)).toBe(true);
    });

    it('is full: a session that cannot be replaced stays in the index', async () => {
      const { sessions } = await start(5_000, '--maxmemory-policy', 'noeviction');
      const session = indexedSession();
      const places = [session.organizationId, session.connectionId] as const;
      await sessions.add(session);
      await server.cli('CONFIG', 'SET', 'maxmemory', '1');
      await expect(sessions.add({ ...session, sessionIndexes: ['_other'] })).rejects.toThrow('OOM');
      expect(await sessions.findBySession(...places, session.sessionIndexes[0] ?? '')).toEqual([session]);
    });

    it('evicts, or forgets at a restart: checkRedis says so', async () => {
      await start(5_000);
      expect(await checkRedis(client.commands)).toEqual([]);
      await server.cli('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      await server.cli('CONFIG', 'SET', 'appendonly', 'no');
      const warnings = await checkRedis(client.commands);
      expect(warnings.map(({ code }) => code)).toEqual(['evicts', 'not_persistent']);
      expect(warnings[0]?.server).toMatch(/^[0-9a-f]{40}$/u);
    });
  });
});

/** Eight callers, each of which saves, consumes and reserves one request after the other until it is stopped. */
class Load {
  readonly consumed: string[] = [];
  readonly twice: string[] = [];
  rejections = 0;
  #stopped = false;
  readonly #callers: Promise<unknown>;

  constructor(stores: RedisStores) {
    this.#callers = Promise.all(Array.from({ length: 8 }, () => this.#call(stores)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#callers;
  }

  async #call({ requests, replays }: RedisStores): Promise<void> {
    while (!this.#stopped) {
      const request = pendingRequest();
      try {
        await requests.save(request);
        const answers = await Promise.all([requests.consume(request.id), requests.consume(request.id)]);
        const reserved = await Promise.all([
          replays.reserve(request.id, soon()),
          replays.reserve(request.id, soon()),
        ]);
        const isOnce = [answers, reserved].every((both) => both.filter((answer) => answer).length === 1);
        if (answers[0] && answers[1]) this.twice.push(request.id);
        if (reserved[0] && reserved[1]) this.twice.push(request.id);
        if (isOnce) this.consumed.push(request.id);
      } catch {
        this.rejections += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }
}
