import { createHash } from 'node:crypto';

/** All that the stores ask of a Redis client: `fromNodeRedis` and `fromIoredis` make it of theirs. */
export interface RedisCommands {
  /**
   * Sends one command (`args[0]` is its name) to the master that keeps `key`, and resolves with its reply: bulk and
   * simple strings as strings, integers as numbers, arrays as arrays, nothing as null. Rejects on an error reply.
   */
  command(key: string, args: readonly string[]): Promise<unknown>;
}

/** A Lua script and the SHA-1 by which the server knows it once it has run. */
export interface Script {
  readonly source: string;
  readonly digest: string;
}

/** A client whose commands end in time. */
export interface Redis {
  command(key: string, args: readonly string[]): Promise<unknown>;
  /** Runs a script. All keys share a hash slot: the first one says which node is asked. */
  run(script: Script, keys: readonly [string, ...string[]], args: readonly string[]): Promise<unknown>;
}

/** SHA-1 protects nothing here: EVALSHA names scripts by it. */
export function scriptOf(source: string): Script {
  return { source, digest: createHash('sha1').update(source).digest('hex') };
}

/**
 * Gives every command `timeoutMs` to answer. One that comes too late may still have been carried out: what it
 * reserved or consumed stays so, and the caller, who was told of a failure, has refused.
 */
export function withinTime(client: RedisCommands, timeoutMs: number): Redis {
  const command = (key: string, args: readonly string[]): Promise<unknown> =>
    inTime(timeoutMs, async () => client.command(key, args));
  return {
    command,
    async run(script, keys, args) {
      const operands = [String(keys.length), ...keys, ...args];
      try {
        return await command(keys[0], ['EVALSHA', script.digest, ...operands]);
      } catch (error) {
        if (!isUnknownScript(error)) throw error;
        // The server restarted, failed over or flushed its scripts. EVAL also makes it remember the script.
        return await command(keys[0], ['EVAL', script.source, ...operands]);
      }
    },
  };
}

async function inTime(timeoutMs: number, ask: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([ask(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}
