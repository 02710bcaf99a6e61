import type { RedisCommands } from './commands.js';

/** What is used of a `Redis` or a `Cluster` of the package `ioredis`. */
export interface IoredisClient {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/**
 * Commands through the package `ioredis`: a `Redis` (also one that asks sentinels) or a `Cluster`, which finds the
 * node by the keys of a command itself. The client stays the application's. Throws TypeError for anything else.
 */
export function fromIoredis(client: IoredisClient): RedisCommands {
  if (typeof client !== 'object' || client === null || typeof client.call !== 'function') {
    throw new TypeError('fromIoredis takes a client of the package ioredis');
  }
  return {
    async command(_key, [name, ...args]) {
      if (name === undefined) throw new TypeError('a command has a name');
      return client.call(name, ...args);
    },
  };
}
