import { describe, expect, it } from 'vitest';
import { checkRedis } from '../../../src/stores/redis/index.js';
import { recordingClient } from './recording-client.js';

const GOOD = {
  redis_version: '7.4.1',
  redis_mode: 'standalone',
  run_id: 'one',
  maxmemory_policy: 'noeviction',
  aof_enabled: '1',
  role: 'master',
};

const info = (members: object) => [
  `# Server\r\n${Object.entries({ ...GOOD, ...members })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('')}`,
];
const codes = async (members: object) =>
  (await checkRedis(recordingClient(info(members)))).map(({ code }) => code);

describe('checkRedis', () => {
  it('has nothing to say of a server that is set up', async () => {
    expect(await codes({})).toEqual([]);
    expect(await codes({ redis_version: '6.2.0' })).toEqual([]);
    expect(await codes({ redis_version: '8.0.0' })).toEqual([]);
  });

  it.each([
    ['evicts', { maxmemory_policy: 'allkeys-lru' }],
    ['evicts', { maxmemory_policy: 'volatile-ttl' }],
    ['not_persistent', { aof_enabled: '0' }],
    ['not_master', { role: 'slave' }],
    ['old_version', { redis_version: '6.0.16' }],
    ['old_version', { redis_version: '5.0.7' }],
    ['unknown_settings', { maxmemory_policy: undefined }],
    ['unknown_settings', { aof_enabled: undefined }],
    ['unknown_settings', { role: undefined }],
  ] as const)('warns by %s of %o', async (code, members) => {
    expect(await codes(members)).toEqual([code]);
  });

  it('names what a server does not tell', async () => {
    const [warning] = await checkRedis(recordingClient(['']));
    expect(warning).toEqual({
      code: 'unknown_settings',
      server: null,
      message: 'The server does not tell maxmemory_policy, aof_enabled, role',
    });
  });

  it('asks one server once, and a cluster by many slots, each master told of once', async () => {
    const alone = recordingClient(info({}));
    await checkRedis(alone);
    expect(alone.sent).toHaveLength(1);
    const bad = { redis_mode: 'cluster', maxmemory_policy: 'allkeys-lfu' };
    const cluster = recordingClient(info(bad), info({ ...bad, run_id: 'two' }), info(bad));
    const warnings = await checkRedis(cluster);
    expect(warnings.map(({ server }) => server)).toEqual(['one', 'two']);
    expect(new Set(cluster.sent.map(({ key }) => key)).size).toBe(65);
  });

  it('rejects where scripts cannot run', async () => {
    const refused = recordingClient(
      new Error('NOPERM this user has no permissions to run the evalsha command'),
    );
    await expect(checkRedis(refused)).rejects.toThrow('NOPERM');
  });
});
