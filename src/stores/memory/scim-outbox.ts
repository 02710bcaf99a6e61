import type { ScimChange, ScimChangeStore, StoredScimChange } from '../interfaces/scim-changes.js';

const MOST_AT_ONCE = 1_000;
const LONGEST_CONSUMER = 100;
const POSITION = /^[1-9][0-9]{0,15}$/u;

/** The outbox of the memory store, and the way in. */
export interface MemoryScimOutbox extends ScimChangeStore {
  readonly put: (changes: readonly ScimChange[]) => void;
}

/** Keeps changes until they are pruned. `put` is synchronous, so that it is one with the write that it belongs to. */
export function memoryScimOutbox(): MemoryScimOutbox {
  let changes: StoredScimChange[] = [];
  let written = 0;
  const acknowledged = new Map<string, number>();
  return {
    put(added) {
      for (const change of added) {
        written += 1;
        changes.push(Object.freeze({ ...structuredClone(change), position: `${written}` }));
      }
    },
    async readChanges(consumer, limit) {
      requireConsumer(consumer);
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_AT_ONCE) {
        throw new TypeError(`limit must be a whole number from 1 to ${MOST_AT_ONCE}.`);
      }
      const start = firstAfter(changes, acknowledged.get(consumer) ?? 0);
      return changes.slice(start, start + limit).map((change) => structuredClone(change));
    },
    async acknowledgeChanges(consumer, position) {
      requireConsumer(consumer);
      if (!POSITION.test(position) || Number(position) > written) {
        throw new TypeError('The position must be one that readChanges gave.');
      }
      const before = acknowledged.get(consumer) ?? 0;
      acknowledged.set(consumer, Math.max(before, Number(position)));
    },
    async pruneChanges(before) {
      const limit = before.getTime();
      if (Number.isNaN(limit)) throw new TypeError('before must be a valid date.');
      const done = Math.min(written, ...acknowledged.values());
      const kept = changes.filter(({ at, position }) => at.getTime() >= limit || Number(position) > done);
      const dropped = changes.length - kept.length;
      changes = kept;
      return dropped;
    },
  };
}

function requireConsumer(consumer: string): void {
  if (typeof consumer !== 'string' || consumer === '' || consumer.length > LONGEST_CONSUMER) {
    throw new TypeError(`A consumer has a name of at most ${LONGEST_CONSUMER} characters.`);
  }
}

/** Index of the first change after this position. */
function firstAfter(changes: readonly StoredScimChange[], position: number): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(changes[middle]?.position) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
