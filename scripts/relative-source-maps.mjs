// Runs after each build: tsup names the file itself in the maps of CommonJS by the path it has on this machine. What is
// published names no machine, and a build in another folder gives the same bytes.
//   node scripts/relative-source-maps.mjs [--dist <folder>]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { dist: { type: 'string' } } });
const dist = resolve(values.dist ?? fileURLToPath(new URL('../dist', import.meta.url)));

for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.map')) makeRelative(join(dist, name));
}

function makeRelative(path) {
  const map = JSON.parse(readFileSync(path, 'utf8'));
  const relativeTo = (name) =>
    isAbsolute(name) ? relative(dirname(path), name).replaceAll('\\', '/') : name;
  const sources = map.sources.map(relativeTo);
  const changed =
    map.file === undefined ? { ...map, sources } : { ...map, sources, file: relativeTo(map.file) };
  writeFileSync(path, JSON.stringify(changed));
}
