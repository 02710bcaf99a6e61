import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../source-files.js';
import { projectOf, runScript } from './project.js';

const SHA512 = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

interface Entry {
  readonly version?: string;
  readonly license?: string;
  readonly [more: string]: unknown;
}

/** A project whose only dependency is `a`; `entry` is its row in the lock file, `installed` what it says of itself. */
function projectWith(
  entry: Entry = {},
  installed: Entry = {},
  others: Readonly<Record<string, Entry>> = {},
): string {
  const locked = { version: '1.0.0', license: 'MIT', integrity: SHA512, ...entry };
  const files: Record<string, unknown> = {
    'package.json': { name: 'p', version: '2.0.0', license: 'MIT', dependencies: { a: '^1.0.0' } },
    'package-lock.json': { lockfileVersion: 3, packages: { 'node_modules/a': locked, ...others } },
    'node_modules/a/package.json': { name: 'a', version: '1.0.0', license: locked.license, ...installed },
  };
  for (const [path, { license, version }] of Object.entries(others)) {
    files[`${path}/package.json`] = { version, license };
  }
  return projectOf(files);
}

function complaints(root: string): readonly string[] {
  const { complaints, status } = runScript('check-licences.mjs', ['--root', root]);
  expect(status).toBe(complaints.length === 0 ? 0 : 1);
  return complaints;
}

describe('the licences of what an installation brings along', () => {
  it('are on the list, and nothing of it is deprecated or runs at installation', () => {
    const { complaints, output, status } = runScript('check-licences.mjs');
    expect([complaints, status]).toEqual([[], 0]);
    expect(Number(/^\d+/u.exec(output)?.[0])).toBeGreaterThan(6);
  });

  it.each(['MIT', 'ISC', 'BlueOak-1.0.0', '(BSD-3-Clause OR GPL-2.0)', '(MIT AND Apache-2.0)'])(
    '%s is',
    (license) => {
      expect(complaints(projectWith({ license }))).toEqual([]);
    },
  );

  it.each([
    'GPL-3.0',
    'AGPL-3.0-only',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.txt',
    '(GPL-2.0 OR LGPL-3.0)',
    '(MIT AND GPL-2.0)',
    '(MIT OR GPL-2.0 AND ISC)',
    'MIT WITH constructor',
    '',
  ])('%j is not', (license) => {
    expect(complaints(projectWith({ license }))).toEqual([
      `node_modules/a: the licence ${license} is not on the list`,
    ]);
  });

  it.each<[string, Entry, Entry, string]>([
    [
      'has none',
      { license: undefined as never },
      { license: undefined as never },
      'no licence in package-lock.json',
    ],
    [
      'is under another one than is locked',
      {},
      { license: 'GPL-3.0' },
      'says GPL-3.0 of itself, package-lock.json MIT',
    ],
    ['is another version than is locked', {}, { version: '1.0.1' }, '1.0.1 is installed, 1.0.0 is locked'],
    ['is deprecated', { deprecated: 'use b' }, {}, 'deprecated: use b'],
    ['runs at installation', { hasInstallScript: true }, {}, 'runs a script when it is installed'],
    ['hides that it does', {}, { scripts: { postinstall: 'x' } }, 'has a script for its installation'],
  ])('a package is refused that %s', (_name, entry, installed, complaint) => {
    expect(complaints(projectWith(entry, installed))).toEqual([`node_modules/a: ${complaint}`]);
  });

  it('are looked at down to the last, wherever npm put it, whatever the lock file says it is for', () => {
    const b = { version: '1.0.0', license: 'GPL-3.0', integrity: SHA512, dev: true };
    const root = projectWith({ dependencies: { b: '1' } }, {}, { 'node_modules/a/node_modules/b': b });
    expect(complaints(root)).toEqual([
      'node_modules/a/node_modules/b: the licence GPL-3.0 is not on the list',
    ]);
  });

  it('of what is for development only are not', () => {
    const b = { version: '1.0.0', license: 'GPL-3.0', integrity: SHA512, dev: true };
    expect(complaints(projectWith({}, {}, { 'node_modules/b': b }))).toEqual([]);
  });

  it('cannot be told where a package is missing', () => {
    const root = projectWith({ dependencies: { b: '1' } });
    const { complaints, status } = runScript('check-licences.mjs', ['--root', root]);
    expect([status, complaints.join('\n').includes('package-lock.json has no b for node_modules/a')]).toEqual(
      [1, true],
    );
  });
});

