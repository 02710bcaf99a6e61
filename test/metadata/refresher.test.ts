import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchFederationMetadata } from '../../src/metadata/fetch-federation-metadata.js';
import { startMetadataRefresh } from '../../src/metadata/refresh-state.js';
import { createMetadataRefresher, type MetadataRefresher } from '../../src/metadata/refresher.js';
import type {
  MetadataRefresherEvent,
  MetadataRefresherOptions,
  MetadataRefreshStore,
} from '../../src/metadata/refresher-options.js';
import { memoryMetadataRefreshStore } from '../../src/stores/memory/index.js';
import { listenMetadata, type MetadataServer } from './metadata-server.js';
import { documentWith, T0 } from './refresh-documents.js';

const MINUTE = 60_000;

let server: MetadataServer;
let listed: readonly string[];
let requests: number;
let now: number;
let store: MetadataRefreshStore;
let events: MetadataRefresherEvent[];
let given: (readonly [string, number])[];
let timers: { readonly callback: () => void; readonly milliseconds: number }[];
const running: MetadataRefresher[] = [];

beforeAll(async () => {
  server = await listenMetadata((_, response) => {
    requests += 1;
    if (listed.length === 0) response.writeHead(503).end();
    else response.end(documentWith(listed));
  });
});
afterAll(() => server.close());

beforeEach(async () => {
  listed = ['contoso'];
  now = T0.getTime();
  events = [];
  given = [];
  timers = [];
  store = memoryMetadataRefreshStore();
  await followed('contoso');
  requests = 0;
});
afterEach(() => {
  for (const refresher of running.splice(0)) refresher.stop();
});

async function followed(connectionId: string): Promise<void> {
  const fetched = await fetchFederationMetadata(server.url, server.options);
  if (!fetched.ok) throw fetched.error;
  const state = startMetadataRefresh(server.url, fetched.value, T0);
  if (!state.ok) throw state.error;
  expect(await store.save(connectionId, state.value, 0)).toBe(true);
}

