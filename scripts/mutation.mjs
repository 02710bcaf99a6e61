// npm run mutation: changes src/organizations, src/response and src/xml in thousands of small ways, one at a time, and
// lists the changes that no test of these rooms notices. `npm run mutation -- src/xml/text.ts` does so for some files.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`./mutation/${name}`, import.meta.url));
const installed = path('node_modules/installed.json');

if (
  !existsSync(installed) ||
  readFileSync(installed, 'utf8') !== readFileSync(path('package-lock.json'), 'utf8')
) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
    cwd: path(''),
    stdio: 'inherit',
  });
  copyFileSync(path('package-lock.json'), installed);
}
const { status } = spawnSync(process.execPath, [path('run.mjs'), ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
