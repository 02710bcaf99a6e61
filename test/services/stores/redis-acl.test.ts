import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRedis, redisStores } from '../../../src/stores/redis/index.js';
import { repositoryRoot } from '../../source-files.js';
import { pendingRequest } from '../../stores/contract.js';
import { indexedSession } from '../../stores/session-contract.js';
import { openIoredis, openNodeRedis } from './redis-clients.js';
import { type RedisServer, startRedis, withRedis } from './redis-servers.js';

const operations = readFileSync(join(repositoryRoot, 'docs/operations.md'), 'utf8');
const [, sentence = ''] = /^(An ACL needs .*?)\n\n/msu.exec(operations) ?? [];
/** The rules as the page on operations lists them. */
const RULES = [...sentence.matchAll(/`([^`]+)`/gu)]
  .flatMap(([, rules = '']) => rules.split(/\s+/u))
  .filter((rule) => /^[+~]/u.test(rule));
const soon = () => new Date(Date.now() + 60_000);

withRedis(() => {
  describe('a user of Redis with the rights that the page on operations lists', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis();
      await server.cli('ACL', 'SETUSER', 'claimgate', 'on', '>secret', ...RULES);
    });
    afterAll(() => server.stop());

    it('is given commands and keys, and not all of them', () => {
      expect(RULES.length).toBeGreaterThan(15);
      expect(RULES).toContain('~claimgate:*');
      expect(RULES).not.toContain('+@all');
    });

    it.each([
      ['node-redis', openNodeRedis],
      ['ioredis', openIoredis],
    ])('can do everything through %s', async (_name, open) => {
      const client = await open(server);
      const auth = ['AUTH', 'claimgate', 'secret'];
      expect(await client.commands.command('', auth)).toBe('OK');
      await expect(client.commands.command('other', ['GET', 'other'])).rejects.toThrow('NOPERM');
      const { requests, replays, sessions } = redisStores(client.commands);
      const request = pendingRequest();
      await requests.save(request);
      expect(await requests.find(request.id)).toEqual(request);
      expect(await requests.consume(request.id)).toBe(true);
      expect(await replays.reserve(request.id, soon())).toBe(true);
      const first = indexedSession({ expiresAt: new Date(Date.now() + 50) });
      const second = indexedSession({ nameId: first.nameId });
      const places = [first.organizationId, first.connectionId] as const;
      await sessions.add(first);
      await sessions.add({ ...first, sessionIndexes: ['_other'] });
      await sessions.add(second);
      await new Promise((resolve) => setTimeout(resolve, 80));
      // Searching drops what has expired; adding does so too.
      expect(await sessions.findByNameId(...places, first.nameId.value)).toEqual([second]);
      await sessions.add({ ...second, expiresAt: new Date(0) });
      expect(await sessions.find(...places, second.sessionKey)).toBeNull();
      await sessions.add(second);
      expect(await sessions.remove(...places, second.sessionKey)).toBe(true);
      const at = new Date(0);
      await sessions.rememberLogout(...places, request.id, at, soon());
      expect(await sessions.findLogout(...places, request.id)).toEqual(at);
      expect(await checkRedis(client.commands)).toEqual([]);
      client.close();
    });
  });
});
