import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the example's last line says, and how to stop it. */
export interface RunningExample {
  readonly app: string;
  readonly identityProvider: string;
  readonly organization: string;
  readonly scim: { readonly baseUrl: string; readonly token: string };
  /** Sends SIGTERM and gives the exit code. */
  stop(): Promise<number | null>;
}

/** How a start of the example ended that did not come to serve anything. */
export interface FailedStart {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * The example imports the built package, so it is built where that is missing or older than the sources: as for
 * `npm start`, without the declarations, which take several times as long as all the rest.
 */
export function buildWhereStale(): void {
  const built = join(root, 'dist/testing.js');
  if (existsSync(built) && statSync(built).mtimeMs >= newestSource()) return;
  execFileSync('npm', ['run', '--silent', 'build', '--', '--silent', '--no-dts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 110_000,
  });
}

/** Starts the example as `npm start` does, on any two free ports. */
export async function startExample(): Promise<RunningExample> {
  const { stop, urls } = await startWith({ PORT: '0', IDP_PORT: '0' });
  return { ...urls, stop: async () => (await stop('SIGTERM')).exitCode };
}

/** The example as one process of several. */
export interface StartedProcess {
  readonly urls: Pick<RunningExample, 'app' | 'identityProvider' | 'organization' | 'scim'>;
  /** Ends it, unless it has ended, and waits for that. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<FailedStart>;
}

/** Starts the example with variables of its own, and waits until it serves. */
export async function startWith(environment: Readonly<Record<string, string>>): Promise<StartedProcess> {
  const { child, exited, output } = run(environment);
  const lines = createInterface({ input: output });
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    return {
      urls: JSON.parse(line),
      stop(signal) {
        child.kill(signal);
        return exited;
      },
    };
  }
  throw new Error(`the example did not start: ${(await exited).errors}`);
}

/** Starts the example where it cannot start, and waits for its end. */
export function failToStart(environment: Readonly<Record<string, string>>): Promise<FailedStart> {
  return run(environment).exited;
}

function run(environment: Readonly<Record<string, string>>): {
  readonly child: ChildProcess;
  readonly output: Readable;
  readonly exited: Promise<FailedStart>;
} {
  const child = spawn(process.execPath, [join(root, 'examples/express/server.mjs')], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = new Promise<FailedStart>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, output, errors }));
  });
  return { child, output: child.stdout, exited };
}

function newestSource(): number {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}
