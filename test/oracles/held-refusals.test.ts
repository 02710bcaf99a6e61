import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdRefusal } from '../../src/http/hold-refusal.js';
import { type MintOptions, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { ACS, handlersOf, post } from '../http/browser.js';
import {
  answerTo,
  connection,
  createSite,
  relayStateOf,
  type Site,
  start,
} from '../service-provider/site.js';

// Under a clock of the test, which stands still unless it is moved: nothing here rests on how fast a machine is.

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const stranger = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });

function forged(site: Site, mint: Partial<MintOptions> = {}): string {
  const issuer = `https://sts.windows.net/${TEST_TENANT_ID}/`;
  const urls = site.serviceProvider.urls('contoso', 'shared');
  const subject = { requestId: '', connectionId: 'contoso' };
  return answerTo(site, subject, { ...urls, keyPair: stranger, issuer, inResponseTo: null, ...mint });
}

/** When a promise is done, in milliseconds of the test's clock from now; null where it is not within a second. */
async function doneAfter(promise: Promise<unknown>): Promise<number | null> {
  const from = performance.now();
  let at: number | null = null;
  const noted = promise.then(() => {
    at = performance.now() - from;
  });
  for (let passed = 0; passed < 1_000 && at === null; passed += 1) await vi.advanceTimersByTimeAsync(1);
  if (at !== null) await noted;
  return at;
}

describe('a refusal at the shared Reply URL', () => {
  const tile = connection({ addresses: 'shared', allowIdpInitiated: true });

  it.each([
    ['in nobody’s name', [], 0],
    ['in a customer’s name', [tile], 0],
    ['in a customer’s name, whose store takes 70 ms', [tile], 70],
    ['in nobody’s name, at a store that takes 99 ms', [], 99],
  ] as const)('of a message %s leaves at a tenth of a second', async (_name, connections, milliseconds) => {
    const site = createSite(
      {
        connections: {
          findById: async () => null,
          findByOrganization: async () => [],
          findByIssuer: async () => {
            if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
            return connections;
          },
        },
      },
      connections,
    );
    const answered = handlersOf(site).handle(post('/saml/acs', { SAMLResponse: forged(site) }));
    expect(await doneAfter(answered)).toBe(100);
    expect((await answered).status).toBe(200);
  });

  it('leaves at the next tenth where the store took longer', async () => {
    const site = createSite({
      connections: {
        findById: async () => null,
        findByOrganization: async () => [],
        findByIssuer: () => new Promise((resolve) => setTimeout(() => resolve([]), 130)),
      },
    });
    const answered = handlersOf(site).handle(post('/saml/acs', { SAMLResponse: forged(site) }));
    expect(await doneAfter(answered)).toBe(200);
  });

  it('is not held where whoever asks has named the connection already', async () => {
    const site = createSite();
    const answered = handlersOf(site).handle(post(ACS, { SAMLResponse: forged(site) }));
    expect(await doneAfter(answered)).toBeLessThanOrEqual(1);
  });

  it('is held, a sign-in is not', async () => {
    const site = createSite({}, [connection({ addresses: 'shared' })]);
    const started = await start(site);
    const fields = { SAMLResponse: answerTo(site, started), RelayState: relayStateOf(started) ?? '' };
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const answered = handlersOf(site).handle(post('/saml/acs', fields, { cookie }));
    expect(await doneAfter(answered)).toBeLessThanOrEqual(1);
    expect((await answered).status).toBe(303);
  });
});

describe('holdRefusal', () => {
  it.each([
    [0, 100],
    [0.4, 100],
    [99.9, 100],
    [100, 100],
    [100.1, 200],
    [1_234, 1_300],
  ])('after %d ms of work waits until %d', async (worked, due) => {
    const startedAt = performance.now() - worked;
    const left = await doneAfter(holdRefusal(startedAt));
    expect(Math.ceil(worked + (left ?? Number.NaN))).toBeGreaterThanOrEqual(due);
    expect(worked + (left ?? Number.NaN)).toBeLessThan(due + 1);
  });

  it('waits on where a timer fires before its time', async () => {
    const genuine = globalThis.setTimeout;
    const early = vi
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((done: () => void, delay = 0) => genuine(done, Math.max(1, delay - 2))) as never);
    expect(await doneAfter(holdRefusal(performance.now()))).toBe(100);
    expect(early.mock.calls.length).toBeGreaterThan(1);
    early.mockRestore();
  });
});
