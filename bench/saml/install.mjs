// The peers from the registry, by their lock file, in .cache/bench-peers. Scripts of the packages do not run.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = new URL('peers/', import.meta.url);
const FOLDER = fileURLToPath(new URL('../../.cache/bench-peers', import.meta.url));
const INSTALLED = join(FOLDER, 'installed-package-lock.json');
const OPTIONS = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--silent',
  '--omit-lockfile-registry-resolved',
];

/** The folder that holds node_modules, and why there is none where npm could not install. */
export function installPeers(tell) {
  const lock = readFileSync(new URL('package-lock.json', SOURCE), 'utf8');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lock)
    return { folder: FOLDER, failure: null };
  tell('installing the peers into .cache/bench-peers, by bench/saml/peers/package-lock.json');
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(fileURLToPath(new URL(file, SOURCE)), join(FOLDER, file));
  // So that a peer is found from where it is installed.
  writeFileSync(join(FOLDER, 'load.mjs'), 'export const load = (name) => import(name);\n');
  try {
    execFileSync('npm', ['ci', ...OPTIONS], { cwd: FOLDER, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    tell('npm could not install the peers: they are reported as absent');
    return { folder: FOLDER, failure: 'npm could not install it' };
  }
  writeFileSync(INSTALLED, lock);
  return { folder: FOLDER, failure: null };
}
