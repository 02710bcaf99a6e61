import { describe, expect, it, vi } from 'vitest';
import { redisStores } from '../../../src/stores/redis/index.js';
import { pendingRequest } from '../contract.js';
import { indexedSession } from '../session-contract.js';
import { recordingClient } from './recording-client.js';

const soon = () => new Date(Date.now() + 600_000);
const session = indexedSession();
const { expiresAt, ...rest } = session;
const places = [session.organizationId, session.connectionId] as const;
const stored = { ...rest, expiresAt: expiresAt.getTime() };

describe('redisStores', () => {
  it.each(['', 'a{b', 'a}b', 'a b', 'a*', 'a\n', 'ä', 'a'.repeat(65)])('takes no prefix %j', (prefix) => {
    expect(() => redisStores(recordingClient(), { prefix })).toThrow(TypeError);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 600_001])(
    'takes no timeout of %s',
    (timeoutMs) => {
      expect(() => redisStores(recordingClient(), { timeoutMs })).toThrow(TypeError);
    },
  );

  it.each([null, undefined, {}, 'redis://127.0.0.1'])('takes no client %j', (client) => {
    expect(() => redisStores(client as never)).toThrow(TypeError);
  });

  it('rejects when the client does not answer in time, and waits no longer', async () => {
    vi.useFakeTimers();
    try {
      const { replays } = redisStores({ command: () => new Promise(() => undefined) });
      const asked = expect(replays.reserve('_a', soon())).rejects.toThrow(
        'Redis did not answer within 5000 ms',
      );
      await vi.advanceTimersByTimeAsync(5_000);
      await asked;
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('rejects with what the client rejects with, or throws', async () => {
    const failure = new Error('The connection is lost');
    await expect(redisStores(recordingClient(failure)).replays.reserve('_a', soon())).rejects.toBe(failure);
    const throwing = redisStores({
      command: () => {
        throw failure;
      },
    });
    await expect(throwing.requests.consume('_a')).rejects.toBe(failure);
  });
});

describe('scripts', () => {
  it('are sent by their digest, and whole where the server does not know them', async () => {
    const client = recordingClient(new Error('NOSCRIPT No matching script. Please use EVAL.'), 1);
    expect(await redisStores(client).requests.consume('_a')).toBe(true);
    const [first, second] = client.sent;
    expect(first?.args.slice(0, 1)).toEqual(['EVALSHA']);
    expect(first?.args[1]).toMatch(/^[0-9a-f]{40}$/u);
    expect(second?.args[0]).toBe('EVAL');
    expect(second?.args[1]).toContain("'HSETNX'");
    expect(second?.args.slice(2)).toEqual(first?.args.slice(2));
    expect(second?.key).toBe(first?.key);
  });

  it('are not sent again after any other failure', async () => {
    const client = recordingClient(new Error('ERR something else'), 1);
    await expect(redisStores(client).requests.consume('_a')).rejects.toThrow('ERR something else');
    expect(client.sent).toHaveLength(1);
  });

  it('name all their keys, which share one hash tag, and no key or argument says who', async () => {
    const client = recordingClient([JSON.stringify(stored)], 1);
    const changed = {
      ...session,
      sessionIndexes: ['_1', '_2', '_1'],
      nameId: { ...session.nameId, value: 'new' },
    };
    await redisStores(client, { prefix: 'app.sso:' }).sessions.add(changed);
    const [, add] = client.sent;
    const count = Number(add?.args[2]);
    const keys = add?.args.slice(3, 3 + count) ?? [];
    // The session, its new NameID and two SessionIndexes, and the two groups that it leaves.
    expect(keys.map((key) => key.split(':')[1])).toEqual([
      'session',
      'by-name-id',
      'by-session-index',
      'by-session-index',
      'by-name-id',
      'by-session-index',
    ]);
    expect(new Set(keys).size).toBe(6);
    const digest = '[A-Za-z0-9_-]{43}';
    const shape = new RegExp(`^app\\.sso:[a-z-]+:\\{(${digest})\\}:${digest}$`, 'u');
    expect(new Set(keys.map((key) => shape.exec(key)?.[1])).size).toBe(1);
    expect(keys[0]).toMatch(shape);
    expect(add?.key).toBe(keys[0]);
    expect(add?.args.slice(5 + count)).toEqual([expect.stringMatching(`^${digest}$`), '3']);
  });
});

describe('answers', () => {
  it.each([
    [1, true],
    [0, false],
    [1n, true],
    ['1', true],
    [Buffer.from('0'), false],
  ])('%o of a script is %s', async (reply, expected) => {
    expect(await redisStores(recordingClient(reply)).requests.consume('_a')).toBe(expected);
  });

  it.each([null, undefined, 2, -1, 'OK', true, [], {}])('%o is no answer to consume', async (reply) => {
    await expect(redisStores(recordingClient(reply)).requests.consume('_a')).rejects.toThrow(
      'unexpected reply',
    );
  });

  it.each(['QUEUED', '', 1, true, []])('%o is no answer to reserve', async (reply) => {
    await expect(redisStores(recordingClient(reply)).replays.reserve('_a', soon())).rejects.toThrow(
      'unexpected reply',
    );
  });

  it('a reservation that was not made is told by null alone', async () => {
    expect(await redisStores(recordingClient('OK')).replays.reserve('_a', soon())).toBe(true);
    expect(await redisStores(recordingClient(Buffer.from('OK'))).replays.reserve('_a', soon())).toBe(true);
    expect(await redisStores(recordingClient(null)).replays.reserve('_a', soon())).toBe(false);
  });

  it('reads what a client gives as Buffers', async () => {
    const client = recordingClient([Buffer.from(JSON.stringify(stored))]);
    expect(await redisStores(client).sessions.find(...places, session.sessionKey)).toEqual(session);
  });

  it.each([null, 'text', 1])('%o is no list', async (reply) => {
    const { sessions } = redisStores(recordingClient(reply));
    await expect(sessions.findByNameId(...places, 'n')).rejects.toThrow('not an array');
    await expect(sessions.findLogout(...places, 'n')).rejects.toThrow('not an array');
  });
});

describe('dates', () => {
  it('that are none are misuse', async () => {
    const none = new Date(Number.NaN);
    const { requests, replays, sessions } = redisStores(recordingClient(1));
    await expect(requests.save(pendingRequest({ issuedAt: none }))).rejects.toThrow(TypeError);
    await expect(requests.save(pendingRequest({ expiresAt: none }))).rejects.toThrow(TypeError);
    await expect(replays.reserve('_a', none)).rejects.toThrow(TypeError);
    await expect(sessions.add(indexedSession({ expiresAt: none }))).rejects.toThrow(TypeError);
    await expect(sessions.rememberLogout(...places, '_', none, soon())).rejects.toThrow(TypeError);
    await expect(sessions.rememberLogout(...places, '_', soon(), none)).rejects.toThrow(TypeError);
  });

  it('become durations: an hour more for a reservation, ten minutes more for a request', async () => {
    const client = recordingClient('OK', 'OK', 1);
    const { requests, replays } = redisStores(client);
    await replays.reserve('_a', soon());
    await replays.reserve('_a', new Date(0));
    const issuedAt = new Date(0);
    await requests.save(pendingRequest({ issuedAt, expiresAt: new Date(60_000) }));
    const [long, short, request] = client.sent.map(({ args }) => Number(args.at(-1)));
    expect(long).toBeGreaterThan(4_195_000);
    expect(long).toBeLessThanOrEqual(4_200_000);
    expect(short).toBe(3_600_000);
    expect(request).toBe(660_000);
    expect(client.sent[0]?.args.slice(2, 5)).toEqual(['1', 'NX', 'PX']);
  });
});
