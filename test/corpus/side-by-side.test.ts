import { describe, expect, it } from 'vitest';
import { answerTo, createSite, finish, refusalOf, start } from '../service-provider/site.js';
import { expectationsOf, type Fixture, index, judge, optionsOf, postedField } from './corpus.js';

const asked = index.fixtures.filter(({ domains }) => domains === undefined);

function verdicts(fixtures: readonly Fixture[]): Map<string, string> {
  return new Map(
    fixtures.map((fixture) => {
      const outcome = judge(postedField(fixture), expectationsOf(fixture, 'xmldom'), optionsOf(fixture));
      return [fixture.id, outcome.ok ? 'ok' : outcome.error.code];
    }),
  );
}

describe('ERR-04: validations do not touch one another', () => {
  it('every message is judged the same in reverse order, with another one before each', () => {
    const expected = new Map(asked.map(({ id, expected: code }) => [id, code]));
    const [first] = index.fixtures as readonly [Fixture, ...Fixture[]];
    expect(verdicts([...asked].reverse().flatMap((fixture) => [first, fixture]))).toEqual(expected);
  });

  it('nothing that is passed in changes', () => {
    for (const fixture of asked) {
      const expectations = expectationsOf(fixture, 'xmldom');
      const before = JSON.stringify(expectations);
      // A write to what is frozen throws.
      judge(postedField(fixture), Object.freeze(expectations), Object.freeze(optionsOf(fixture)));
      expect(JSON.stringify(expectations), fixture.id).toBe(before);
    }
  });

  it('a hundred answers at once, every other one forged, are each judged by itself', async () => {
    const site = createSite();
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const started = await start(site);
        const forged = at % 2 === 1;
        const field = answerTo(site, started, {
          nameId: { value: `person-${at}` },
          ...(forged ? { editAfterSigning: (xml: string) => xml.replace(`person-${at}`, 'alice') } : {}),
        });
        return { at, forged, finished: await finish(site, started, field) };
      }),
    );
    for (const { at, forged, finished } of answers) {
      expect(refusalOf(finished)?.code ?? 'ok', String(at)).toBe(forged ? 'digest_mismatch' : 'ok');
      if (finished.ok) expect(finished.value.nameId.value).toBe(`person-${at}`);
    }
  });
});
