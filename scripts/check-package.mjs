// Packs what was built, installs the tarball into an empty folder and uses it there as a stranger would:
// ESM and CommonJS on each Node given, the command, and the declarations under a strict compiler.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const nodes = process.argv.length > 2 ? process.argv.slice(2) : [process.execPath];
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const consumer = mkdtempSync(join(tmpdir(), 'claimgate-consumer-'));

try {
  install();
  for (const node of nodes) use(node);
  compile();
} finally {
  rmSync(consumer, { recursive: true });
}

function install() {
  const [{ filename }] = JSON.parse(output('npm', ['pack', '--json', '--pack-destination', consumer], root));
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const types = `@types/node@${devDependencies['@types/node']}`;
  run('npm', ['install', '--no-audit', '--no-fund', `./${filename}`, types]);
  for (const name of ['smoke.mjs', 'smoke.cjs', 'smoke-package.cjs', 'exports.json']) {
    cpSync(join(root, 'scripts', name), join(consumer, name));
  }
}

function use(node) {
  run(node, ['smoke.mjs']);
  run(node, ['smoke.cjs']);
  const help = output(node, ['node_modules/.bin/claimgate', '--help'], consumer);
  if (!/^ +inspect /mu.test(help)) throw new Error('claimgate --help does not name its commands');
}

/** Without skipLibCheck and without DOM types: the declarations must stand by themselves. */
function compile() {
  const names = Object.keys(JSON.parse(readFileSync(join(consumer, 'exports.json'), 'utf8')));
  const source = names
    .map((name, index) => `import * as m${index} from '${name}';\nvoid m${index};\n`)
    .join('');
  writeFileSync(join(consumer, 'consumer.mts'), source);
  writeFileSync(join(consumer, 'consumer.cts'), source);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = '--noEmit --strict --module nodenext --target es2022 --lib es2022 --types node'.split(' ');
  run(process.execPath, [compiler, ...options, 'consumer.mts', 'consumer.cts']);
  console.log('the declarations compile in both module systems, strictly and without skipLibCheck');
}

function run(command, args) {
  execFileSync(command, args, { cwd: consumer, stdio: ['ignore', 'inherit', 'inherit'] });
}

function output(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
