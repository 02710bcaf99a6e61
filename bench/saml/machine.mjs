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
