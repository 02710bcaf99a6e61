import type { RedisCommands } from './commands.js';

/** What is used of a client or a client pool of the package `redis`, version 5 or 6. */
export interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>;
}

/** What is used of a cluster client of the package `redis`, version 5 or 6. */
export interface NodeRedisCluster {
  /** Only a cluster client has it; it tells one from a client. */
  getSlotRandomNode(slot: number): unknown;
  sendCommand(firstKey: string, isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** What is used of a sentinel client of the package `redis`, version 5 or 6. */
export interface NodeRedisSentinel {
  /** Only a sentinel client has it; it tells one from a client. */
  getSentinelNode(): unknown;
  sendCommand(isReadonly: boolean, args: string[]): Promise<unknown>;
}

/**
 * Commands through the package `redis` (node-redis): `createClient`, `createClientPool`, `createCluster` or
 * `createSentinel`. Every command goes to a master, whatever `useReplicas` says. The client stays the application's:
 * it connects it, listens to its errors and closes it. Throws TypeError for anything else.
 */
export function fromNodeRedis(client: NodeRedisClient | NodeRedisCluster | NodeRedisSentinel): RedisCommands {
  if (typeof client !== 'object' || client === null || typeof client.sendCommand !== 'function') {
    throw new TypeError('fromNodeRedis takes a client of the package redis');
  }
  if ('getSlotRandomNode' in client) {
    return { command: (key, args) => client.sendCommand(key, false, [...args]) };
  }
  if ('getSentinelNode' in client) {
    return { command: (_key, args) => client.sendCommand(false, [...args]) };
  }
  return { command: (_key, args) => client.sendCommand([...args]) };
}
