import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the example's last line says, and how to stop it. */
export interface RunningExample {
  readonly app: string;
  readonly identityProvider: string;
  readonly organization: string;
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
  const { child, exited } = run({ PORT: '0', IDP_PORT: '0' });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    const urls: Pick<RunningExample, 'app' | 'identityProvider' | 'organization'> = JSON.parse(line);
    return {
      ...urls,
      async stop() {
        child.kill('SIGTERM');
        return (await exited).exitCode;
      },
    };
  }
  throw new Error(`the example did not start: ${(await exited).errors}`);
}

/** Starts the example where it cannot start, and waits for its end. */
export function failToStart(environment: Readonly<Record<string, string>>): Promise<FailedStart> {
  return run(environment).exited;
}

function run(environment: Readonly<Record<string, string>>) {
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
  return { child, exited };
}

function newestSource(): number {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}
