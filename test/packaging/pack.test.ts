import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../source-files.js';
import { projectOf, runScript } from './project.js';

// The built package itself is checked by `npm run check`, behind the build. Here is that the check would notice.

const MANIFEST = {
  name: 'p',
  version: '1.0.0',
  files: ['dist', 'docs/errors.md', 'CHANGELOG.md', 'SECURITY.md'],
  bin: { p: './dist/cli.js' },
  exports: { '.': { import: { types: './dist/index.d.ts', default: './dist/index.js' } } },
};
const PACKAGE = {
  'package.json': MANIFEST,
  'CHANGELOG.md': '# Changes',
  LICENSE: 'MIT',
  'README.md': '# p',
  'SECURITY.md': '# Security',
  'docs/errors.md': '# Errors',
  'dist/cli.js': '',
  'dist/index.js': '',
  'dist/index.d.ts': '',
  'dist/index.js.map': { version: 3, sources: ['../src/index.ts'], mappings: '' },
  'dist/stores/a.cjs': '',
  'dist/stores/a.cjs.map': { version: 3, sources: ['a.cjs', '../../src/index.ts'], mappings: '' },
  'src/index.ts': '',
  'test/a.test.ts': '',
};

function complaintsOf(changes: Readonly<Record<string, unknown>>): readonly string[] {
  const { complaints, status } = runScript('check-pack.mjs', [
    '--root',
    projectOf({ ...PACKAGE, ...changes }),
  ]);
  expect(status).toBe(complaints.length === 0 ? 0 : 1);
  return complaints;
}

describe('what would be published', () => {
  it('passes as it should be, without tests and sources', () => {
    expect(complaintsOf({})).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a test', { 'dist/a.test.js': '' }, 'dist/a.test.js: does not belong into the package'],
    [
      'a fixture',
      { 'dist/fixtures/response.xml': '' },
      'dist/fixtures/response.xml: does not belong into the package',
    ],
    ['a source', { 'dist/index.ts': '' }, 'dist/index.ts: does not belong into the package'],
    ['a key', { 'dist/key.pem': '' }, 'dist/key.pem: does not belong into the package'],
    [
      'another document',
      { 'docs/scim.md': '', 'package.json': { ...MANIFEST, files: [...MANIFEST.files, 'docs'] } },
      'docs/scim.md: does not belong into the package',
    ],
    [
      'a file that package.json leads to and is not there',
      { 'package.json': { ...MANIFEST, main: './dist/index.cjs' } },
      'dist/index.cjs: is missing',
    ],
    [
      'no SECURITY.md',
      { 'package.json': { ...MANIFEST, files: ['dist', 'docs/errors.md', 'CHANGELOG.md'] } },
      'SECURITY.md: is missing',
    ],
    [
      'a script for the installation',
      { 'package.json': { ...MANIFEST, scripts: { postinstall: 'node dist/cli.js' } } },
      'package.json: has the script postinstall, which runs at installation',
    ],
    [
      'a home folder',
      { 'dist/index.js': '// /home/somebody/p/src' },
      'dist/index.js: names a path of a machine',
    ],
    [
      'a home folder of Windows',
      { 'dist/index.js': '"C:\\\\Users\\\\x"' },
      'dist/index.js: names a path of a machine',
    ],
    [
      'a map that leads out of the sources',
      { 'dist/index.js.map': { version: 3, sources: ['../node_modules/a/index.js'], mappings: '' } },
      'dist/index.js.map: leads to node_modules/a/index.js',
    ],
    [
      'a map of a source that is not there',
      { 'dist/index.js.map': { version: 3, sources: ['../src/gone.ts'], mappings: '' } },
      'dist/index.js.map: leads to src/gone.ts',
    ],
    [
      'a map with a path of the machine',
      { 'dist/index.js.map': { version: 3, sources: ['/opt/build/src/index.ts'], mappings: '' } },
      'dist/index.js.map: leads to /opt/build/src/index.ts',
    ],
  ])('is refused with %s', (_name, changes, complaint) => {
    expect(complaintsOf(changes)).toEqual([complaint]);
  });

  it('is refused where it names the folder that it was built in', () => {
    const root = projectOf(PACKAGE);
    writeFileSync(join(root, 'dist/index.js'), `// ${root}/src/index.ts`);
    expect(runScript('check-pack.mjs', ['--root', root]).complaints).toEqual([
      'dist/index.js: names a path of a machine',
    ]);
  });

  it('is refused where it is larger than expected', () => {
    expect(complaintsOf({ 'dist/index.js': 'x'.repeat(10_000_001) })).toEqual([
      expect.stringMatching(/^\d+ bytes unpacked, 10000000 at most$/u),
    ]);
  });
});

describe('package.json', () => {
  const { scripts, files } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));

  it('runs nothing at installation, and checks licences and package in the gate', () => {
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(scripts[name]).toBeUndefined();
    expect(scripts.check).toContain('npm run licences');
    expect(scripts.check.indexOf('npm run build')).toBeLessThan(scripts.check.indexOf('npm run pack:check'));
    expect(scripts.postbuild).toBe('node scripts/relative-source-maps.mjs');
    expect(files).toEqual(['dist', 'docs/errors.md', 'CHANGELOG.md', 'SECURITY.md']);
  });
});

describe('the maps of a build', () => {
  it('name sources from where they are, and no folder of the machine', () => {
    const dist = join(
      projectOf({ 'dist/stores/b.cjs.map': { sources: ['../../src/b.ts'], mappings: 'A' } }),
      'dist',
    );
    const sources = [join(dist, 'stores/a.cjs'), '../../src/a.ts', join(dist, '../src/c.ts')];
    writeFileSync(
      join(dist, 'stores/a.cjs.map'),
      JSON.stringify({ version: 3, file: join(dist, 'stores/a.cjs'), sources, mappings: 'AAAA' }),
    );
    expect(runScript('relative-source-maps.mjs', ['--dist', dist]).status).toBe(0);
    const mapOf = (name: string) => JSON.parse(readFileSync(join(dist, 'stores', name), 'utf8'));
    expect(mapOf('a.cjs.map')).toEqual({
      version: 3,
      file: 'a.cjs',
      sources: ['a.cjs', '../../src/a.ts', '../../src/c.ts'],
      mappings: 'AAAA',
    });
    expect(mapOf('b.cjs.map')).toEqual({ sources: ['../../src/b.ts'], mappings: 'A' });
  });
});
