import { type Redis, type RedisCommands, scriptOf, withinTime } from './commands.js';
import { readArray, readText } from './replies.js';

/** One way in which a server is not set up as the stores need it. */
export interface RedisWarning {
  readonly code: 'evicts' | 'not_persistent' | 'not_master' | 'old_version' | 'unknown_settings';
  /** `run_id` of the server, or null where it did not tell. */
  readonly server: string | null;
  readonly message: string;
}

const TIMEOUT_MS = 5_000;
/** Keys of as many slots, so that each master of a cluster is very probably asked. */
const CLUSTER_PROBES = 64;
const OLDEST = [6, 2] as const;

// INFO and not CONFIG, which managed services forbid; in a script of two keys, as the stores need scripts anyway, and
// because a client sends INFO itself to any node.
const INFO = scriptOf(`
local names, texts = {'server', 'memory', 'persistence', 'replication'}, {}
for i, name in ipairs(names) do texts[i] = redis.call('INFO', name) end
return texts`);

/**
 * Asks the server, or the masters of a cluster, for the settings that the stores rest on, and says what is wrong with
 * them; an empty list means nothing. To be called when the application starts. Rejects when a server cannot be
 * asked or cannot run scripts; a server that does not tell its settings gives `unknown_settings`.
 */
export async function checkRedis(client: RedisCommands): Promise<readonly RedisWarning[]> {
  const redis = withinTime(client, TIMEOUT_MS);
  const first = await readInfo(redis, 0);
  const others =
    first.get('redis_mode') === 'cluster'
      ? await Promise.all(Array.from({ length: CLUSTER_PROBES }, (_, index) => readInfo(redis, index + 1)))
      : [];
  const servers = new Map([first, ...others].map((info) => [info.get('run_id') ?? null, info]));
  return [...servers].flatMap(([server, info]) =>
    warningsOf(info).map((warning) => ({ ...warning, server })),
  );
}

async function readInfo(redis: Redis, probe: number): Promise<ReadonlyMap<string, string>> {
  const tag = `{claimgate-check-${probe}}`;
  const texts = readArray(await redis.run(INFO, [`${tag}:1`, `${tag}:2`], [])).map(readText);
  const lines = texts.flatMap((text) => (text ?? '').split(/\r?\n/u));
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}

function warningsOf(info: ReadonlyMap<string, string>): readonly Omit<RedisWarning, 'server'>[] {
  const policy = info.get('maxmemory_policy');
  const appendOnly = info.get('aof_enabled');
  const version = info.get('redis_version');
  const role = info.get('role');
  const warnings: Omit<RedisWarning, 'server'>[] = [];
  if (policy !== undefined && policy !== 'noeviction') {
    warnings.push({
      code: 'evicts',
      message: `maxmemory-policy is ${policy}: a used assertion that is evicted could be used again. Set noeviction`,
    });
  }
  if (appendOnly === '0') {
    warnings.push({
      code: 'not_persistent',
      message:
        'appendonly is off: after a restart, assertions used since the last snapshot could be used again',
    });
  }
  if (role !== undefined && role !== 'master') {
    warnings.push({ code: 'not_master', message: `The server that was asked is a ${role}, not the master` });
  }
  if (version !== undefined && isOlder(version)) {
    warnings.push({ code: 'old_version', message: `Redis ${version} is older than ${OLDEST.join('.')}` });
  }
  const unknown = Object.entries({ maxmemory_policy: policy, aof_enabled: appendOnly, role });
  const names = unknown.flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (names.length > 0) {
    warnings.push({ code: 'unknown_settings', message: `The server does not tell ${names.join(', ')}` });
  }
  return warnings;
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
