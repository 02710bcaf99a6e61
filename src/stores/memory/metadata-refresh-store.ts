import type { MetadataRefreshState } from '../../metadata/refresh-state.js';
import type { MetadataRefreshStore } from '../../metadata/refresher-options.js';

/**
 * Keeps refresh states in the memory of this process: for one process only, for tests and for trying out. After a
 * restart the metadata have to be followed anew.
 */
export function memoryMetadataRefreshStore(): MetadataRefreshStore {
  const stored = new Map<string, MetadataRefreshState>();
  return {
    async list() {
      return [...stored.keys()];
    },
    async load(connectionId) {
      return stored.get(connectionId) ?? null;
    },
    async save(connectionId, next, over) {
      if ((stored.get(connectionId)?.revision ?? 0) !== over) return false;
      stored.set(connectionId, next);
      return true;
    },
    async remove(connectionId) {
      stored.delete(connectionId);
    },
  };
}
