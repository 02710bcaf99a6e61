import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestKeyPair, type TestKeyPair } from '../../../src/testing/index.js';
import { freePort } from '../loopback.js';
import { DOCUMENT_ROOT } from './installed.js';

/** What SimpleSAMLphp knows of one service provider, by its own names. */
export type RemoteServiceProvider = Readonly<Record<string, unknown>>;

export interface SimpleSamlPhpOptions {
  /** Entity ID of the identity provider. */
  readonly issuer: string;
  /** From one application to the next, or to all at once in frames. */
  readonly logoutType: 'traditional' | 'iframe';
  /** `host:port` to which SimpleSAMLphp may send browsers. */
  readonly applicationHost: string;
  /** By entity ID. */
  readonly serviceProviders: Readonly<Record<string, RemoteServiceProvider>>;
  /** Attributes by `name:password`. */
  readonly people: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface SimpleSamlPhp {
  readonly url: string;
  readonly keyPair: TestKeyPair;
  /** The metadata that it publishes of itself. */
  metadata(): Promise<string>;
  /** Uploads metadata of a service provider, as its administrator would; a second upload under a name replaces it. */
  importMetadata(name: string, xml: string): void;
  /** The identity provider's own log, to find out why it refused. */
  log(): string;
  stop(): Promise<void>;
}

const METADATA = '/saml2/idp/metadata.php';
const FOLDERS = ['cert', 'log', 'data', 'tmp', 'sessions', 'imports'];

/** Starts SimpleSAMLphp at a free port, with a key of its own; everything it writes is in one temporary folder. */
export async function startSimpleSamlPhp(options: SimpleSamlPhpOptions): Promise<SimpleSamlPhp> {
  const port = await freePort();
  const url = `http://idp.localhost:${port}`;
  const keyPair = createTestKeyPair({ commonName: 'Identity provider of the tests' });
  const folder = mkdtempSync(join(tmpdir(), 'claimgate-idp-'));
  for (const name of FOLDERS) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'cert/idp.key'), keyPair.privateKeyPem);
  writeFileSync(join(folder, 'cert/idp.crt'), keyPair.certificatePem);
  const settings = { ...options, folder, baseUrl: url, secret: keyPair.sha256Thumbprint };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));

  const server = serve(port, folder);
  await answering(port, server);
  return {
    url,
    keyPair,
    // This machine's name service need not know the names below localhost that the browser knows.
    metadata: async () => (await fetch(`http://127.0.0.1:${port}${METADATA}`)).text(),
    importMetadata: (name, xml) => writeFileSync(join(folder, `imports/${name}.xml`), xml),
    log: () => readFileSync(join(folder, 'log/identity-provider.log'), 'utf8'),
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function serve(port: number, folder: string): ChildProcess {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const environment = {
    SIMPLESAMLPHP_CONFIG_DIR: here('config'),
    TEST_SETTINGS: join(folder, 'settings.json'),
  };
  return spawn('php', ['-q', '-S', `127.0.0.1:${port}`, '-t', DOCUMENT_ROOT, here('router.php')], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
}

async function answering(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && server.exitCode === null; attempt += 1) {
    const metadata = await fetch(`http://127.0.0.1:${port}${METADATA}`).catch(() => null);
    if (metadata?.ok) return;
    if (metadata !== null) throw new Error(`SimpleSAMLphp is set up wrong: ${await metadata.text()}`);
    await pause(100);
  }
  server.kill('SIGTERM');
  throw new Error('SimpleSAMLphp did not start');
}
