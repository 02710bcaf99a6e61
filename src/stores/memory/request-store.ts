import type { PendingRequest, RequestStore } from '../interfaces/sign-in.js';
import { ExpiringEntries, type MemoryStoreOptions } from './expiring-entries.js';

/** Expired requests are kept a little, so that a late answer is told from an unknown one. */
const LINGER = 10 * 60_000;

/**
 * Keeps sign-ins under way in the memory of this process: for one process only, for tests and for trying out.
 * Several instances need a store that they share. `save` throws for an id that is there already, and when
 * `maxEntries` sign-ins are under way.
 */
export function memoryRequestStore(options: MemoryStoreOptions = {}): RequestStore {
  const entries = new ExpiringEntries<{ readonly request: PendingRequest; consumed: boolean }>(
    options,
    LINGER,
  );
  return {
    async save(request) {
      // Counted from the store's own clock: whether a request is expired is for the service provider to say,
      // whose clock may be another one.
      const lifetime = request.expiresAt.getTime() - request.issuedAt.getTime();
      if (Number.isNaN(lifetime)) throw new TypeError('issuedAt and expiresAt must be valid dates');
      const entry = { request: Object.freeze({ ...request }), consumed: false };
      if (!entries.add(request.id, entry, entries.now() + Math.max(0, lifetime))) {
        throw new Error('A request with this id was saved before');
      }
    },
    async find(id) {
      return entries.get(id)?.request ?? null;
    },
    async consume(id) {
      const entry = entries.get(id);
      if (entry === undefined || entry.consumed) return false;
      entry.consumed = true;
      return true;
    },
  };
}
