import { ownOption } from '../service-provider/own-option.js';
import type { AuditEntry, AuditPage, AuditStore, StoredAuditEntry } from '../stores/interfaces/audit.js';
import type { ConnectionStore } from '../stores/interfaces/sign-in.js';
import { type AuditedEvent, auditEntryOf } from './audit-entry-of.js';
import { createRefusalQuota } from './refusal-quota.js';

/** What an audit log is made of. */
export interface AuditLogOptions {
  readonly store: AuditStore;
  /** Tells whose connection an event is of. */
  readonly connections: ConnectionStore;
  /**
   * Refused sign-ins and logouts that one connection may write in a minute, 1–6000, default 60; all together ten times
   * as many. Strangers cause them, so that without a limit they would fill the store. How many were left out stands in
   * the next one; the listener of the service provider sees them all.
   */
  readonly refusalsPerMinute?: number;
  /** Told of an entry that could not be written; for the application's own log and alarm. */
  readonly onFailure?: (error: unknown, entry: AuditEntry | null) => void;
  /** Default: the clock of this machine. */
  readonly clock?: () => Date;
}

/** What to read of the log of all organisations, as it grows. */
export interface FollowOptions {
  /** The position of the last entry that was taken; null from the first. */
  readonly after: string | null;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Seconds between two looks while nothing is new, 0.05–3600, default 1. */
  readonly everySeconds?: number;
}

/** The audit log: what signs in and is refused, beside the changes that claims, connections and members write. */
export interface AuditLog {
  /**
   * For `onEvent` of the service provider, of the metadata refresher and of the directory. It never throws. What an event
   * tells that a store has written with a change is not written again.
   */
  onEvent(event: AuditedEvent): void;
  /** Events of one organisation, the newest first. Rejects where the store does. */
  list(organizationId: string, page?: Partial<AuditPage>): Promise<readonly StoredAuditEntry[]>;
  /** Every organisation's events in order, without end, at least once: keep the position of what was taken. */
  follow(options: FollowOptions): AsyncIterable<StoredAuditEntry>;
  /** Resolves when what was told so far is written, or has failed: before a process ends. */
  settled(): Promise<void>;
}

const MOST_WAITING = 10_000;
const BATCH = 200;

/**
 * Writes the events of sign-in, logout and certificates to an audit store, and reads it. Changes of claims,
 * connections, members and policies write their entries themselves, together with the change. Throws `TypeError`
 * for wrong options.
 */
export function createAuditLog(options: AuditLogOptions): AuditLog {
  const { store, connections } = options;
  requireMethods('store', store, ['append', 'list', 'read']);
  requireMethods('connections', connections, ['findById']);
  const clock = ownOption(options, 'clock') ?? (() => new Date());
  const onFailure = ownOption(options, 'onFailure');
  const quota = createRefusalQuota(readQuota(ownOption(options, 'refusalsPerMinute') ?? 60), clock);
  const waiting = new Set<Promise<void>>();

  async function write(event: AuditedEvent): Promise<void> {
    let entry: AuditEntry | null = null;
    try {
      if (waiting.size >= MOST_WAITING) throw new Error('too many audit entries are waiting to be written');
      const leftOut = quota.admit(event);
      if (leftOut === null) return;
      entry = auditEntryOf(event, leftOut, clock());
      if (entry === null) return;
      if (entry.organizationId === null && entry.connectionId !== null) {
        const connection = await connections.findById(entry.connectionId);
        entry = { ...entry, organizationId: connection?.organizationId ?? null };
      }
      await store.append([entry]);
    } catch (error) {
      tellFailure(onFailure, error, entry);
    }
  }

  return Object.freeze<AuditLog>({
    onEvent(event) {
      const written = write(event).finally(() => waiting.delete(written));
      waiting.add(written);
    },
    list: (organizationId, { before = null, limit = 100 } = {}) =>
      store.list(organizationId, { before, limit }),
    follow: (followOptions) => follow(store, followOptions),
    async settled() {
      await Promise.all(waiting);
    },
  });
}

async function* follow(
  store: AuditStore,
  { after, everySeconds = 1, signal }: FollowOptions,
): AsyncGenerator<StoredAuditEntry, void, undefined> {
  if (!(everySeconds >= 0.05 && everySeconds <= 3600)) {
    throw new TypeError('everySeconds must be a number from 0.05 to 3600');
  }
  let position = after;
  while (!signal.aborted) {
    const entries = await store.read(position, BATCH);
    for (const entry of entries) {
      if (signal.aborted) return;
      yield entry;
      position = entry.position;
    }
    if (entries.length === 0) await pause(everySeconds * 1000, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}

function tellFailure(
  onFailure: AuditLogOptions['onFailure'],
  error: unknown,
  entry: AuditEntry | null,
): void {
  try {
    onFailure?.(error, entry);
  } catch {
    // Whoever is told of the failure cannot be told of that one.
  }
}

function readQuota(refusalsPerMinute: number): number {
  if (!Number.isInteger(refusalsPerMinute) || refusalsPerMinute < 1 || refusalsPerMinute > 6000) {
    throw new TypeError('refusalsPerMinute must be a whole number from 1 to 6000');
  }
  return refusalsPerMinute;
}

function requireMethods(name: string, store: unknown, methods: readonly string[]): void {
  for (const method of methods) {
    const found: unknown = typeof store === 'object' && store !== null && Reflect.get(store, method);
    if (typeof found !== 'function') throw new TypeError(`${name} must be a store with ${method}()`);
  }
}
