import { compareAuditPositions } from '../audit-position.js';
import type { AuditEntry, AuditStore, StoredAuditEntry } from '../interfaces/audit.js';

const MOST_AT_ONCE = 1_000;

/**
 * Keeps the audit log in the memory of this process: for one process only, for tests and for trying out. Give one log to
 * all memory stores, which write their entries to it. It grows until `prune` is called. `list` and `read` throw
 * TypeError for a position that is none, and for a limit outside 1–1000.
 */
export function memoryAuditStore(): AuditStore {
  let log: StoredAuditEntry[] = [];
  let written = 0;
  return {
    async append(entries) {
      // Copied before anything is kept, so that entries which cannot be copied leave none behind.
      const added = entries.map((entry, index) => copy({ ...entry, position: `${written + index + 1}` }));
      written += added.length;
      for (const entry of added) log.push(entry);
    },
    async list(organizationId, { before, limit }) {
      requireLimit(limit);
      const end = before === null ? log.length : firstFrom(log, before);
      const found: StoredAuditEntry[] = [];
      for (let index = end - 1; index >= 0 && found.length < limit; index -= 1) {
        const entry = log[index];
        if (entry?.organizationId === organizationId) found.push(copy(entry));
      }
      return found;
    },
    async read(after, limit) {
      requireLimit(limit);
      const start = after === null ? 0 : firstFrom(log, after);
      const found = log[start]?.position;
      const isKnown = after !== null && found !== undefined && compareAuditPositions(found, after) === 0;
      const from = isKnown ? start + 1 : start;
      return log.slice(from, from + limit).map(copy);
    },
    async prune(before) {
      const limit = before.getTime();
      if (Number.isNaN(limit)) throw new TypeError('before must be a valid date.');
      const kept = log.filter(({ at }) => at.getTime() >= limit);
      const dropped = log.length - kept.length;
      log = kept;
      return dropped;
    },
  };
}

/** What the caller does to its own entry, or to what it was given, must not reach the log. */
function copy<Entry extends AuditEntry>(entry: Entry): Entry {
  return structuredClone(entry);
}

function requireLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_AT_ONCE) {
    throw new TypeError(`limit must be a whole number from 1 to ${MOST_AT_ONCE}.`);
  }
}

/** Index of the first entry at this position or after it. */
function firstFrom(log: readonly StoredAuditEntry[], position: string): number {
  // Compared even where the log is empty, so that a wrong position is always told.
  compareAuditPositions(position, position);
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = log[middle];
    if (entry !== undefined && compareAuditPositions(entry.position, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
