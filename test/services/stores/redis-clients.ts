import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool, createCluster, createSentinel } from 'redis';
import { fromIoredis, fromNodeRedis, type RedisCommands } from '../../../src/stores/redis/index.js';
import type { RedisCluster, RedisSentinel, RedisServer } from './redis-servers.js';

/** A connected client, as an application would have it. */
export interface OpenClient {
  readonly commands: RedisCommands;
  close(): void;
}

export async function openNodeRedis({ port }: RedisServer, RESP: 2 | 3 = 2): Promise<OpenClient> {
  // As the page on operations has it; ioredis below queues what it cannot send.
  const client = createClient({ socket: { host: '127.0.0.1', port }, RESP, disableOfflineQueue: true });
  client.on('error', ignore);
  await client.connect();
  return { commands: fromNodeRedis(client), close: () => client.destroy() };
}

export async function openNodeRedisPool({ port }: RedisServer): Promise<OpenClient> {
  const pool = createClientPool({ socket: { host: '127.0.0.1', port } }, { minimum: 3, maximum: 5 });
  pool.on('error', ignore);
  await pool.connect();
  return { commands: fromNodeRedis(pool), close: () => pool.destroy() };
}

export async function openNodeRedisCluster({ nodes }: RedisCluster): Promise<OpenClient> {
  const rootNodes = nodes.map(({ port }) => ({ url: `redis://127.0.0.1:${port}` }));
  const client = createCluster({ rootNodes, useReplicas: true });
  client.on('error', ignore);
  await client.connect();
  return { commands: fromNodeRedis(client), close: () => client.destroy() };
}

export async function openIoredis({ port }: RedisServer, keyPrefix = ''): Promise<OpenClient> {
  const client = new Redis({ host: '127.0.0.1', port, keyPrefix });
  client.on('error', ignore);
  return { commands: fromIoredis(client), close: () => client.disconnect() };
}

export async function openIoredisCluster({ nodes }: RedisCluster): Promise<OpenClient> {
  const client = new Cluster(
    nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
    { scaleReads: 'slave' },
  );
  client.on('error', ignore);
  return { commands: fromIoredis(client), close: () => client.disconnect() };
}

export async function openNodeRedisSentinel({ port }: RedisSentinel): Promise<OpenClient> {
  const sentinelRootNodes = [{ host: '127.0.0.1', port }];
  const client = createSentinel({ name: 'claimgate', sentinelRootNodes });
  client.on('error', ignore);
  await client.connect();
  return { commands: fromNodeRedis(client), close: () => client.destroy() };
}

export async function openIoredisSentinel({ port }: RedisSentinel): Promise<OpenClient> {
  const client = new Redis({ name: 'claimgate', sentinels: [{ host: '127.0.0.1', port }] });
  client.on('error', ignore);
  return { commands: fromIoredis(client), close: () => client.disconnect() };
}

/** Clients report lost connections as events; the commands that failed are what the tests look at. */
function ignore(): void {}
