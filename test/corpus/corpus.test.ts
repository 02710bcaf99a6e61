import { describe, expect, it } from 'vitest';
import type { SecondReader } from '../../src/organizations/connection.js';
import { type Fixture, index, judgeFixture, type Outcome } from './corpus.js';

const ALICE = 'alice@victim.test';
const { fixtures } = index;

/** `ok`, or the code of the refusal. */
function verdict(outcome: Outcome): string {
  return outcome.ok ? 'ok' : outcome.error.code;
}

function everythingIn({ assertion, claims }: Outcome & { ok: true }): string {
  return JSON.stringify([assertion, [...assertion.attributes], claims, [...claims.attributes]]);
}

function expectValues(outcome: Outcome & { ok: true }, fixture: Fixture): void {
  const { values } = fixture;
  if (values === undefined) throw new Error('an accepted fixture says which values come out');
  const { assertion, claims } = outcome;
  expect(assertion.nameId.value).toBe(values.nameId);
  expect(claims.email.address).toBe(values.email);
  for (const [name, texts] of values.attributes ?? []) expect(claims.attributes.get(name)).toEqual(texts);
  expect(claims).toMatchObject(values.claims ?? {});
  if (!JSON.stringify(values).includes(ALICE)) expect(everythingIn(outcome)).not.toContain(ALICE);
}

describe.each<SecondReader>(['xmldom', 'xml-crypto', 'dangerously-none'])(
  'the corpus with second reader %s',
  (secondReader) => {
    it.each(fixtures.map((fixture) => [fixture.id, fixture] as const))('%s', async (_, fixture) => {
      const outcome = await judgeFixture(fixture, secondReader);
      expect(verdict(outcome), fixture.title).toBe(fixture.expected);
      if (outcome.ok) expectValues(outcome, fixture);
    });
  },
);
