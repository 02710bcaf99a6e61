import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { index, postedField } from '../corpus/corpus.js';
import { documentOf } from './documents.js';
import { examine } from './examine.js';
import { unsignedContent } from './signed-by-provider.js';

// `npm run fuzz` examines 100,000 documents, with samlify beside the others.
const RUNS = Number(process.env['CLAIMGATE_FUZZ_RUNS'] ?? 1_500);
const SEED = Number(process.env['CLAIMGATE_FUZZ_SEED'] ?? 20_260_115);

// node-saml and xml-crypto print what they think of a document.
beforeAll(() => {
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockReturnValue(undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe('every fixture that is accepted', () => {
  it('is accepted by node-saml and by xml-crypto with a strict reader, with the same identity', async () => {
    const broken: string[] = [];
    let accepted = 0;
    for (const fixture of index.fixtures) {
      const { differences, outcome } = await examine(postedField(fixture), fixture);
      if (outcome.ok) accepted++;
      broken.push(...differences.map((difference) => `${fixture.id}: ${difference}`));
    }
    expect(broken).toEqual([]);
    expect(accepted).toBeGreaterThan(150);
  }, 180_000);
});

describe('mutated messages', () => {
  it('are accepted only with what was signed, and only where everybody else finds the same', async () => {
    const broken: string[] = [];
    let changed = 0;
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const { fixture, other, field } = documentOf(seed);
      const { differences, outcome } = await examine(field, fixture);
      if (outcome.ok && field !== postedField(fixture)) changed++;
      for (const law of [...differences, ...unsignedContent(outcome, fixture, other)])
        broken.push(`CLAIMGATE_FUZZ_SEED=${seed} CLAIMGATE_FUZZ_RUNS=1 repeats this: ${law}`);
    }
    expect(broken).toEqual([]);
    // Where nothing that was changed is accepted any more, the laws above say nothing.
    if (RUNS >= 1_000) expect(changed).toBeGreaterThan(RUNS / 20);
  }, 180_000);
});
