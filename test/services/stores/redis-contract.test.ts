import { afterAll, beforeAll, describe } from 'vitest';
import { type RedisStores, redisStores } from '../../../src/stores/redis/index.js';
import { replayStoreContract, requestStoreContract } from '../../stores/contract.js';
import { sessionIndexContract } from '../../stores/session-contract.js';
import {
  type OpenClient,
  openIoredis,
  openIoredisCluster,
  openIoredisSentinel,
  openNodeRedis,
  openNodeRedisCluster,
  openNodeRedisPool,
  openNodeRedisSentinel,
} from './redis-clients.js';
import {
  type RedisCluster,
  type RedisSentinel,
  type RedisServer,
  startRedis,
  startRedisCluster,
  startRedisSentinel,
  withRedis,
} from './redis-servers.js';

withRedis(() => {
  describe('on one server', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server.stop());

    contracts('node-redis, RESP2', () => openNodeRedis(server, 2));
    contracts('node-redis, RESP3', () => openNodeRedis(server, 3));
    contracts('a pool of node-redis', () => openNodeRedisPool(server));
    contracts('ioredis', () => openIoredis(server));
    contracts('ioredis with a key prefix', () => openIoredis(server, 'application:'));
  });

  describe('behind a sentinel', () => {
    let server: RedisServer;
    let sentinel: RedisSentinel;
    beforeAll(async () => {
      server = await startRedis();
      sentinel = await startRedisSentinel(server);
    });
    afterAll(async () => {
      await sentinel.stop();
      await server.stop();
    });

    contracts('node-redis', () => openNodeRedisSentinel(sentinel));
    contracts('ioredis', () => openIoredisSentinel(sentinel));
  });

  describe('on a cluster of three masters', () => {
    let cluster: RedisCluster;
    beforeAll(async () => {
      cluster = await startRedisCluster();
    });
    afterAll(() => cluster.stop());

    contracts('node-redis', () => openNodeRedisCluster(cluster));
    contracts('ioredis', () => openIoredisCluster(cluster));
  });
});

function contracts(name: string, open: () => Promise<OpenClient>): void {
  describe(name, () => {
    let client: OpenClient;
    let stores: RedisStores;
    beforeAll(async () => {
      client = await open();
      // The contracts ask a thousand times at once on a machine that may be busy.
      stores = redisStores(client.commands, {
        prefix: `${name.replace(/[^a-z0-9]/giu, '-')}:`,
        timeoutMs: 30_000,
      });
    });
    afterAll(() => client.close());

    requestStoreContract('Redis', async () => stores.requests);
    replayStoreContract('Redis', async () => stores.replays);
    sessionIndexContract('Redis', async () => stores.sessions);
  });
}
