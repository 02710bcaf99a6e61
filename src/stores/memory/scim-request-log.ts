import type { ScimRequestEntry, ScimRequestLog } from '../interfaces/scim-credentials.js';

/** How much is kept of the requests of provisioning clients. */
export interface MemoryScimRequestLogOptions {
  /** For each organisation, 100–200; default 200. */
  readonly size?: number;
}

const MOST = 200;

/** Keeps the last requests of each organisation in the memory of this process, for the one who sets provisioning up. */
export function memoryScimRequestLog({ size = MOST }: MemoryScimRequestLogOptions = {}): ScimRequestLog {
  if (!Number.isSafeInteger(size) || size < 100 || size > MOST) {
    throw new TypeError(`size must be a whole number from 100 to ${MOST}.`);
  }
  const logs = new Map<string, ScimRequestEntry[]>();
  return {
    async append(entry) {
      const log = logs.get(entry.organizationId) ?? [];
      log.push(structuredClone(entry));
      if (log.length > size) log.shift();
      logs.set(entry.organizationId, log);
    },
    async list(organizationId, limit) {
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) {
        throw new TypeError(`limit must be a whole number from 1 to ${MOST}.`);
      }
      return structuredClone((logs.get(organizationId) ?? []).slice(-limit).reverse());
    },
  };
}
