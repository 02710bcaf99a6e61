import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/organizations/email-address.js';
import { parseClaimedDomain } from '../../src/organizations/email-domain.js';

/** Text that is near enough to an address to reach every rule. */
const nearly = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '@',
        '.',
        '-',
        'xn--',
        'alice',
        'victim',
        'test',
        'ü',
        'і',
        '\u200b',
        '%2e',
        '。',
        'ß',
        '1',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('laws of addresses', () => {
  it('an address that was read is read again as itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nearly,
          nearly.map((domain) => `a@${domain}.test`),
        ),
        (value) => {
          const reading = parseEmailAddress(value);
          if (!reading.ok) return;
          const { address, domain, localPart } = reading.value;
          expect(parseEmailAddress(address)).toMatchObject({
            ok: true,
            value: { address, domain, localPart },
          });
          expect(value.startsWith(`${localPart}@`)).toBe(true);
          expect(domain).toMatch(/^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/u);
        },
      ),
      { seed: 1, numRuns: 5_000 },
    );
  });

  it('an address of a claimed domain has exactly the domain that was claimed', () => {
    fc.assert(
      fc.property(
        nearly.map((label) => `${label}.test`),
        (value) => {
          const reading = parseEmailAddress(`a@${value}`);
          const claimed = parseClaimedDomain(value);
          if (!reading.ok) return;
          expect(claimed).toEqual({ ok: true, value: reading.value.domain });
        },
      ),
      { seed: 2, numRuns: 5_000 },
    );
  });
});
