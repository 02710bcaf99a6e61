import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, vi } from 'vitest';
import { repositoryRoot } from '../source-files.js';

// npm takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder of its own with these files, until the end of the test. What is no text is written as JSON. */
export function projectOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'claimgate-project-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** Runs a script of `scripts/`; its output, and what it complained of, line by line. */
export function runScript(
  name: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly output: string; readonly complaints: readonly string[] } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repositoryRoot, 'scripts', name), ...args],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  return { status, output: stdout, complaints: stderr.split('\n').filter((line) => line !== '') };
}
