// What the figures were measured on.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { competitors } from './competitors/index.mjs';

const require = createRequire(import.meta.url);

export function machineNow() {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: output('git', ['rev-parse', '--short', 'HEAD']) ?? 'unknown',
    changed: (output('git', ['status', '--porcelain', '--', 'src', 'bench']) ?? '') !== '',
    processors: cpus().length,
    hardware: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
    node: process.version,
    loadBefore: loadNow(),
  };
}

export function loadNow() {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(' ');
}

/** What to hold of figures from a machine that had more to do than it could; empty where it had not. */
export function overloadNote({ processors, loadBefore, loadAfter }) {
  const most = Math.max(...[loadBefore, loadAfter].map((load) => Number(load.split(' ')[0])));
  if (most <= processors) return '';
  return `
**The machine had ${(most / processors).toFixed(0)} times more to do than it could** while this was measured. Even processor time then scatters by
several times: caches are cold, and blocks are short of calls. Look at the quartiles, take none of the marks below for
settled, reached or not, and run it again on a quiet machine.
`;
}

/** By competitor; those of Debian as its package says. */
export function versionsOf(names, folder) {
  const found = names.map((name) => [name, versionOf(competitors[name], folder)]);
  return Object.fromEntries(found.filter(([, version]) => version !== null));
}

function versionOf({ kind, package: name, version }, folder) {
  if (kind === 'dependency') return versionIn(join(require.resolve(name), '../..'));
  if (kind === 'peer') return versionIn(join(folder, 'node_modules', name));
  return version === undefined
    ? null
    : (output('dpkg-query', ['--show', version])?.replace('\t', ' ') ?? null);
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

function output(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
