import { emitTo } from '../../hooks/emit-to.js';
import { readClock } from '../../hooks/read-clock.js';
import type { AuditEntry } from '../../stores/interfaces/audit.js';
import type { ConnectionRecordStore } from '../../stores/interfaces/connection-records.js';
import type { ConnectionKeysInput } from '../connection.js';
import type { ConnectionsOptions } from './connections.js';

/** The options, checked and resolved. */
export interface ConnectionsSettings {
  readonly records: ConnectionRecordStore;
  readonly maximumPerOrganization: number;
  keysOf(connectionId: string, organizationId: string): Promise<ConnectionKeysInput | null>;
  now(): Date;
  emit(entry: AuditEntry): void;
}

const STORE_METHODS = [
  'insertConnection',
  'findConnection',
  'findConnectionOfAddress',
  'listConnections',
  'listSharedByIssuer',
  'replaceConnection',
  'removeConnection',
  'listEndingCertificates',
  'recordReminders',
] as const;

/** Throws `TypeError` for options that could only fail later. */
export function readConnectionsOptions(options: ConnectionsOptions): ConnectionsSettings {
  // Without prototype: what a polluted Object.prototype offers is no option.
  const own: ConnectionsOptions = Object.assign(Object.create(null), options);
  const { clock, keys, maximumPerOrganization = 10, onEvent, store } = own;
  for (const method of STORE_METHODS) {
    if (typeof store?.[method] !== 'function') throw new TypeError(`store must be a store with ${method}()`);
  }
  for (const [name, given] of Object.entries({ clock, keys, onEvent })) {
    if (given !== undefined && typeof given !== 'function') throw new TypeError(`${name} must be a function`);
  }
  const maximum = maximumPerOrganization;
  if (!Number.isSafeInteger(maximum) || maximum < 1 || maximum > 1_000) {
    throw new TypeError('maximumPerOrganization must be a whole number from 1 to 1000');
  }
  return Object.freeze({
    records: store,
    maximumPerOrganization: maximum,
    keysOf: async (connectionId: string, organizationId: string) =>
      (await keys?.(connectionId, organizationId)) ?? null,
    now: () => readClock(clock),
    emit: (entry: AuditEntry) => emitTo(onEvent, entry),
  });
}