function refresherWith(options: Partial<MetadataRefresherOptions> = {}): MetadataRefresher {
  const refresher = createMetadataRefresher({
    store,
    onCertificates: (connectionId, certificates) => given.push([connectionId, certificates.length]),
    onEvent: (event) => events.push(event),
    fetch: server.options,
    clock: () => new Date(now),
    random: () => 0.5,
    setTimer: (callback, milliseconds) => {
      const timer = { callback, milliseconds };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    ...options,
  });
  running.push(refresher);
  return refresher;
}

/** Lets the next timer ring, and waits until what it began has set another. */
async function ring(): Promise<number> {
  const timer = timers.shift();
  if (timer === undefined) throw new Error('No timer is set.');
  now += timer.milliseconds;
  timer.callback();
  await expect.poll(() => timers.length).toBe(1);
  return timer.milliseconds;
}

const typesTold = () => events.map(({ type }) => type).filter((type) => !/_expire/.test(type));

describe('a refresh', () => {
  it('gives the certificates and tells what is new', async () => {
    const refresher = refresherWith();
    listed = ['contoso', 'contoso-next'];
    expect(await refresher.refresh('contoso')).toMatchObject({ ok: true, value: { revision: 2 } });
    expect(given).toEqual([['contoso', 2]]);
    expect(events).toMatchObject([{ type: 'certificate_staged', connectionId: 'contoso' }]);
  });

  it('that fails gives the certificates on file again', async () => {
    listed = [];
    await refresherWith().refresh('contoso');
    expect(given).toEqual([['contoso', 1]]);
    expect(events).toMatchObject([
      { type: 'metadata_refresh_failed', error: { code: 'metadata_http_status' } },
    ]);
  });

  it('of a connection that follows none is refused', async () => {
    const refused = { error: { code: 'metadata_not_followed', details: { connectionId: 'x' } } };
    expect(await refresherWith().refresh('x')).toMatchObject(refused);
    expect(await refresherWith().retire('x', 'A')).toMatchObject(refused);
  });

  it('does not undo what was retired while it was fetching', async () => {
    listed = ['contoso', 'contoso-next'];
    const refresher = refresherWith();
    await refresher.refresh('contoso');
    const state = await store.load('contoso');
    const old = state?.certificates[0]?.sha256Thumbprint ?? '';
    const [refreshed, retired] = await Promise.all([
      refresher.refresh('contoso'),
      refresher.retire('contoso', old),
    ]);
    expect([refreshed.ok, retired.ok]).toEqual([true, true]);
    const left = (await store.load('contoso'))?.certificates.map(({ sha256Thumbprint }) => sha256Thumbprint);
    expect(left).not.toContain(old);
    expect((await store.load('contoso'))?.retired).toHaveLength(1);
    expect(given.at(-1)).toEqual(['contoso', 1]);
  });

  it('gives up where the store never takes the state', async () => {
    const stubborn = { ...store, save: async () => false };
    expect(await refresherWith({ store: stubborn }).refresh('contoso')).toMatchObject({
      error: { code: 'metadata_refresh_contended', details: { connectionId: 'contoso' } },
    });
    expect([given, events]).toEqual([[], []]);
  });

  it('promotes by hand under “hold”', async () => {
    const refresher = refresherWith({ newCertificates: 'hold' });
    listed = ['contoso', 'contoso-next'];
    const refreshed = await refresher.refresh('contoso');
    const staged = refreshed.ok ? refreshed.value.certificates[1]?.sha256Thumbprint : '';
    await refresher.promote('contoso', staged ?? '');
    expect(given).toEqual([
      ['contoso', 1],
      ['contoso', 2],
    ]);
  });
});

describe('an unknown key', () => {
  const unknown = { type: 'sign_in_refused', code: 'signing_certificate_unknown', connectionId: 'contoso' };

  it('leads to a refresh, at most every five minutes', async () => {
    const refresher = refresherWith();
    now += 5 * MINUTE - 1;
    expect(await refresher.onUnknownKey('contoso')).toBe(false);
    now += 1;
    expect(await refresher.onUnknownKey('contoso')).toBe(true);
    expect(await refresher.onUnknownKey('contoso')).toBe(false);
    expect(requests).toBe(1);
  });

  it('leads to one refresh although all instances see it at once', async () => {
    now += 5 * MINUTE;
    const instances = [refresherWith(), refresherWith(), refresherWith()];
    const refreshed = await Promise.all(instances.map((each) => each.onUnknownKey('contoso')));
    expect(refreshed.filter(Boolean)).toHaveLength(1);
    expect(requests).toBe(1);
  });

  it('counts failures too', async () => {
    listed = [];
    now += 5 * MINUTE;
    const refresher = refresherWith();
    expect(await refresher.onUnknownKey('contoso')).toBe(true);
    now += 5 * MINUTE - 1;
    expect(await refresher.onUnknownKey('contoso')).toBe(false);
  });

  it('is recognised in the events of the service provider', async () => {
    now += 5 * MINUTE;
    const refresher = refresherWith();
    refresher.watch({ ...unknown, code: 'signature_invalid' });
    refresher.watch({ ...unknown, type: 'sign_in_accepted' });
    refresher.watch({ ...unknown, connectionId: null });
    refresher.watch({ ...unknown, connectionId: 'nobody' });
    expect(requests).toBe(0);
    refresher.watch(unknown);
    await expect.poll(() => given).toEqual([['contoso', 1]]);
    expect(requests).toBe(1);
  });

  it('is not put off by a clock that went back', async () => {
    const refresher = refresherWith();
    now = T0.getTime() - 1000 * MINUTE;
    expect(await refresher.onUnknownKey('contoso')).toBe(true);
    expect(await refresher.onUnknownKey('contoso')).toBe(false);
  });

  it('does not throw where the store fails', async () => {
    const cause = new Error('down');
    const refresher = refresherWith({ store: { ...store, load: () => Promise.reject(cause) } });
    expect(await refresher.onUnknownKey('contoso')).toBe(false);
    expect(events).toEqual([{ type: 'metadata_refresh_broken', connectionId: 'contoso', cause }]);
  });
});

describe('the schedule', () => {
  it('begins within a minute and goes on every hour, give or take six minutes', async () => {
    now += 60 * MINUTE;
    const waits = [0, 0.5, 1];
    refresherWith({ random: () => waits.shift() ?? 0 }).start();
    expect(await ring()).toBe(0);
    expect(requests).toBe(1);
    expect(await ring()).toBe(60 * MINUTE);
    expect(requests).toBe(2);
    expect(timers[0]?.milliseconds).toBeCloseTo(66 * MINUTE);
  });

  it('leaves out what another instance refreshed just now', async () => {
    const refresher = refresherWith();
    now += 47 * MINUTE;
    refresher.start();
    await ring();
    expect(requests).toBe(0);
    await ring();
    expect(requests).toBe(1);
  });

  it('goes on over a connection and a callback that fail', async () => {
    await followed('fabrikam');
    requests = 0;
    now += 60 * MINUTE;
    const cause = new Error('no database');
    const onCertificates = (connectionId: string) => {
      if (connectionId === 'contoso') throw cause;
      given.push([connectionId, 0]);
    };
    refresherWith({ onCertificates }).start();
    await ring();
    expect(given).toEqual([['fabrikam', 0]]);
    expect(events).toContainEqual({ type: 'metadata_refresh_broken', connectionId: 'contoso', cause });
  });

  it('goes on over a store and a listener that fail', async () => {
    const list = () => Promise.reject(new Error('down'));
    const refresher = refresherWith({
      store: { ...store, list },
      onEvent: (event) => {
        events.push(event);
        throw new Error('no log');
      },
    });
    refresher.start();
    await ring();
    expect(typesTold()).toEqual(['metadata_refresh_broken']);
    expect(timers).toHaveLength(1);
  });

  it('runs once however often it is started, and not after it was stopped', async () => {
    const refresher = refresherWith();
    refresher.start();
    refresher.start();
    expect(timers).toHaveLength(1);
    refresher.stop();
    expect(timers).toHaveLength(0);
    refresher.start();
    const stale = timers[0];
    stale?.callback();
    refresher.stop();
    refresher.start();
    await expect.poll(() => timers.filter((each) => each !== stale)).toHaveLength(1);
    await refresher.refresh('contoso');
    expect(timers.filter((each) => each !== stale)).toHaveLength(1);
  });
});

describe('options', () => {
  it.each([
    { store: {} },
    { onCertificates: undefined },
    { intervalSeconds: 299 },
    { unknownKeySeconds: 59 },
    { unknownKeySeconds: '300' },
    { graceDays: 91 },
    { newCertificates: 'maybe' },
  ])('%j are misuse', (options) => {
    expect(() => refresherWith(options as never)).toThrow(TypeError);
  });
});
