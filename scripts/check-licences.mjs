// Fails where a package that an installation brings along has a licence that is not on the list, is deprecated, runs a
// script when it is installed, or is installed under another licence than the lock file says.
//   node scripts/check-licences.mjs [--root <folder>]
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runtimePackages } from './runtime-packages.mjs';

/** Those that ask for no more than a notice. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = resolve(values.root ?? fileURLToPath(new URL('..', import.meta.url)));

const { packages } = runtimePackages(root);
const problems = packages.flatMap((each) => problemsOf(each).map((problem) => `${each.path}: ${problem}`));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
const names = new Set(packages.map(({ license }) => license));
console.log(`${packages.length} packages at run time, under ${[...names].sort().join(', ')}`);

function problemsOf({ path, version, license, deprecated, installScript }) {
  const problems = [];
  if (license === null) problems.push('no licence in package-lock.json');
  else if (!isAllowed(license)) problems.push(`the licence ${license} is not on the list`);
  if (deprecated !== null) problems.push(`deprecated: ${deprecated}`);
  if (installScript) problems.push('runs a script when it is installed');
  const manifest = join(root, path, 'package.json');
  if (!existsSync(manifest)) return [...problems, 'is not installed'];
  const installed = JSON.parse(readFileSync(manifest, 'utf8'));
  if (installed.version !== version) problems.push(`${installed.version} is installed, ${version} is locked`);
  const own = ownLicense(installed);
  if (own !== license) problems.push(`says ${own} of itself, package-lock.json ${license}`);
  if (INSTALL_SCRIPTS.some((name) => installed.scripts?.[name] !== undefined)) {
    problems.push('has a script for its installation');
  }
  return problems;
}

/** Packages from before SPDX have an object, or a list of them. */
function ownLicense({ license, licenses }) {
  const given = license ?? licenses;
  const one = Array.isArray(given) && given.length === 1 ? given[0] : given;
  return typeof one === 'object' && one !== null ? (one.type ?? null) : (one ?? null);
}

/** An SPDX expression of one kind of operator: of OR one must be on the list, of AND all. */
function isAllowed(expression) {
  const names = expression.replace(/^\((.*)\)$/u, '$1').split(/ (?:OR|AND) /u);
  const isMixed = expression.includes(' OR ') && expression.includes(' AND ');
  if (isMixed || names.some((name) => !/^[A-Za-z0-9.+-]+$/u.test(name))) return false;
  return expression.includes(' OR ')
    ? names.some((name) => ALLOWED.includes(name))
    : names.every((name) => ALLOWED.includes(name));
}
