import { describe, expect, it } from 'vitest';
import type { IndexedSession, SessionIndexStore } from '../../src/stores/interfaces/sign-in.js';

const CALLERS = 1_000;
let sessions = 0;

/** A session of an hour, with a key, SessionIndex and NameID that no other test has. */
export function indexedSession(members: Partial<IndexedSession> = {}): IndexedSession {
  sessions += 1;
  const unique = `${process.pid}-${Date.now()}-${sessions}`;
  return {
    organizationId: 'org-contoso',
    connectionId: 'contoso',
    sessionKey: `session-${unique}`,
    identityKey: `["tenant-object","contoso","https://idp.example/","t","${unique}"]`,
    nameId: { value: `adele-${unique}`, format: null, nameQualifier: 'q', spNameQualifier: null },
    sessionIndexes: [`_${unique}`],
    expiresAt: new Date(Date.now() + 3_600_000),
    ...members,
  };
}

/** What every session index promises. `open` gives a store that is ready to use; its content may be shared. */
export function sessionIndexContract(name: string, open: () => Promise<SessionIndexStore>): void {
  const places = ['org-contoso', 'contoso'] as const;
  const later = () => new Date(Date.now() + 3_600_000);

  describe(`${name} as session index`, () => {
    it('finds a session by its key, its SessionIndex and its NameID', async () => {
      const store = await open();
      const session = indexedSession();
      await store.add(session);
      expect(await store.find(...places, session.sessionKey)).toEqual(session);
      expect(await store.findBySession(...places, session.sessionIndexes[0] ?? '')).toEqual([session]);
      expect(await store.findByNameId(...places, session.nameId.value)).toEqual([session]);
    });

    it('finds all sessions of one SessionIndex and of one NameID', async () => {
      const store = await open();
      const first = indexedSession();
      const second = indexedSession({ sessionIndexes: first.sessionIndexes, nameId: first.nameId });
      await store.add(first);
      await store.add(second);
      const keys = (found: readonly IndexedSession[]) => found.map(({ sessionKey }) => sessionKey).toSorted();
      const both = keys([first, second]);
      expect(keys(await store.findBySession(...places, first.sessionIndexes[0] ?? ''))).toEqual(both);
      expect(keys(await store.findByNameId(...places, first.nameId.value))).toEqual(both);
    });

    it('keeps organisations and connections apart', async () => {
      const store = await open();
      const session = indexedSession();
      await store.add(session);
      const others: readonly (readonly [string, string])[] = [
        ['org-fabrikam', 'contoso'],
        ['org-contoso', 'fabrikam'],
        ['', ''],
      ];
      for (const other of others) {
        expect(await store.find(...other, session.sessionKey)).toBeNull();
        expect(await store.findBySession(...other, session.sessionIndexes[0] ?? '')).toEqual([]);
        expect(await store.findByNameId(...other, session.nameId.value)).toEqual([]);
        expect(await store.remove(...other, session.sessionKey)).toBe(false);
        await store.rememberLogout(...other, session.sessionKey, new Date(), later());
      }
      expect(await store.findLogout(...places, session.sessionKey)).toBeNull();
      expect(await store.find(...places, session.sessionKey)).toEqual(session);
    });

    it('compares to the letter', async () => {
      const store = await open();
      const session = indexedSession({ sessionIndexes: [`_Index-${sessions}`] });
      await store.add(session);
      expect(await store.findBySession(...places, `_index-${sessions - 1}`)).toEqual([]);
      expect(await store.findByNameId(...places, `${session.nameId.value} `)).toEqual([]);
      for (const odd of ['__proto__', 'constructor', '']) {
        expect(await store.find(...places, odd)).toBeNull();
        expect(await store.findBySession(...places, odd)).toEqual([]);
      }
    });

    it('keeps a session without SessionIndex', async () => {
      const store = await open();
      const session = indexedSession({ sessionIndexes: [] });
      await store.add(session);
      expect(await store.find(...places, session.sessionKey)).toEqual(session);
      expect(await store.findBySession(...places, 'null')).toEqual([]);
    });

    it('finds a session of several SessionIndexes by each of them, and by none once it is gone', async () => {
      const store = await open();
      const [one, two] = [`${indexedSession().sessionKey}-a`, `${indexedSession().sessionKey}-b`];
      const session = indexedSession({ sessionIndexes: [one, two] });
      const other = indexedSession({ sessionIndexes: [two] });
      await store.add(session);
      await store.add(other);
      expect(await store.find(...places, session.sessionKey)).toEqual(session);
      expect(await store.findBySession(...places, one)).toEqual([session]);
      expect(await store.findBySession(...places, two)).toHaveLength(2);
      await store.add({ ...session, sessionIndexes: [one] });
      expect(await store.findBySession(...places, two)).toEqual([other]);
      expect(await store.remove(...places, session.sessionKey)).toBe(true);
      expect(await store.findBySession(...places, one)).toEqual([]);
    });

    it('replaces a session of the same key', async () => {
      const store = await open();
      const session = indexedSession();
      const again = { ...indexedSession(), sessionKey: session.sessionKey };
      await store.add(session);
      await store.add(again);
      expect(await store.find(...places, session.sessionKey)).toEqual(again);
      expect(await store.findBySession(...places, session.sessionIndexes[0] ?? '')).toEqual([]);
      expect(await store.findByNameId(...places, again.nameId.value)).toEqual([again]);
    });

    it('does not find what has expired', async () => {
      const store = await open();
      const session = indexedSession({ expiresAt: new Date(Date.now() - 1) });
      await store.add(session);
      expect(await store.find(...places, session.sessionKey)).toBeNull();
      expect(await store.findBySession(...places, session.sessionIndexes[0] ?? '')).toEqual([]);
      expect(await store.findByNameId(...places, session.nameId.value)).toEqual([]);
    });

    it(`lets one of ${CALLERS} concurrent callers remove a session`, async () => {
      const store = await open();
      const session = indexedSession();
      await store.add(session);
      const removed = await Promise.all(
        Array.from({ length: CALLERS }, () => store.remove(...places, session.sessionKey)),
      );
      expect(removed.filter((answer) => answer === true)).toHaveLength(1);
      expect(await store.findBySession(...places, session.sessionIndexes[0] ?? '')).toEqual([]);
    });

    it('remembers the latest logout until its end', async () => {
      const store = await open();
      const { sessionKey: key } = indexedSession();
      expect(await store.findLogout(...places, key)).toBeNull();
      const at = new Date(Date.now() - 5_000);
      await store.rememberLogout(...places, key, at, later());
      await store.rememberLogout(...places, key, new Date(at.getTime() - 1_000), new Date(Date.now() + 1));
      expect(await store.findLogout(...places, key)).toEqual(at);
      const { sessionKey: old } = indexedSession();
      await store.rememberLogout(...places, old, at, new Date(Date.now() - 1));
      expect(await store.findLogout(...places, old)).toBeNull();
    });
  });
}
