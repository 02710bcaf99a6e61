import type { ReplayStore } from '../interfaces/sign-in.js';
import type { Redis } from './commands.js';
import type { Keys } from './keys.js';
import { readText } from './replies.js';
import { millisecondsUntil } from './time.js';

/** A key is kept this much longer than asked for: instances whose clocks differ accept a message a little longer. */
const MARGIN = 60 * 60_000;

/** Reserves by `SET … NX PX`, which one caller wins. */
export function redisReplayStore(redis: Redis, keys: Keys): ReplayStore {
  return {
    async reserve(key, until) {
      const lifetime = Math.max(0, millisecondsUntil(until, 'until')) + MARGIN;
      const name = keys.reservation(key);
      const reply = readText(await redis.command(name, ['SET', name, '1', 'NX', 'PX', String(lifetime)]));
      if (reply !== null && reply !== 'OK') throw new Error('Redis gave an unexpected reply to SET');
      return reply === 'OK';
    },
  };
}
