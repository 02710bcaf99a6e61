import { expect, it } from 'vitest';
import { inspectSamlResponse } from '../../src/testing/index.js';
import { certificatePem, expectationsOf, type Fixture, index, postedField } from './corpus.js';

/** Refused for what an inspection cannot know: who reserved the wrapped key, and when the request was made. */
const BEYOND_THE_MESSAGE = new Set(['decryption_not_permitted', 'authn_instant_before_request']);

function inspect(fixture: Fixture) {
  const { connection, entityId, assertionConsumerServiceUrl, inResponseTo, now } = expectationsOf(
    fixture,
    'xmldom',
  );
  return inspectSamlResponse(postedField(fixture), {
    connection,
    entityId,
    assertionConsumerServiceUrl,
    inResponseTo,
    at: now,
    ...(fixture.domains === undefined ? {} : { claimedDomains: fixture.domains }),
  });
}

it('ERR-08: an inspection calls no message valid that is refused, and names the code', () => {
  const wrong: string[] = [];
  for (const fixture of index.fixtures) {
    const { id, expected } = fixture;
    if (BEYOND_THE_MESSAGE.has(expected)) continue;
    const { valid, failure, pastedAs } = inspect(fixture);
    // Of what is pasted in another form than it is posted in, the message is judged.
    if (pastedAs !== 'base64' && fixture.family === 'WEB') continue;
    const verdict = valid ? 'ok' : (failure?.code ?? 'refused without a code');
    // Whose a domain is that is not the organisation's own, an inspection does not know.
    const wanted = expected === 'email_domain_claimed_by_other' ? 'email_domain_not_claimed' : expected;
    if (verdict !== wanted) wrong.push(`${id}: ${verdict} in place of ${wanted}`);
  }
  expect(wrong).toEqual([]);
});

it('ERR-08: an inspection shows nothing of our private keys', () => {
  const withKeys = index.fixtures.filter(({ keys }) => keys !== undefined);
  expect(withKeys.length).toBeGreaterThan(50);
  for (const fixture of withKeys) {
    const report = inspect(fixture);
    const shown = `${report}${JSON.stringify(report)}`;
    for (const name of [fixture.keys?.current, fixture.keys?.next]) {
      if (name === undefined) continue;
      const lines = certificatePem(`keys/${name}.pem`)
        .split('\n')
        .filter((line) => line.length > 40);
      expect(lines.filter((line) => shown.includes(line))).toEqual([]);
    }
    expect(shown).not.toContain('PRIVATE KEY');
  }
});
