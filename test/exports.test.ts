import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './source-files.js';

// scripts/exports.json is the public surface, decided by hand. The sources must offer exactly that; so must the
// built package, as ES module and as CommonJS, which `npm run check` and .ci/run look at after the build.
const expected: Record<string, readonly string[]> = JSON.parse(
  readFileSync(`${repositoryRoot}/scripts/exports.json`, 'utf8'),
);
const manifest: { exports: Record<string, unknown> } = createRequire(import.meta.url)('../package.json');

describe('the public surface', () => {
  it('has a list for each subpath of package.json', () => {
    const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json');
    expect(Object.keys(expected).toSorted()).toEqual(
      subpaths.map((subpath) => subpath.replace(/^\./u, 'claimgate')).toSorted(),
    );
  });

  it.each(Object.keys(expected))('%s exports what the list says', async (name) => {
    const room = name.replace(/^claimgate\/?/u, '');
    const source = `../src/${room === '' ? '' : `${room}/`}index.js`;
    expect(existsSync(new URL(source.replace(/\.js$/u, '.ts'), import.meta.url))).toBe(true);
    const found: object = await import(/* @vite-ignore */ source);
    expect(Object.keys(found).toSorted()).toEqual(expected[name]);
  });

  it('offers nothing that mints a proof outside claimgate/testing', () => {
    expect(expected['claimgate']?.filter((name) => name.startsWith('mint'))).toEqual([]);
  });
});
