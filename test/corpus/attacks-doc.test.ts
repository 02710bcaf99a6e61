import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript that Node runs as it is
import { type AttackTableRow, attackTable, renderAttacksDoc } from '../../scripts/attacks-doc.mjs';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript that Node runs as it is
import { type Attacks, readAttacks } from '../../scripts/read-attacks.mjs';

/** How many attacks of each family there are; their numbers have a few gaps. */
const FAMILIES: Readonly<Record<string, number>> = {
  ...{ SIG: 24, XSW: 30, TXT: 12, C14: 10, DTD: 12, DOS: 17, TRF: 8, ALG: 8 },
  ...{ ENC: 16, POL: 50, TEN: 10, EML: 17, WEB: 13, SLO: 9, CRT: 7, ERR: 8 },
};

let attacks: Attacks;
let table: readonly AttackTableRow[];

beforeAll(() => {
  attacks = readAttacks();
  table = attackTable(attacks);
  // It reads every source and every test.
}, 120_000);

/** The table of one row alone, changed. */
function tableOf(id: string, change: Partial<Attacks['rows'][number]>): readonly AttackTableRow[] {
  const rows = attacks.rows.filter((row) => row.id === id).map((row) => ({ ...row, ...change }));
  return attackTable({ ...attacks, rows });
}

describe('docs/attacks.md', () => {
  it('is what the fixtures, the tests and the sources say: run npm run attacks', () => {
    const page = readFileSync(new URL('../../docs/attacks.md', import.meta.url), 'utf8');
    expect(page === renderAttacksDoc(table, attacks)).toBe(true);
  });

  it('has every attack of every family', () => {
    const counts = Object.keys(FAMILIES).map((family) => [
      family,
      table.filter(({ id }) => id.startsWith(`${family}-`)).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual(FAMILIES);
  });

  it('names a function and a fixture or test for each', () => {
    for (const { id, by, fixtures, tests } of table) {
      expect([id, by.length > 0]).toEqual([id, true]);
      expect([id, fixtures.length + tests.length > 0]).toEqual([id, true]);
    }
  });

  it('leaves no hostile fixture out', () => {
    const shown = new Set(table.flatMap(({ fixtures }) => fixtures));
    const left = attacks.fixtures.filter(({ id, family }) => family !== undefined && !shown.has(id));
    // A Success without assertion, and claims that are set up wrongly, are mistakes and not attacks.
    expect(left.map(({ id }) => id).filter((id) => !/^(?:clm-|xsw-00)/u.test(id))).toEqual([]);
  });

  it('knows the answer of every other library to every fixture', () => {
    const ids = attacks.fixtures.map(({ id }) => id);
    for (const { verdicts } of attacks.peers) expect(Object.keys(verdicts)).toEqual(ids);
    const known = new Set(ids);
    const deceived = attacks.controls.flatMap(({ forged, accepted, crashed }) => [forged, accepted, crashed]);
    expect(deceived.flat().filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('the table of attacks refuses', () => {
  it('a row with neither fixture nor test', () => {
    expect(() => tableOf('WEB-08', { tests: [] })).toThrow('WEB-08 has neither fixture nor test');
  });

  it('a test that is not there, is skipped, or is run only where something is installed', () => {
    const skipped = 'test/xml/canonicalize-peers.test.ts › agrees with xmllint about thousands of documents';
    expect(() => tableOf('WEB-08', { tests: [skipped] })).toThrow('no such test is run');
    expect(() => tableOf('WEB-08', { tests: ['test/xml/text.test.ts › x'] })).toThrow('no such test is run');
  });

  it('a function that is not there', () => {
    expect(() => tableOf('WEB-08', { by: ['src/index.ts#gone'] })).toThrow('there is no src/index.ts#gone');
  });

  it('a row that nothing stops', () => {
    expect(() => tableOf('WEB-08', { by: [] })).toThrow('says nothing of what stops it');
  });
});
