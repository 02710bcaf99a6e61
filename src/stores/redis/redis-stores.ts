import type { ReplayStore, RequestStore, SessionIndexStore } from '../interfaces/sign-in.js';
import { type RedisCommands, withinTime } from './commands.js';
import { keysWith } from './keys.js';
import { redisReplayStore } from './replay-store.js';
import { redisRequestStore } from './request-store.js';
import { redisSessionIndexStore } from './session-index-store.js';

/** How the stores use Redis. */
export interface RedisStoreOptions {
  /** Start of every key: 1 to 64 letters, digits or `:._-`. Default `claimgate:`. */
  readonly prefix?: string;
  /** How long one command may take, 1–600000 milliseconds, whatever the client does meanwhile. Default 5000. */
  readonly timeoutMs?: number;
}

/** What `createServiceProvider` takes as `requests`, `replays` and `sessions`. */
export interface RedisStores {
  readonly requests: RequestStore;
  readonly replays: ReplayStore;
  readonly sessions: SessionIndexStore;
}

const LONGEST_TIMEOUT = 600_000;

/**
 * Requests under way, used assertions and the index of sessions in Redis (6.2 or newer) or Redis Cluster, shared by
 * all instances. What must happen once is one command or one script. Every key ends by itself: Redis counts the time,
 * by its own clock, that is left by the clock of the instance that writes. Every method rejects when Redis fails, does
 * not answer in time, or holds what cannot be read; `createServiceProvider` then refuses with `store_unavailable`.
 * Redis must be set up not to evict keys (`maxmemory-policy noeviction`): see `checkRedis`. Throws TypeError for
 * options that are none.
 */
export function redisStores(client: RedisCommands, options: RedisStoreOptions = {}): RedisStores {
  const { prefix = 'claimgate:', timeoutMs = 5_000 } = options;
  if (typeof client !== 'object' || client === null || typeof client.command !== 'function') {
    throw new TypeError('redisStores takes what fromNodeRedis or fromIoredis gives');
  }
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT) {
    throw new TypeError(`timeoutMs must be a whole number from 1 to ${LONGEST_TIMEOUT}`);
  }
  const keys = keysWith(prefix);
  const redis = withinTime(client, timeoutMs);
  return {
    requests: redisRequestStore(redis, keys),
    replays: redisReplayStore(redis, keys),
    sessions: redisSessionIndexStore(redis, keys),
  };
}
