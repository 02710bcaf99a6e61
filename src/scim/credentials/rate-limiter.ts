/** So many at once, and so many a second on the long run. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateLimiter {
  /** 0 where the request may pass, else after how many whole seconds the next one may. `now` in milliseconds. */
  readonly take: (key: string, now: number) => number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

const MOST_KEYS = 10_000;

/**
 * A token bucket for each key, in the memory of this process. Bounded: where there are too many keys the one that was
 * asked for longest ago is forgotten, and so starts anew.
 */
export function createRateLimiter({ perSecond, burst }: RateLimit): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, now) {
      const before = buckets.get(key) ?? { left: burst, at: now };
      // A clock that goes back neither fills the bucket nor empties it.
      const seconds = Math.max(0, now - before.at) / 1000;
      const left = Math.min(burst, before.left + seconds * perSecond);
      const passes = left >= 1;
      buckets.delete(key);
      buckets.set(key, { left: passes ? left - 1 : left, at: now });
      if (buckets.size > MOST_KEYS) forgetOldest(buckets);
      return passes ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
    },
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const key of buckets.keys()) {
    buckets.delete(key);
    return;
  }
}
