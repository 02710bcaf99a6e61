/** Attempts of one connection that nothing vouches for yet: a burst, refilled with time. Kept in this process. */
export interface UnprovenQuota {
  /** Takes one attempt of the connection. False when none is left at this time. */
  take(connectionId: string, now: Date): boolean;
}

/** So many at once: what comes from the tile on a Monday morning. */
const BURST = 120;
const MILLISECONDS_EACH = 2_000;

/** Makes a quota of 120 attempts at once and one more every two seconds, for each connection. */
export function createUnprovenQuota(): UnprovenQuota {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  return {
    take(connectionId, now) {
      const { left, at: since } = buckets.get(connectionId) ?? { left: BURST, at: now.getTime() };
      // A clock that went back refills nothing, neither now nor when it is right again.
      const at = Math.max(since, now.getTime());
      const refilled = Math.min(BURST, left + (at - since) / MILLISECONDS_EACH);
      const isLeft = refilled >= 1;
      buckets.set(connectionId, { left: isLeft ? refilled - 1 : refilled, at });
      return isLeft;
    },
  };
}
