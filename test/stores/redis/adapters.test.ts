import { describe, expect, it } from 'vitest';
import { fromIoredis, fromNodeRedis } from '../../../src/stores/redis/index.js';

const ARGS = ['SET', 'k', '1', 'NX'] as const;

/** A method that keeps its arguments. */
function recorder(): {
  readonly calls: unknown[][];
  readonly record: (...args: unknown[]) => Promise<string>;
} {
  const calls: unknown[][] = [];
  return {
    calls,
    record: async (...args) => {
      calls.push(args);
      return 'OK';
    },
  };
}

describe('fromNodeRedis', () => {
  it('gives a client or a pool the command alone', async () => {
    const { calls, record } = recorder();
    expect(await fromNodeRedis({ sendCommand: record }).command('k', ARGS)).toBe('OK');
    expect(calls).toEqual([[['SET', 'k', '1', 'NX']]]);
  });

  it('gives a cluster the key, and asks for the master', async () => {
    const { calls, record } = recorder();
    await fromNodeRedis({ getSlotRandomNode: () => null, sendCommand: record }).command('k', ARGS);
    expect(calls).toEqual([['k', false, ['SET', 'k', '1', 'NX']]]);
  });

  it('asks sentinels for the master', async () => {
    const { calls, record } = recorder();
    await fromNodeRedis({ getSentinelNode: () => null, sendCommand: record }).command('k', ARGS);
    expect(calls).toEqual([[false, ['SET', 'k', '1', 'NX']]]);
  });

  it.each([null, undefined, {}, { sendCommand: 1 }, 'redis://'])('takes no %o', (client) => {
    expect(() => fromNodeRedis(client as never)).toThrow(TypeError);
  });
});

describe('fromIoredis', () => {
  it('gives the name of the command and then its arguments', async () => {
    const { calls, record } = recorder();
    expect(await fromIoredis({ call: record }).command('k', ARGS)).toBe('OK');
    expect(calls).toEqual([['SET', 'k', '1', 'NX']]);
  });

  it('has nothing to send without a name', async () => {
    await expect(fromIoredis({ call: recorder().record }).command('k', [])).rejects.toThrow(TypeError);
  });

  it.each([null, undefined, {}, { call: 1 }, 'redis://'])('takes no %o', (client) => {
    expect(() => fromIoredis(client as never)).toThrow(TypeError);
  });
});
