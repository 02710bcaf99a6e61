import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors/index.js';
import { repositoryRoot } from '../source-files.js';

const page = readFileSync(join(repositoryRoot, 'SECURITY.md'), 'utf8');

function section(title: string): string {
  return (page.split(`\n## ${title}\n`)[1] ?? '').split('\n## ')[0] ?? '';
}

const guarantees = section('What claimgate guarantees')
  .split(/^(?=\d+\. \*\*)/mu)
  .slice(1);

/** File and title of each test that a text names. */
function testsOf(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/`(test\/[\w/-]+\.test\.ts)` › “([^”]+)”/gu)].map(([, path = '', title = '']) => [
    path,
    title,
  ]);
}

describe('SECURITY.md', () => {
  it('numbers its guarantees, and names for each a test that is there', () => {
    expect(guarantees.map((each) => Number.parseInt(each, 10))).toEqual(
      guarantees.map((_, index) => index + 1),
    );
    expect(guarantees.length).toBeGreaterThan(12);
    for (const guarantee of guarantees) {
      const tests = testsOf(guarantee);
      expect([guarantee.slice(0, 40), tests.length > 0]).toEqual([guarantee.slice(0, 40), true]);
      for (const [path, title] of tests) {
        const source = existsSync(join(repositoryRoot, path))
          ? readFileSync(join(repositoryRoot, path), 'utf8')
          : '';
        expect([path, title, source.includes(`'${title}'`)]).toEqual([path, title, true]);
      }
    }
  });

  it('says how to report, what it is about, what the application must do and what is no vulnerability', () => {
    for (const title of [
      'Reporting',
      'Threat model',
      'What claimgate guarantees',
      'What is not hidden',
      'What the application must do',
      'What is not a vulnerability',
    ]) {
      expect([title, section(title).trim() === '']).toEqual([title, false]);
    }
  });

  it('leads to pages, codes and options that exist', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/gu)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !existsSync(join(repositoryRoot, link)))).toEqual([]);
    const codes = [...page.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+)+)`/gu)].map(([, code]) => code);
    expect(codes.filter((code) => !errorCatalogue.has(code as never))).toEqual([]);
    const readBy = [
      'src/directory/settings.ts',
      'src/http/handler-options.ts',
      'src/organizations/connection.ts',
    ];
    const sources = readBy.map((path) => readFileSync(join(repositoryRoot, path), 'utf8')).join('\n');
    for (const option of [
      'revealDomains',
      'signInByEmail',
      'allowSha1',
      'allowIdpInitiated',
      'expiredCertificates',
    ]) {
      expect(page).toContain(option);
      expect(sources).toContain(`readonly ${option}?:`);
    }
  });
});
