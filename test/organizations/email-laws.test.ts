import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/organizations/email-address.js';
import { parseClaimedDomain } from '../../src/organizations/email-domain.js';

/** Pieces of names in combinations of which many are names and many break some rule. */
const nearly = fc
  .array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom('a', 'Vic', 'TIM', '-b', '7', '.c', 'ü', 'Ö', 'xn--bcher-kva'),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom('і', 'пример', '日本', 'ß', 'İ', '\u212a', 'ﬁ', 'ς', 'e\u0301'),
      },
      { weight: 1, arbitrary: fc.constantFrom('@', '.', '-', 'xn--', '\u200b', '%2e', '。', '\0', ' ') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { maxLength: 6 },
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
