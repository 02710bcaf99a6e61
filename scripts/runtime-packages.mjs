// The packages that an installation of claimgate brings along, found as npm lays them out: from the dependencies of
// package.json through the lock file, each name looked up in the nearest node_modules. The flags of the lock file are
// not asked, as a package may be there for development and at run time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root folder with package.json and package-lock.json
 * @returns {{ manifest: object, packages: { path: string, name: string, version: string, license: string | null, integrity: string | null, installScript: boolean, deprecated: string | null, dependsOn: string[] }[], direct: string[] }} `dependsOn` and `direct` are paths
 */
export function runtimePackages(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { lockfileVersion, packages: locked } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  if (lockfileVersion !== 3) throw new Error(`package-lock.json has version ${lockfileVersion}, not 3`);
  const direct = dependenciesOf(locked, '', manifest);
  const found = new Map();
  const waiting = [...direct];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const entry = locked[path];
    const dependsOn = dependenciesOf(locked, path, entry);
    found.set(path, {
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      license: entry.license ?? null,
      integrity: entry.integrity ?? null,
      installScript: entry.hasInstallScript === true,
      deprecated: entry.deprecated ?? null,
      dependsOn,
    });
    waiting.push(...dependsOn);
  }
  const packages = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { manifest, packages, direct };
}

/** Peers that npm installed count too: they are loaded. What is optional may be missing. */
function dependenciesOf(
  locked,
  path,
  { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} },
) {
  const paths = [];
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const found = resolve(locked, path, name);
    const mayMiss =
      Object.hasOwn(optionalDependencies, name) || peerDependenciesMeta[name]?.optional === true;
    if (found !== null) paths.push(found);
    else if (!mayMiss)
      throw new Error(`package-lock.json has no ${name} for ${path === '' ? 'the project' : path}`);
  }
  return paths.sort();
}

function resolve(locked, from, name) {
  for (
    let at = from;
    ;
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
  ) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (Object.hasOwn(locked, path)) return path;
    if (at === '') return null;
  }
}
