// Fails where what `npm publish` would send is not exactly the package: a file too many or too few, a script that runs
// at installation, a path of a machine, a source map that leads out of the sources, or more bytes than expected.
//   node scripts/check-pack.mjs [--root <folder>]
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const DOCUMENTS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'docs/errors.md', 'package.json'];
const BUILT = /^dist\/(?:[\w-]+\/)*[\w-]+\.(?:c?js(?:\.map)?|d\.c?ts)$/u;
/** Beside the maps, the two module systems and their declarations: room for a third more than there is. */
const MOST_PACKED = 2_500_000;
const MOST_UNPACKED = 10_000_000;
const INSTALL_SCRIPTS = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];
const MACHINE_PATH = /(?<![\w.-])(?:\/(?:home|Users)\/[\w.-]+\/|[A-Za-z]:\\+Users\\+|file:\/\/\/\w)/u;

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = resolve(values.root ?? fileURLToPath(new URL('..', import.meta.url)));

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const names = packed.files.map(({ path }) => path);
const problems = [
  ...contentProblems(),
  ...scriptProblems(),
  ...sizeProblems(),
  ...names.flatMap(textProblems),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${names.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);

function contentProblems() {
  const needed = [...DOCUMENTS, ...entriesOf(manifest)];
  return [
    ...names
      .filter((name) => !DOCUMENTS.includes(name) && !BUILT.test(name))
      .map((name) => `${name}: does not belong into the package`),
    ...needed.filter((name) => !names.includes(name)).map((name) => `${name}: is missing`),
  ];
}

/** Every file that package.json leads to. */
function entriesOf({ main, module, types, bin, exports }) {
  const found = new Set();
  const collect = (value) => {
    if (typeof value === 'string') found.add(posix.normalize(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  [main, module, types, bin, exports].forEach(collect);
  return [...found];
}

function scriptProblems() {
  return INSTALL_SCRIPTS.filter((name) => manifest.scripts?.[name] !== undefined).map(
    (name) => `package.json: has the script ${name}, which runs at installation`,
  );
}

function sizeProblems() {
  const problems = [];
  if (packed.size > MOST_PACKED) problems.push(`${packed.size} bytes packed, ${MOST_PACKED} at most`);
  if (packed.unpackedSize > MOST_UNPACKED) {
    problems.push(`${packed.unpackedSize} bytes unpacked, ${MOST_UNPACKED} at most`);
  }
  return problems;
}

function textProblems(name) {
  const text = readFileSync(join(root, name), 'utf8');
  const problems = [];
  if (text.includes(`${root}/`) || MACHINE_PATH.test(text))
    problems.push(`${name}: names a path of a machine`);
  if (name.endsWith('.map')) problems.push(...mapProblems(name, JSON.parse(text)));
  return problems;
}

/** A source is one of `src`, told by its relative path, or the built file itself. */
function mapProblems(name, { sources }) {
  const own = name.replace(/\.map$/u, '');
  return sources
    .map((source) => (posix.isAbsolute(source) ? source : posix.join(dirname(name), source)))
    .filter((path) => path !== own && !(path.startsWith('src/') && existsSync(join(root, path))))
    .map((path) => `${name}: leads to ${path}`);
}
