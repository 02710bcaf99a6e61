import type { PostgresStores } from '../../../src/stores/postgres/index.js';
import { settledAudit, type TestSchema } from './postgres-server.js';

/** The stores for who reads at once what was written: other transactions of the server may be under way. */
export function settledStores(opened: TestSchema): PostgresStores {
  const { scim } = opened.stores;
  const audit = settledAudit(opened);
  return {
    ...opened.stores,
    audit,
    scim: {
      ...scim,
      async readChanges(consumer, limit) {
        // It waits until all that has begun before is over; what it reads does not matter.
        await audit.read(null, 1);
        return scim.readChanges(consumer, limit);
      },
      async pruneChanges(before) {
        await audit.read(null, 1);
        return scim.pruneChanges(before);
      },
    },
  };
}
