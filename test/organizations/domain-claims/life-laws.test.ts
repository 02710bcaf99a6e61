import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TxtAnswer, TxtResolver } from '../../../src/organizations/domain-claims/txt-resolver.js';
import { claimsFixture, DAY, DOMAIN, granted, HOUR, ORGANIZATION } from './claims-fixture.js';

type Seen = 'found' | 'absent' | 'inconclusive';

const seen = fc.constantFrom<Seen>('found', 'absent', 'inconclusive');
const step = fc.record({
  /** What each of two resolvers says. */
  seen: fc.tuple(seen, seen),
  /** Hours until it is looked at. */
  wait: fc.oneof(fc.integer({ min: 0, max: 48 }), fc.constantFrom(167, 168, 169, 400)),
  asked: fc.boolean(),
});
const GRACE = 7 * DAY;

describe('whatever resolvers say, and whenever', () => {
  it('a claim is verified, kept and lost by the rules alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        let record = '';
        let current: readonly [Seen, Seen] = ['absent', 'absent'];
        const answer = (index: 0 | 1): TxtAnswer => {
          if (current[index] === 'found') return { kind: 'records', records: [record] };
          return current[index] === 'absent'
            ? { kind: 'absent', reason: 'NODATA' }
            : { kind: 'inconclusive', reason: 'SERVFAIL' };
        };
        const resolvers = ([0, 1] as const).map(
          (index): TxtResolver => ({ name: `${index}`, resolveTxt: async () => answer(index) }),
        );
        const fixture = claimsFixture({ resolvers, pendingLifetimeSeconds: 31_536_000 });
        const { advance, claims, now, store, stored } = fixture;
        record = `claimgate-domain-verify=${granted(await claims.claim(ORGANIZATION, DOMAIN, null)).token}`;

        // The rules in a second form: since when every look was without the record, beginning with sure absence.
        let mayAdmit = false;
        let absentSince: number | null = null;
        for (const { asked, seen: both, wait } of steps) {
          advance(wait * HOUR);
          const time = now().getTime();
          if (absentSince !== null && time >= absentSince + GRACE) [mayAdmit, absentSince] = [false, null];
          expect(await store.findOrganization(DOMAIN)).toBe(mayAdmit ? ORGANIZATION : null);

          current = both;
          const before = await stored();
          if (asked) await claims.check(ORGANIZATION, DOMAIN, null);
          else await claims.recheckDue();
          const after = await stored();
          // A look was made: what was seen counts.
          if (after?.lastCheckedAt?.getTime() === time && after.revision !== before?.revision) {
            if (!mayAdmit && both.every((one) => one === 'found')) mayAdmit = true;
            if (mayAdmit && absentSince === null && both.every((one) => one === 'absent')) absentSince = time;
            if (both.includes('found')) absentSince = null;
          }
          expect(await store.findOrganization(DOMAIN)).toBe(mayAdmit ? ORGANIZATION : null);
          expect(after?.status === 'grace').toBe(absentSince !== null);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a claim that was never found by all never admits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const { advance, claims, store, stub } = claimsFixture();
        await claims.claim(ORGANIZATION, DOMAIN, null);
        for (const {
          asked,
          seen: [one],
          wait,
        } of steps) {
          if (one === 'inconclusive') stub.fail(DOMAIN, 'SERVFAIL');
          else stub.set(DOMAIN, 'claimgate-domain-verify=', `claimgate-domain-verify=${'0'.repeat(48)}`);
          advance(wait * HOUR);
          if (asked) await claims.check(ORGANIZATION, DOMAIN, null);
          else await claims.recheckDue();
          expect(await store.findOrganization(DOMAIN)).toBeNull();
        }
      }),
      { numRuns: 100 },
    );
  });
});
