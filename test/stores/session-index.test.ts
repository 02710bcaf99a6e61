import { describe, expect, it } from 'vitest';
import { memorySessionIndexStore } from '../../src/stores/memory/index.js';
import { indexedSession, sessionIndexContract } from './session-contract.js';

sessionIndexContract('the memory store', async () => memorySessionIndexStore());

describe('the memory of sessions', () => {
  it('lets no live session give way to a new one', async () => {
    const store = memorySessionIndexStore({ maxEntries: 2 });
    const first = indexedSession();
    await store.add(first);
    await store.add(indexedSession());
    await expect(store.add(indexedSession())).rejects.toThrow('full');
    expect(await store.find('org-contoso', 'contoso', first.sessionKey)).toEqual(first);
    await store.add({ ...first, identityKey: 'changed' });
  });

  it('makes room of expired and removed ones', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const store = memorySessionIndexStore({ maxEntries: 2, now: () => now });
    const expiresAt = new Date('2026-01-01T01:00:00Z');
    const first = indexedSession({ expiresAt });
    await store.add(first);
    await store.add(indexedSession({ expiresAt }));
    await store.remove('org-contoso', 'contoso', first.sessionKey);
    await store.add(indexedSession({ expiresAt }));
    now = expiresAt;
    await store.add(indexedSession({ expiresAt: new Date('2026-01-01T02:00:00Z') }));
    await store.add(indexedSession({ expiresAt: new Date('2026-01-01T02:00:00Z') }));
  });

  it('bounds the memory of logouts too', async () => {
    const store = memorySessionIndexStore({ maxEntries: 1 });
    const until = new Date(Date.now() + 1000);
    await store.rememberLogout('o', 'c', '1', new Date(), until);
    await expect(store.rememberLogout('o', 'c', '2', new Date(), until)).rejects.toThrow('full');
  });

  it('hands out nothing that a caller can change', async () => {
    const store = memorySessionIndexStore();
    const session = indexedSession();
    await store.add(session);
    const [found] = await store.findByNameId('org-contoso', 'contoso', session.nameId.value);
    expect(Object.isFrozen(found) && Object.isFrozen(found?.nameId)).toBe(true);
  });

  it('refuses options and dates that are none', async () => {
    expect(() => memorySessionIndexStore({ maxEntries: 0 })).toThrow(TypeError);
    const store = memorySessionIndexStore();
    await expect(store.add(indexedSession({ expiresAt: new Date(Number.NaN) }))).rejects.toThrow(TypeError);
    const unset = memorySessionIndexStore({ now: () => new Date(Number.NaN) });
    await expect(unset.add(indexedSession())).rejects.toThrow(TypeError);
  });
});
