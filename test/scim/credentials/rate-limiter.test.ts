import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../src/scim/credentials/rate-limiter.js';

const MOST_KEYS = 10_000;

describe('the rate limiter', () => {
  it('remembers 10,000 keys, and forgets the one asked for longest ago when another comes', () => {
    const { take } = createRateLimiter({ perSecond: 1, burst: 1 });
    for (let index = 0; index < MOST_KEYS; index += 1) expect(take(`k${index}`, 0)).toBe(0);
    // Asked for again, so that it is not the oldest: the second one is.
    expect(take('k0', 0)).toBe(1);
    expect(take('one more', 0)).toBe(0);
    expect(take('k0', 0)).toBe(1);
    expect(take('k2', 0)).toBe(1);
    expect(take('k1', 0)).toBe(0);
  });

  it('neither fills a bucket nor empties it where the clock goes back', () => {
    const { take } = createRateLimiter({ perSecond: 1, burst: 2 });
    expect([take('k', 10_000), take('k', 0), take('k', 0), take('k', 1_000)]).toEqual([0, 0, 1, 0]);
  });
});
