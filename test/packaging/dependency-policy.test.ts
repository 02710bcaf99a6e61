import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../source-files.js';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const record = read('docs/decisions/0001-dependencies.md');
const manifest: {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: object;
  readonly optionalDependencies?: object;
} = JSON.parse(read('package.json'));
const locked: Readonly<
  Record<string, { readonly version?: string; readonly integrity?: string; readonly dev?: boolean }>
> = JSON.parse(read('package-lock.json')).packages;

/** The packages in the first cells of a section's table. */
function rowsOf(section: string): readonly string[] {
  const [, text = ''] = record.split(`\n## ${section}\n`);
  const cells = (text.split('\n## ')[0] ?? '').matchAll(/^\| (`.*?`) \|/gmu);
  return [...cells].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name),
  );
}

/** Versions of a package that come with an installation, at whatever place npm put them. */
function installed(name: string): readonly string[] {
  return Object.entries(locked).flatMap(([path, { dev, version }]) =>
    path.endsWith(`node_modules/${name}`) && dev !== true && version !== undefined ? [version] : [],
  );
}

function compare(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Versions of one line may be compared: the same major one, and below 1.0.0 the same minor one. */
function isOfOneLine(one: string, other: string): boolean {
  const [left, right] = [one.split('.'), other.split('.')];
  return left[0] === right[0] && (left[0] !== '0' || left[1] === right[1]);
}

/** Whether a version has the fix: it is not older than the one of its line, and of a line that has none, newer than all. */
function isFixed(version: string, fixed: string): boolean {
  const versions = fixed.match(/\d+\.\d+\.\d+/gu) ?? [];
  const ofLine = versions.find((each) => isOfOneLine(each, version));
  const least = fixed.startsWith('later than') ? 1 : 0;
  if (ofLine !== undefined) return compare(version, ofLine) >= least;
  return versions.length > 0 && versions.every((each) => compare(version, each) > 0);
}

describe('the policy for dependencies', () => {
  it('has a row for each package of package.json, and none for one that is gone', () => {
    expect(rowsOf('At run time').toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
    expect(rowsOf('For development').toSorted()).toEqual(Object.keys(manifest.devDependencies).toSorted());
    expect([manifest.peerDependencies, manifest.optionalDependencies]).toEqual([undefined, undefined]);
  });

  it('leaves room for fixes at run time, and locks each package of it to its bytes', () => {
    for (const [name, range] of Object.entries(manifest.dependencies)) {
      expect([name, range]).toEqual([name, expect.stringMatching(/^\^\d+\.\d+\.\d+$/u)]);
    }
    const open = Object.entries(locked).filter(
      ([path, { dev, integrity }]) => path !== '' && dev !== true && !integrity?.startsWith('sha512-'),
    );
    expect(open).toEqual([]);
  });

  const advisories = [...record.matchAll(/^\| `([^`]+)` \| (.*?) \| ((?:later than )?[\d., ]+) \|/gmu)];

  it('knows the advisories of what it is made of', () => {
    expect(advisories.length).toBeGreaterThan(8);
  });

  it.each(advisories.map(([, name = '', what = '', fixed = '']) => [name, fixed, what] as const))(
    '%s is not older than its fix %s: %s',
    (name, fixed) => {
      const versions = installed(name);
      expect(versions.length).toBeGreaterThan(0);
      expect(versions.filter((version) => !isFixed(version, fixed))).toEqual([]);
    },
  );

  it.each([
    ['0.8.12', '0.9.10, 0.8.13', false],
    ['0.8.13', '0.9.10, 0.8.13', true],
    ['0.9.9', '0.9.10, 0.8.13', false],
    ['0.10.0', '0.9.10, 0.8.13', true],
    ['0.7.13', '0.9.10, 0.8.13', false],
    ['1.4.0', 'later than 1.4.0', false],
    ['1.4.1', 'later than 1.4.0', true],
    ['6.0.0', '6.0.1', false],
    ['7.0.0', '6.0.1', true],
    ['5.9.9', '6.0.1', false],
  ])('would notice: %s for the fix %s is fixed: %s', (version, fixed, expected) => {
    expect(isFixed(version, fixed)).toBe(expected);
  });
});
