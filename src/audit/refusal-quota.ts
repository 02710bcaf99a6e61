import type { AuditedEvent } from './audit-entry-of.js';

/** Says of each event whether it may be written. */
export interface RefusalQuota {
  /** How many of this kind were left out since the last that was admitted; null when this one is left out. */
  admit(event: AuditedEvent): number | null;
}

interface Bucket {
  tokens: number;
  filledAt: number;
  leftOut: number;
}

/** More connections than this in one minute are strangers' inventions as a rule; those longest unused are forgotten. */
const MOST_BUCKETS = 1000;
const MINUTE = 60_000;
const ALL = 10;

/** A token bucket for each connection and one for all; what is not a refusal always passes. */
export function createRefusalQuota(perMinute: number, clock: () => Date): RefusalQuota {
  const buckets = new Map<string, Bucket>();
  const all: Bucket = { tokens: perMinute * ALL, filledAt: clock().getTime(), leftOut: 0 };

  function bucketOf(connectionId: string, now: number): Bucket {
    const bucket = buckets.get(connectionId) ?? { tokens: perMinute, filledAt: now, leftOut: 0 };
    buckets.delete(connectionId);
    buckets.set(connectionId, bucket);
    if (buckets.size > MOST_BUCKETS) {
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    }
    return bucket;
  }

  return {
    admit(event) {
      if (event.type !== 'sign_in_refused' && event.type !== 'logout_refused') return 0;
      const now = clock().getTime();
      const bucket = bucketOf(event.connectionId ?? '', now);
      fill(bucket, perMinute, now);
      fill(all, perMinute * ALL, now);
      if (bucket.tokens < 1 || all.tokens < 1) {
        bucket.leftOut += 1;
        return null;
      }
      bucket.tokens -= 1;
      all.tokens -= 1;
      const { leftOut } = bucket;
      bucket.leftOut = 0;
      return leftOut;
    },
  };
}

function fill(bucket: Bucket, perMinute: number, now: number): void {
  // A clock that was set back fills nothing and takes nothing.
  const passed = Math.max(0, now - bucket.filledAt);
  bucket.tokens = Math.min(perMinute, bucket.tokens + (passed / MINUTE) * perMinute);
  bucket.filledAt = now;
}
