import { describe, expect, it } from 'vitest';
import type { PendingRequest, ReplayStore, RequestStore } from '../../src/stores/interfaces/sign-in.js';

const CALLERS = 1_000;
let requests = 0;

/** A request of ten minutes, with an id that no other test has. */
export function pendingRequest(members: Partial<PendingRequest> = {}): PendingRequest {
  requests += 1;
  const issuedAt = new Date();
  return {
    id: `_${process.pid}-${issuedAt.getTime()}-${requests}`,
    purpose: 'sign-in',
    organizationId: 'org-contoso',
    connectionId: 'contoso',
    connectionVersion: 3,
    browserHash: 'hash',
    relayState: 'handle',
    returnTo: '/reports?week=12#top',
    forceAuthn: true,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + 600_000),
    ...members,
  };
}

/** What every request store promises. `open` gives a store that is ready to use; its content may be shared. */
export function requestStoreContract(name: string, open: () => Promise<RequestStore>): void {
  describe(`${name} as request store`, () => {
    it('gives back what was saved', async () => {
      const store = await open();
      const request = pendingRequest();
      await store.save(request);
      expect(await store.find(request.id)).toEqual(request);
    });

    it('keeps requests apart', async () => {
      const store = await open();
      const [first, second] = [pendingRequest({ returnTo: '/1' }), pendingRequest({ returnTo: '/2' })];
      await store.save(first);
      await store.save(second);
      expect(await store.consume(first.id)).toBe(true);
      expect(await store.find(second.id)).toEqual(second);
      expect(await store.consume(second.id)).toBe(true);
    });

    it('does not know a request that was never saved', async () => {
      const store = await open();
      for (const id of [pendingRequest().id, '', '__proto__', 'constructor']) {
        expect(await store.find(id)).toBeNull();
        expect(await store.consume(id)).toBe(false);
      }
    });

    it('lets a request be consumed once', async () => {
      const store = await open();
      const request = pendingRequest();
      await store.save(request);
      expect(await store.consume(request.id)).toBe(true);
      expect(await store.consume(request.id)).toBe(false);
    });

    it('never opens a consumed request again by saving it again', async () => {
      const store = await open();
      const request = pendingRequest();
      await store.save(request);
      await store.consume(request.id);
      await expect(store.save(request)).rejects.toThrow(Error);
      expect(await store.consume(request.id)).toBe(false);
    });

    it(`lets one of ${CALLERS} concurrent callers consume a request`, async () => {
      const store = await open();
      const request = pendingRequest();
      await store.save(request);
      expect(await winners(() => store.consume(request.id))).toBe(1);
    });
  });
}

/** What every replay store promises. */
export function replayStoreContract(name: string, open: () => Promise<ReplayStore>): void {
  const until = () => new Date(Date.now() + 600_000);

  describe(`${name} as replay store`, () => {
    it('reserves a key once', async () => {
      const store = await open();
      const key = pendingRequest().id;
      expect(await store.reserve(key, until())).toBe(true);
      expect(await store.reserve(key, until())).toBe(false);
    });

    it('keeps keys apart', async () => {
      const store = await open();
      const key = pendingRequest().id;
      expect(await store.reserve(key, until())).toBe(true);
      expect(await store.reserve(key.toUpperCase().concat('X'), until())).toBe(true);
      expect(await store.reserve(`${key} `, until())).toBe(true);
    });

    it('does not free a key by a second reservation with an earlier end', async () => {
      const store = await open();
      const key = pendingRequest().id;
      await store.reserve(key, until());
      expect(await store.reserve(key, new Date(0))).toBe(false);
      expect(await store.reserve(key, until())).toBe(false);
    });

    it(`lets one of ${CALLERS} concurrent callers reserve a key`, async () => {
      const store = await open();
      const key = pendingRequest().id;
      expect(await winners(() => store.reserve(key, until()))).toBe(1);
    });
  });
}

async function winners(attempt: () => Promise<boolean>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: CALLERS }, attempt));
  return answers.filter((answer) => answer === true).length;
}
