import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkRedis, type RedisStores, redisStores } from '../../../src/stores/redis/index.js';
import { pendingRequest } from '../../stores/contract.js';
import { indexedSession } from '../../stores/session-contract.js';
import { type OpenClient, openIoredisCluster, openNodeRedisCluster } from './redis-clients.js';
import { type RedisCluster, type RedisServer, startRedisCluster, withRedis } from './redis-servers.js';

const soon = () => new Date(Date.now() + 600_000);

withRedis(() => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  describe.each([
    ['node-redis', openNodeRedisCluster],
    ['ioredis', openIoredisCluster],
  ])('%s on a cluster', (_name, open) => {
    let client: OpenClient;
    let stores: RedisStores;
    beforeEach(async () => {
      client = await open(cluster);
      stores = redisStores(client.commands);
      // So that the client knows where the slots were before they move.
      for (let count = 0; count < 20; count += 1) await stores.requests.save(pendingRequest());
    });
    afterEach(() => client.close());

    it('follows a slot that moves, also to a node that does not know the scripts', async () => {
      const request = pendingRequest();
      await stores.requests.save(request);
      const slot = await Slot.of(cluster, request.id);
      await slot.target.cli('SCRIPT', 'FLUSH');
      await slot.beginMove();
      await slot.moveKeys();
      // The owner answers ASK: the key is at the other node, the slot not yet.
      expect(await stores.requests.find(request.id)).toEqual(request);
      expect(await stores.requests.consume(request.id)).toBe(true);
      await slot.endMove();
      // Now it answers MOVED.
      expect(await stores.requests.consume(request.id)).toBe(false);
      expect(await stores.requests.find(request.id)).toEqual(request);
    });

    it('keeps sessions, their groups and logouts of a connection on one node, connections on all', async () => {
      for (const { cli } of cluster.nodes) await cli('FLUSHALL');
      for (let count = 0; count < 30; count += 1) {
        const session = indexedSession({ connectionId: `connection-${count}` });
        const places = [session.organizationId, session.connectionId] as const;
        await stores.sessions.add(session);
        await stores.sessions.rememberLogout(...places, '_', new Date(), soon());
        expect(await stores.sessions.findByNameId(...places, session.nameId.value)).toEqual([session]);
      }
      let tags = 0;
      for (const { cli } of cluster.nodes) {
        const names = (await cli('KEYS', '*')).split('\n').filter((name) => name !== '');
        const own = new Map<string, number>();
        for (const name of names) {
          const tag = /\{(.+?)\}/u.exec(name)?.[1] ?? '';
          own.set(tag, (own.get(tag) ?? 0) + 1);
        }
        expect([...own.values()].every((count) => count === 4)).toBe(true);
        expect(own.size).toBeGreaterThan(0);
        tags += own.size;
      }
      expect(tags).toBe(30);
    });

    it('finds the masters whose settings are wrong', async () => {
      expect(await checkRedis(client.commands)).toEqual([]);
      for (const { cli } of cluster.nodes) await cli('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
      const warnings = await checkRedis(client.commands);
      for (const { cli } of cluster.nodes) await cli('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
      expect(warnings.map(({ code }) => code)).toEqual(['evicts', 'evicts', 'evicts']);
      expect(new Set(warnings.map(({ server }) => server)).size).toBe(3);
    });
  });
});

/** The slot of a request, and the steps in which a cluster moves it to another node. */
class Slot {
  readonly #number: string;
  readonly #owner: RedisServer;
  readonly target: RedisServer;

  private constructor(number: string, owner: RedisServer, target: RedisServer) {
    this.#number = number;
    this.#owner = owner;
    this.target = target;
  }

  static async of({ nodes }: RedisCluster, id: string): Promise<Slot> {
    for (const owner of nodes) {
      const names = (await owner.cli('KEYS', '*request*')).split('\n');
      for (const name of names) {
        if (name === '' || !(await owner.cli('HGET', name, 'request')).includes(`"${id}"`)) continue;
        const target = nodes.find((node) => node !== owner);
        if (target === undefined) break;
        return new Slot(await owner.cli('CLUSTER', 'KEYSLOT', name), owner, target);
      }
    }
    throw new Error('No node has the request');
  }

  async beginMove(): Promise<void> {
    const [from, to] = await this.#ids();
    await this.target.cli('CLUSTER', 'SETSLOT', this.#number, 'IMPORTING', from);
    await this.#owner.cli('CLUSTER', 'SETSLOT', this.#number, 'MIGRATING', to);
  }

  async moveKeys(): Promise<void> {
    const names = (await this.#owner.cli('CLUSTER', 'GETKEYSINSLOT', this.#number, '100')).split('\n');
    for (const name of names) {
      await this.#owner.cli('MIGRATE', '127.0.0.1', String(this.target.port), name, '0', '5000');
    }
  }

  async endMove(): Promise<void> {
    const [, to] = await this.#ids();
    for (const { cli } of [this.target, this.#owner])
      await cli('CLUSTER', 'SETSLOT', this.#number, 'NODE', to);
  }

  async #ids(): Promise<readonly [string, string]> {
    return [await this.#owner.cli('CLUSTER', 'MYID'), await this.target.cli('CLUSTER', 'MYID')];
  }
}
