// Installs a folder's package.json and package-lock.json into a temporary folder and asks its libraries.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ASK = fileURLToPath(new URL('./ask.mjs', import.meta.url));

/**
 * Calls `use` with the folder that holds node_modules, and removes it afterwards. Scripts of the packages do not run.
 */
export function withInstalled(source, use) {
  const folder = mkdtempSync(join(tmpdir(), 'claimgate-corpus-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(fileURLToPath(new URL(file, source)), join(folder, file));
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Verdicts by fixture. What the library prints is left out: it is a lot, and holds addresses of memory and files. */
export function askLibrary(folder, name, api) {
  const file = join(folder, 'verdicts.json');
  const { status } = spawnSync(process.execPath, [ASK, folder, name, api, file], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${name} could not be asked: status ${status}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** How many fixtures had which verdict. */
export function countsOf(verdicts) {
  const counts = { accepted: 0, forged: 0, refused: 0, crashed: 0, silent: 0, 'not asked': 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}
