export { checkRedis, type RedisWarning } from './check-redis.js';
export type { RedisCommands } from './commands.js';
export { fromIoredis, type IoredisClient } from './from-ioredis.js';
export {
  fromNodeRedis,
  type NodeRedisClient,
  type NodeRedisCluster,
  type NodeRedisSentinel,
} from './from-node-redis.js';
export { type RedisStoreOptions, type RedisStores, redisStores } from './redis-stores.js';
