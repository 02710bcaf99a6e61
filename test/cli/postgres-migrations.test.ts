import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/stores/postgres/index.js';
import { cli } from './run-cli.js';

describe('claimgate postgres-migrations', () => {
  it('prints every migration as SQL, each one statement with its semicolon', async () => {
    const { exitCode, stdout } = await cli(['postgres-migrations']);
    expect(exitCode).toBe(0);
    for (const { name, sql, version } of migrations()) {
      expect(stdout).toContain(`-- ${version}: ${name}\n${sql};\n`);
    }
    expect(stdout).toContain('"claimgate".requests');
  });

  it('prints them for another schema, and as JSON', async () => {
    const { stdout } = await cli(['postgres-migrations', '--schema', 'sso', '--json']);
    expect(JSON.parse(stdout)).toEqual(migrations({ schema: 'sso' }));
    expect(stdout).not.toContain('"claimgate"');
  });

  it('is listed and explained', async () => {
    expect((await cli(['--help'])).stdout).toContain('  postgres-migrations ');
    expect((await cli(['postgres-migrations', '--help'])).stdout).toMatch(/^claimgate postgres-migrations /);
  });

  it.each([
    [['x'], 'unexpected "x"'],
    [['--schema', 'a"; DROP SCHEMA public; --'], 'schema must be of'],
  ])('exits with 2 for %j', async (args, message) => {
    const { exitCode, stderr } = await cli(['postgres-migrations', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
