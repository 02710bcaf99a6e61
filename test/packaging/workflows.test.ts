import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../source-files.js';

const folder = join(repositoryRoot, '.github/workflows');
const workflows: ReadonlyMap<string, string> = new Map(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
const PINNED = /^\s*(?:- )?uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/u;

/** Lines that use an action and do not name it by a commit, with its version in a comment. */
function unpinned(workflow: string): readonly string[] {
  return workflow.split('\n').filter((line) => /\buses:/u.test(line) && !PINNED.test(line));
}

/** The text of one job; '' where there is none. */
function jobOf(workflow: string, job: string): string {
  return new RegExp(`^ {2}${job}:\\n((?: {4}.*\\n|\\n| {2}#.*\\n)*)`, 'mu').exec(workflow)?.[1] ?? '';
}

describe('the workflows', () => {
  it('are those of CI and of a release', () => {
    expect([...workflows.keys()].toSorted()).toEqual(['ci.yml', 'release.yml']);
  });

  it('name every action by a commit, with its version behind it', () => {
    for (const [name, text] of workflows) {
      expect([name, unpinned(text)]).toEqual([name, []]);
      expect(text).toContain('uses: actions/checkout@');
    }
  });

  it.each([
    '      - uses: actions/checkout@v4',
    '      - uses: actions/checkout@main # v4.2.2',
    '      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
    '      - uses: actions/checkout@11bd719 # v4.2.2',
    '        uses: ./.github/actions/own',
    '      - uses: docker://alpine:3',
  ])('would notice %s', (line) => {
    expect(unpinned(line)).toEqual([line]);
  });

  it('use one commit of each version of an action, and one version of each action', () => {
    const commits = new Map<string, Set<string>>();
    for (const line of [...workflows.values()].flatMap((text) => text.split('\n'))) {
      const [, action, commit, version] = PINNED.exec(line) ?? [];
      if (action === undefined) continue;
      commits.set(action, (commits.get(action) ?? new Set()).add(`${commit} ${version}`));
    }
    expect([...commits.values()].map((each) => each.size)).toEqual([1, 1, 1, 1]);
  });

  it('read, and write nowhere; no token outlives a checkout, and no secret is asked for', () => {
    for (const [name, text] of workflows) {
      const granted = [...text.matchAll(/^\s+([\w-]+): (read|write)$/gmu)].map(
        ([, scope, access]) => `${scope}: ${access}`,
      );
      const allowed = name === 'release.yml' ? ['contents: read', 'id-token: write'] : ['contents: read'];
      expect([...new Set(granted)].toSorted()).toEqual(allowed);
      expect(text).toMatch(/^permissions:(?: \{\}|\n {2}contents: read)$/mu);
      expect(text.match(/actions\/checkout@/gu)?.length).toBe(
        text.match(/persist-credentials: false/gu)?.length,
      );
      expect(text).not.toMatch(/pull_request_target|workflow_run|secrets\./u);
      // Names that somebody else chose do not become part of a script.
      expect(text).not.toMatch(/run:[^\n]*\$\{\{/u);
    }
  });
});

describe('a release', () => {
  const release = workflows.get('release.yml') ?? '';
  const [gate, publish] = [jobOf(release, 'gate'), jobOf(release, 'publish')];

  it('begins with a tag that is the version, on main, and runs the whole gate first', () => {
    expect(release).toMatch(/^on:\n {2}push:\n {4}tags: \["v\*"\]\n\n/mu);
    expect(gate).toContain('= "$GITHUB_REF_NAME"');
    expect(gate).toContain('git merge-base --is-ancestor "$GITHUB_SHA" origin/main');
    expect(gate).toContain('run: .ci/run');
    expect(publish).toContain('needs: gate\n');
    expect(gate.indexOf('.ci/run')).toBeLessThan(gate.indexOf('npm pack'));
    expect(gate).not.toContain('cache:');
  });

  it('lets only the job that publishes prove who it is, behind the environment, and runs nothing else there', () => {
    expect(release.match(/id-token: write/gu)).toHaveLength(1);
    expect(publish).toContain('id-token: write');
    expect(publish).toContain('environment: npm\n');
    expect(publish).not.toMatch(/npm (?:ci|install|run|test|exec)|npx|actions\/checkout|node /u);
    expect(publish).toMatch(
      /sha256sum --check SHA256SUMS\n\s+npm publish \.\/\*\.tgz --provenance --access public --ignore-scripts\n/u,
    );
  });

  it('brings the bill of materials along', () => {
    expect(gate).toContain('node scripts/sbom.mjs --output release/sbom.cdx.json');
    expect(gate).toContain('node scripts/check-pack.mjs');
  });
});
