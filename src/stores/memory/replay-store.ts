import type { ReplayStore } from '../interfaces/sign-in.js';
import { ExpiringEntries, type MemoryStoreOptions } from './expiring-entries.js';

/** However short `until` is: two clocks that differ must not make a reservation end before it began. */
const SHORTEST = 60 * 60_000;

/**
 * Keeps the keys of used assertions in the memory of this process: for one process only, for tests and for
 * trying out. Several instances need a store that they share. A key is kept until `until`, and for an hour at
 * least. `reserve` throws when `maxEntries` keys are in use.
 */
export function memoryReplayStore(options: MemoryStoreOptions = {}): ReplayStore {
  const entries = new ExpiringEntries<true>(options, 0);
  return {
    async reserve(key, until) {
      const expiresAt = Math.max(until.getTime(), entries.now() + SHORTEST);
      if (Number.isNaN(expiresAt)) throw new TypeError('until must be a valid date');
      return entries.add(key, true, expiresAt);
    },
  };
}
