import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { keyPair } from '../testing/test-connection.js';
import { cli, file } from './run-cli.js';

const own = ['--entity-id', 'https://app.example/saml/c1', '--acs-url', 'https://app.example/saml/c1/acs'];

describe('claimgate', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await cli(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists its commands, and explains each', async () => {
    const { stdout } = await cli(['--help']);
    for (const name of ['inspect', 'certificate', 'metadata', 'settings']) {
      expect(stdout).toContain(`  ${name} `);
      const help = await cli([name, '--help']);
      expect(help).toMatchObject({ exitCode: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^claimgate ${name} `));
      expect(help.stdout).toContain('Exit code: 0');
      expect(await cli(['help', name])).toEqual(help);
    }
  });

  it('exits with 2 for no or an unknown command', async () => {
    expect(await cli([])).toMatchObject({ exitCode: 2, stdout: '' });
    const unknown = await cli(['toString']);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('there is no command "toString"');
  });

  it('does nothing when it is imported', async () => {
    const before = process.exitCode;
    await import('../../src/cli/main.js');
    expect(process.exitCode).toBe(before);
  });
});

describe('claimgate certificate', () => {
  it('tells what a certificate holds', async () => {
    const { exitCode, stdout } = await cli(['certificate', file('a.cer', keyPair.certificatePem)]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Subject        CN=Microsoft Azure Federated SSO Certificate\n');
    expect(stdout).toContain(`Thumbprint     ${keyPair.sha1Thumbprint}\n`);
    expect(stdout).toContain('Key            RSA, 2048 bits\n');
  });

  it('warns of an expired one, which can still be used', async () => {
    const { privateKeyPem } = keyPair;
    const old = createTestKeyPair({
      privateKeyPem,
      notBefore: new Date('2020-01-01T00:00:00Z'),
      commonName: 'a\u009bb',
    });
    const { exitCode, stdout } = await cli(['certificate', '-'], old.certificatePem);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Warning        expired\n');
    expect(stdout).not.toContain('\u009b');
  });

  it('prints JSON without the key object', async () => {
    const { stdout } = await cli(['certificate', file('b.cer', keyPair.certificatePem), '--json']);
    const [certificate] = JSON.parse(stdout);
    expect(certificate).toMatchObject({ sha256Thumbprint: keyPair.sha256Thumbprint, keyBits: 2048 });
    expect(certificate).not.toHaveProperty('publicKey');
  });

  it('exits with 1 for what cannot be used, never showing a private key', async () => {
    const key = file('key.pem', keyPair.privateKeyPem);
    const plain = await cli(['certificate', key]);
    expect(plain.exitCode).toBe(1);
    expect(plain.stderr).toContain('private_key');
    const json = await cli(['certificate', key, '--json']);
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.stdout).code).toContain('private_key');
    expect(plain.stderr + json.stdout).not.toContain(keyPair.privateKeyPem.split('\n')[1]);
  });

  it.each([
    [[], 'FILE is missing'],
    [['a', 'b'], 'one FILE only'],
    [['nowhere.cer'], 'there is no such file'],
  ])('exits with 2 for %j', async (args, message) => {
    const { exitCode, stderr } = await cli(['certificate', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('claimgate metadata', () => {
  it('writes metadata to standard output or a file', async () => {
    const { exitCode, stdout } = await cli(['metadata', ...own]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('entityID="https://app.example/saml/c1"');
    expect(stdout).toContain('Location="https://app.example/saml/c1/acs"');
    const out = file('metadata.xml', '');
    expect(await cli(['metadata', ...own, '--out', out])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(readFileSync(out, 'utf8').trimEnd()).toBe(stdout.trimEnd());
  });

  it.each([
    [own.slice(0, 2), '--acs-url is missing'],
    [own.with(3, 'http://app.example/acs'), '--acs-url must be an https URL'],
    [own.with(1, 'no uri'), '--entity-id must be an absolute URI'],
    [[...own, 'x'], 'unexpected "x"'],
    [[...own, '--out', 'nowhere/metadata.xml'], 'cannot write nowhere/metadata.xml'],
  ])('exits with 2 for %j', async (args, message) => {
    const { exitCode, stderr } = await cli(['metadata', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('claimgate settings', () => {
  it('prints the sheet as text, JSON or HTML', async () => {
    const signOn = ['--sign-on-url', 'https://app.example/sign-in'];
    const text = await cli(['settings', ...own, ...signOn]);
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toContain('Reply URL (Assertion Consumer Service URL)');
    expect(text.stdout).toContain('https://app.example/sign-in');
    const json = JSON.parse((await cli(['settings', ...own, '--json'])).stdout);
    expect(json[0]).toMatchObject({ field: 'Identifier (Entity ID)', value: 'https://app.example/saml/c1' });
    expect((await cli(['settings', ...own, '--html'])).stdout).toMatch(/^<table /);
  });

  it.each([
    [[...own, '--json', '--html'], 'choose --json or --html'],
    [[...own, 'x'], 'unexpected "x"'],
    [[], '--entity-id is missing'],
    [[...own, '--sign-on-url', 'x'], '--sign-on-url must be'],
  ])('exits with 2 for %j', async (args, message) => {
    const { exitCode, stderr } = await cli(['settings', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
