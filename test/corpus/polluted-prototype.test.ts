import { expect, it } from 'vitest';
import { expectationsOf, index, judge, optionsOf, postedField } from './corpus.js';

const POLLUTION: Readonly<Record<string, unknown>> = {
  ID: '_7e8f9a0b-5555-4666-8777-888899990000',
  Id: 'x',
  ok: true,
  value: 'alice@victim.test',
  email: 'alice@victim.test',
  hash: 'sha1',
  allowSha1: true,
  optional: ['Trusted', 'xmlnsevil', 'Format'],
  anyAttribute: true,
  anywhere: true,
  occurs: 'any',
  signaturePolicy: 'assertion-covered',
  secondReader: 'dangerously-none',
  requireTenantClaim: false,
  get: () => 'sha256',
  '2026': 1,
};

function polluted<T>(decide: () => T): T {
  const names = Object.keys(POLLUTION).filter((name) => !(name in Object.prototype));
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, {
      value: POLLUTION[name],
      configurable: true,
      writable: true,
    });
  }
  try {
    return decide();
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
}

it('an Object.prototype that somebody polluted changes no decision (ERR-06)', () => {
  const changed: string[] = [];
  for (const fixture of index.fixtures) {
    if (fixture.domains !== undefined) continue;
    const expectations = expectationsOf(fixture, 'xmldom');
    const field = postedField(fixture);
    const options = optionsOf(fixture);
    const outcome = polluted(() => judge(field, expectations, options));
    const verdict = outcome.ok ? 'ok' : outcome.error.code;
    if (verdict !== fixture.expected)
      changed.push(`${fixture.id}: ${verdict} in place of ${fixture.expected}`);
  }
  expect(changed).toEqual([]);
});
