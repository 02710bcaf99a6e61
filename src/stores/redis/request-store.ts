import type { RequestStore } from '../interfaces/sign-in.js';
import { type Redis, scriptOf } from './commands.js';
import type { Keys } from './keys.js';
import { readFlag, readText } from './replies.js';
import { decodeRequest, encodeRequest } from './stored-request.js';
import { timeOf } from './time.js';

/** Expired requests are kept a little, so that a late answer is told from an unknown one. */
const LINGER = 10 * 60_000;

const SAVE = scriptOf(`
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'request', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

// A script although it is one command: clients that send reads to replicas send scripts to the master.
const FIND = scriptOf(`return redis.call('HGET', KEYS[1], 'request')`);

const CONSUME = scriptOf(`
if redis.call('HEXISTS', KEYS[1], 'request') == 0 then return 0 end
return redis.call('HSETNX', KEYS[1], 'consumed', '1')`);

/**
 * One hash for each request, with its state and the mark of its consumption: a consumed request holds its place until
 * it expires. `save` rejects an id that is there.
 */
export function redisRequestStore(redis: Redis, keys: Keys): RequestStore {
  return {
    async save(request) {
      // The lifetime, and not the time until its end: whether a request is expired is for the service provider to
      // say, by a clock of its own.
      const issuedAt = timeOf(request.issuedAt, 'issuedAt');
      const lifetime = Math.max(0, timeOf(request.expiresAt, 'expiresAt') - issuedAt);
      const args = [encodeRequest(request), String(lifetime + LINGER)];
      const saved = await redis.run(SAVE, [keys.request(request.id)], args);
      if (!readFlag(saved)) throw new Error('A request with this id was saved before');
    },
    async find(id) {
      const stored = readText(await redis.run(FIND, [keys.request(id)], []));
      return stored === null ? null : decodeRequest(stored, id);
    },
    async consume(id) {
      return readFlag(await redis.run(CONSUME, [keys.request(id)], []));
    },
  };
}
