import type { IndexedSession, SessionIndexStore } from '../interfaces/sign-in.js';
import type { MemoryStoreOptions } from './expiring-entries.js';
import { SweptMap } from './swept-map.js';

/**
 * Keeps the index of sessions in the memory of this process: for one process only, for tests and for trying out.
 * Several instances need a store that they share. `add` and `rememberLogout` throw when `maxEntries` entries are in
 * use: an entry that gave way would be a session that nobody can log out.
 */
export function memorySessionIndexStore(options: MemoryStoreOptions = {}): SessionIndexStore {
  const sessions = new SweptMap<IndexedSession>(options, ({ expiresAt }) => expiresAt);
  const logouts = new SweptMap<Logout>(options, ({ until }) => until);
  const bySession = new Groups();
  const byNameId = new Groups();
  sessions.onRemoved = (key, session) => {
    for (const index of session.sessionIndexes) bySession.remove(groupOf(session, index), key);
    byNameId.remove(groupOf(session, session.nameId.value), key);
  };
  const found = (keys: Iterable<string>): readonly IndexedSession[] =>
    [...keys].flatMap((key) => sessions.get(key) ?? []);
  return {
    async add(session) {
      const key = keyOf(session.organizationId, session.connectionId, session.sessionKey);
      sessions.set(key, frozenCopyOf(session));
      for (const index of session.sessionIndexes) bySession.add(groupOf(session, index), key);
      byNameId.add(groupOf(session, session.nameId.value), key);
    },
    async find(organizationId, connectionId, sessionKey) {
      return sessions.get(keyOf(organizationId, connectionId, sessionKey)) ?? null;
    },
    async findBySession(organizationId, connectionId, sessionIndex) {
      return found(bySession.of(keyOf(organizationId, connectionId, sessionIndex)));
    },
    async findByNameId(organizationId, connectionId, nameId) {
      return found(byNameId.of(keyOf(organizationId, connectionId, nameId)));
    },
    async remove(organizationId, connectionId, sessionKey) {
      return sessions.delete(keyOf(organizationId, connectionId, sessionKey));
    },
    async rememberLogout(organizationId, connectionId, key, loggedOutAt, until) {
      const whole = keyOf(organizationId, connectionId, key);
      const known = logouts.get(whole);
      const later = (first: Date, second: Date | undefined): Date =>
        second !== undefined && second > first ? second : first;
      logouts.set(whole, {
        loggedOutAt: later(loggedOutAt, known?.loggedOutAt),
        until: later(until, known?.until),
      });
    },
    async findLogout(organizationId, connectionId, key) {
      return logouts.get(keyOf(organizationId, connectionId, key))?.loggedOutAt ?? null;
    },
  };
}

interface Logout {
  readonly loggedOutAt: Date;
  readonly until: Date;
}

/** No two triples share one, whatever characters they hold. */
function keyOf(organizationId: string, connectionId: string, name: string): string {
  return JSON.stringify([organizationId, connectionId, name]);
}

function groupOf({ connectionId, organizationId }: IndexedSession, name: string): string {
  return keyOf(organizationId, connectionId, name);
}

function frozenCopyOf(session: IndexedSession): IndexedSession {
  const nameId = Object.freeze({ ...session.nameId });
  return Object.freeze({ ...session, nameId, sessionIndexes: Object.freeze([...session.sessionIndexes]) });
}

/** Sets of keys by group. */
class Groups {
  readonly #groups = new Map<string, Set<string>>();

  of(group: string): ReadonlySet<string> {
    return this.#groups.get(group) ?? new Set();
  }

  add(group: string, key: string): void {
    const keys = this.#groups.get(group) ?? new Set();
    this.#groups.set(group, keys.add(key));
  }

  remove(group: string, key: string): void {
    const keys = this.#groups.get(group);
    keys?.delete(key);
    if (keys?.size === 0) this.#groups.delete(group);
  }
}
