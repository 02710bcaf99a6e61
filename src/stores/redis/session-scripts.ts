import { type Script, scriptOf } from './commands.js';

// Sessions of a connection are strings by key, and sorted sets of keys by SessionIndex and by NameID ("groups") whose
// scores are the ends of the sessions by the server's clock. Whoever writes a session last enters it into all its
// groups in the same script, so that a live session is always in them. A group may hold a key too many for a while:
// readers look at the session itself, and what has ended is dropped here and by `DROP`.

/**
 * KEYS: the session, the groups it joins, the groups it leaves. ARGV: value, milliseconds to live, member, how many
 * groups it joins. The SET comes first: where memory is short nothing else has happened yet.
 */
export const ADD: Script = scriptOf(`
local lifetime = tonumber(ARGV[2])
local lastJoined = 1 + tonumber(ARGV[4])
if lifetime > 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
else
  redis.call('DEL', KEYS[1])
  lastJoined = 1
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for i = 2, lastJoined do
  local ended = redis.call('ZRANGEBYSCORE', KEYS[i], '-inf', string.format('%.0f', now), 'LIMIT', 0, 100)
  if #ended > 0 then redis.call('ZREM', KEYS[i], unpack(ended)) end
  redis.call('ZADD', KEYS[i], string.format('%.0f', now + lifetime), ARGV[3])
  if redis.call('PTTL', KEYS[i]) < lifetime then redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
end
for i = lastJoined + 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[3]) end
return 1`);

/** KEYS: the session, its groups. ARGV: member. */
export const REMOVE: Script = scriptOf(`
local removed = redis.call('DEL', KEYS[1])
for i = 2, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
return removed`);

// The next three are scripts although each is one command: clients that send reads to replicas send scripts to the
// master, and a replica that lags would not know of a session that just began, or of a logout.

/** KEYS: sessions. */
export const READ: Script = scriptOf(`return redis.call('MGET', unpack(KEYS))`);

/** KEYS: a group. */
export const MEMBERS: Script = scriptOf(`return redis.call('ZRANGE', KEYS[1], 0, -1)`);

/** KEYS: what remembers a logout. */
export const FIND_LOGOUT: Script = scriptOf(`return redis.call('HMGET', KEYS[1], 'at', 'of')`);

/**
 * Takes out of a group the sessions that are as they were read: gone, or of other groups now.
 * KEYS: the group, sessions. ARGV: member and value (empty where it is gone) of each.
 */
export const DROP: Script = scriptOf(`
for i = 2, #KEYS do
  local value = redis.call('GET', KEYS[i]) or ''
  if value == ARGV[2 * i - 2] then redis.call('ZREM', KEYS[1], ARGV[2 * i - 3]) end
end
return 1`);

/** KEYS: what remembers the logout. ARGV: its time, milliseconds to live, of what. The later of two times stays. */
export const REMEMBER_LOGOUT: Script = scriptOf(`
local at = ARGV[1]
local known = redis.call('HGET', KEYS[1], 'at')
if known and tonumber(known) > tonumber(at) then at = known end
local lifetime = math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[1]))
if lifetime <= 0 then return 0 end
redis.call('HSET', KEYS[1], 'at', at, 'of', ARGV[3])
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', lifetime))
return 1`);
