import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { MetadataRefreshState } from '../../../src/metadata/refresh-state.js';
import type { MetadataRefreshStore } from '../../../src/metadata/refresher-options.js';

/** A state with every field filled in. */
export function refreshState(members: Partial<MetadataRefreshState> = {}): MetadataRefreshState {
  return {
    format: 1,
    revision: 1,
    metadataUrl: 'https://login.microsoftonline.com/t/federationmetadata.xml?appid=ä',
    issuerUrl: 'https://sts.windows.net/t/',
    signInUrl: null,
    certificates: [
      {
        sha256Thumbprint: 'AA',
        pem: '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n',
        state: 'staged',
        firstSeenAt: '2026-03-01T12:00:00.123Z',
        vanishedAt: null,
      },
    ],
    retired: ['BB'],
    lastAttemptAt: '2026-03-01T12:00:00.000Z',
    lastSuccessAt: '2026-03-01T12:00:00.000Z',
    staleTold: false,
    expiryToldUntil: '2026-03-01T12:00:00.000Z',
    ...members,
  };
}

/** What a store of refresh states promises. Its content may be shared. */
export function metadataRefreshContract(name: string, open: () => Promise<MetadataRefreshStore>): void {
  describe(`${name} as store of refresh states`, () => {
    it('keeps the first and the next, over the revision each was made from', async () => {
      const store = await open();
      const id = randomUUID();
      expect(await store.load(id)).toBeNull();
      expect(await store.save(id, refreshState(), 1)).toBe(false);
      expect(await store.save(id, refreshState(), 0)).toBe(true);
      expect(await store.load(id)).toEqual(refreshState());
      const next = refreshState({ revision: 2, certificates: [], staleTold: true, expiryToldUntil: null });
      expect(await store.save(id, next, 0)).toBe(false);
      expect(await store.save(id, next, 2)).toBe(false);
      expect(await store.save(id, next, 1)).toBe(true);
      expect(await store.load(id)).toEqual(next);
      expect(await store.list()).toContain(id);
    });

    it('forgets what is removed, over and over, and lets it begin anew', async () => {
      const store = await open();
      const id = randomUUID();
      await store.remove(id);
      await store.save(id, refreshState({ revision: 4 }), 0);
      await store.remove(id);
      expect(await store.load(id)).toBeNull();
      expect(await store.list()).not.toContain(id);
      expect(await store.save(id, refreshState({ revision: 5 }), 4)).toBe(false);
      expect(await store.save(id, refreshState(), 0)).toBe(true);
    });

    it('lets one of many writers over one revision write', async () => {
      const store = await open();
      const id = randomUUID();
      for (const over of [0, 1]) {
        const saved = await Promise.all(
          Array.from({ length: 50 }, () => store.save(id, refreshState({ revision: over + 1 }), over)),
        );
        expect(saved.filter(Boolean)).toHaveLength(1);
      }
    });
  });
}