describe('the bill of materials', () => {
  interface Component {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly unknown[];
  }

  interface Bill {
    readonly bomFormat: string;
    readonly specVersion: string;
    readonly serialNumber: string;
    readonly metadata: {
      readonly timestamp?: string;
      readonly component: { readonly name: string; readonly purl: string };
    };
    readonly components: readonly Component[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  }

  function billOf(root: string = repositoryRoot, environment = {}): Bill {
    const output = join(projectOf({}), 'sbom.json');
    const { complaints, status } = runScript('sbom.mjs', ['--root', root, '--output', output], environment);
    expect([complaints, status]).toEqual([[], 0]);
    return JSON.parse(readFileSync(output, 'utf8'));
  }

  it('has all that comes with an installation, each with version, licence and hash, and nothing else', () => {
    const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
    const { bomFormat, components, dependencies, metadata, specVersion } = billOf();
    expect([bomFormat, specVersion, metadata.component.name]).toEqual(['CycloneDX', '1.5', manifest.name]);
    const names = components.map(({ name }) => name);
    for (const name of Object.keys(manifest.dependencies)) expect(names).toContain(name);
    // `npm sbom --omit dev` leaves these out, as something for development needs them too.
    for (const name of ['debug', 'ms', 'escape-html']) expect(names).toContain(name);
    const forDevelopment = Object.keys(manifest.devDependencies).filter((name) => name !== '@types/node');
    expect(names.filter((name) => forDevelopment.includes(name))).toEqual([]);
    for (const { hashes, licenses, name, purl, version } of components) {
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/u) }]);
      expect(licenses).toHaveLength(1);
    }
    const refs = new Set(dependencies.map(({ ref }) => ref));
    expect(refs.size).toBe(components.length + 1);
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
  });

  it('is the same for the same lock file, and has a time only where one is given', () => {
    const first = billOf();
    expect(billOf()).toEqual(first);
    expect(first.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
    );
    expect(first.metadata.timestamp).toBeUndefined();
    const timed = billOf(repositoryRoot, { SOURCE_DATE_EPOCH: '1767225600' });
    expect(timed.metadata.timestamp).toBe('2026-01-01T00:00:00.000Z');
    expect(timed.serialNumber).not.toBe(first.serialNumber);
  });

  it('names a package once that npm put in two places, and writes expressions of licences as such', () => {
    const b = { version: '1.0.0', license: '(MIT OR ISC)', integrity: SHA512 };
    const c = { version: '1.0.0', license: 'MIT', integrity: SHA512, dependencies: { b: '1' } };
    const { components, dependencies } = billOf(
      projectWith(
        { dependencies: { b: '1', c: '1' } },
        {},
        { 'node_modules/a/node_modules/b': b, 'node_modules/b': b, 'node_modules/c': c },
      ),
    );
    expect(components.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(components[1]?.licenses).toEqual([{ expression: '(MIT OR ISC)' }]);
    expect(dependencies).toContainEqual({ ref: 'a@1.0.0', dependsOn: ['b@1.0.0', 'c@1.0.0'] });
    expect(dependencies).toContainEqual({ ref: 'p@2.0.0', dependsOn: ['a@1.0.0'] });
  });

  it.each<[string, Entry]>([
    ['licence', { license: undefined as never }],
    ['SHA-512', { integrity: 'sha1-AAAA' }],
  ])('is not written where a package has no %s', (what, entry) => {
    const { complaints, status } = runScript('sbom.mjs', ['--root', projectWith(entry)]);
    expect([status, complaints.join('\n').includes(`a@1.0.0 has no ${what} in package-lock.json`)]).toEqual([
      1,
      true,
    ]);
  });
});
