import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/run.js';
import { createTestKeyPair, mintResponse } from '../src/testing/index.js';
import { repositoryRoot } from './source-files.js';

// The commands of the README, run as they stand there, over the files that they name.

const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/^npx claimgate ([^#\n]*)/gmu)].map(([, command = '']) =>
  command.trim(),
);
const connectionJson = /^```json\n([\s\S]*?)^```$/mu.exec(readme)?.[1] ?? '';

const folder = mkdtempSync(join(tmpdir(), 'claimgate-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the commands of README.md', () => {
  const keyPair = createTestKeyPair();
  const { entityId, assertionConsumerServiceUrl } = JSON.parse(connectionJson);
  const { samlResponse } = mintResponse({
    keyPair,
    entityId,
    assertionConsumerServiceUrl,
    now: new Date('2026-01-02T03:04:05Z'),
  });
  const files = {
    'response.txt': samlResponse,
    'contoso.cer': keyPair.certificatePem,
    'connection.json': connectionJson,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

  it('are those of the help', async () => {
    const { stdout } = await execute('--help');
    const names = commands.map((command) => command.split(' ')[0] ?? '');
    expect(new Set(names)).toEqual(new Set(['inspect', 'certificate', 'metadata', 'settings']));
    for (const name of names) expect(stdout).toContain(`  ${name} `);
  });

  it.each(commands)('claimgate %s', async (command) => {
    const { exitCode, stdout, stderr } = await execute(command);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
  });

  it('refuse the same response two hours later', async () => {
    const { exitCode, stdout } = await execute(
      'inspect response.txt --connection connection.json --at 2026-01-02T05:04:05Z',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/conditions_expired|subject_confirmation_expired/u);
  });
});

async function execute(command: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const args = command
    .split(/ +/u)
    .map((arg) => (/^[a-z]+\.(?:txt|cer|json)$/u.test(arg) ? join(folder, arg) : arg));
  const exitCode = await run(args, {
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    stdin: async () => new Uint8Array(),
    color: false,
  });
  return { exitCode, ...written };
}
