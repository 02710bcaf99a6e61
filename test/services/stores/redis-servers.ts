import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freePort } from '../loopback.js';

/** A server of the test's own, on a free port of this machine, whose data are in a folder that `stop` removes. */
export interface RedisServer {
  readonly port: number;
  /** What redis-cli prints for a command. */
  cli(...args: readonly string[]): Promise<string>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it without a chance to write anything. */
  kill(): Promise<void>;
  /** Starts it again on the same port, over the same data. */
  restart(): Promise<void>;
  /** Starts it again on the same port, as after the loss of its disk. */
  restartEmpty(): Promise<void>;
  stop(): Promise<void>;
}

export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Runs the tests where Redis is installed. Where it is not, one line says so; on CI that is a failure. */
export function withRedis(tests: () => void): void {
  const isInstalled = ['redis-server', 'redis-cli'].every(
    (command) => spawnSync(command, ['--version']).status === 0,
  );
  if (isInstalled) {
    tests();
  } else {
    it('NOT RUN: no Redis. Install it: apt-get install --no-install-recommends redis-server', () => {
      expect(process.env['CI'] ?? '').not.toBe('true');
    });
  }
}

/** Starts a server that keeps every write on disk before it answers. */
export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'claimgate-redis-'));
  const address = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const durability = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
  let server: ChildProcess | null = null;
  const cli = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('redis-cli', ['-h', '127.0.0.1', '-p', String(port), ...args]);
    return stdout.trim();
  };
  const start = async (): Promise<void> => {
    server = spawn('redis-server', [...address, ...durability, ...settings], { stdio: 'ignore' });
    await until(async () => (await cli('PING')) === 'PONG');
  };
  const kill = async (): Promise<void> => {
    const ended = server;
    server = null;
    if (ended === null || ended.exitCode !== null || ended.signalCode !== null) return;
    const gone = new Promise((resolve) => ended.once('exit', resolve));
    ended.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    port,
    cli,
    signal: (name) => server?.kill(name),
    kill,
    restart: start,
    async restartEmpty() {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      await start();
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a cluster of three masters. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all(
    [1, 2, 3].map(async () => {
      const busPort = String(await freePort());
      return startRedis('--cluster-enabled', 'yes', '--cluster-port', busPort);
    }),
  );
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  for (const { cli } of nodes) {
    await until(async () => (await cli('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  }
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

/** A sentinel that watches one master, under the name `claimgate`. */
export interface RedisSentinel {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startRedisSentinel(master: RedisServer): Promise<RedisSentinel> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'claimgate-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const watched = `sentinel monitor claimgate 127.0.0.1 ${master.port} 1`;
  await writeFile(file, `bind 127.0.0.1\nport ${port}\ndir ${folder}\n${watched}\n`);
  const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  await until(async () => {
    const asked = ['-p', String(port), 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'claimgate'];
    return (await run('redis-cli', asked)).stdout.includes(String(master.port));
  });
  return {
    port,
    async stop() {
      const gone = new Promise((resolve) => sentinel.once('exit', resolve));
      sentinel.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until `holds` resolves with true, at most 20 seconds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > end) throw new Error('Waited 20 seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
