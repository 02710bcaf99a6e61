import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../../src/errors/index.js';
import { createConnections } from '../../../src/organizations/connection-life/create-connections.js';
import type { ConnectionRecordStore } from '../../../src/stores/interfaces/connection-records.js';
import { NOW } from '../../certificates/fixture.js';
import {
  accepted,
  codeOf,
  complete,
  createScene,
  detailsOf,
  ENTRA,
  enabled,
  kept,
  logged,
  ORG,
  OTHER_ORG,
  OWNER,
  type Scene,
} from './scene.js';
import { NEXT } from './stored.js';

/** The connections of a scene over a store that does something else in one place. */
function over({ store }: Scene, changes: Partial<ConnectionRecordStore>) {
  return createConnections({ store: { ...store, ...changes }, clock: () => NOW });
}

describe('the options of connections', () => {
  it('name a store', () => {
    for (const options of [{}, { store: null }, { store: {} }]) {
      expect(() => createConnections(options as never)).toThrow(
        new TypeError('store must be a store with insertConnection()'),
      );
    }
  });

  it('bound the connections of an organisation between 1 and 1000, ten without a word', async () => {
    const { store } = createScene();
    for (const maximumPerOrganization of [0, 1_001, 1.5, Number.NaN, '10' as never, null as never]) {
      expect(() => createConnections({ store, maximumPerOrganization })).toThrow(TypeError);
    }
    for (const [given, maximum] of [
      [{ maximumPerOrganization: 1 }, 1],
      [{ maximumPerOrganization: 1_000 }, 1_000],
      [{}, 10],
    ] as const) {
      const listed = Array.from({ length: maximum });
      const listConnections = vi.fn(async () => listed.slice(1) as never);
      const connections = createConnections({ store: { ...store, listConnections }, ...given });
      expect(codeOf(await connections.create(ORG, {}, OWNER))).toBeNull();
      listConnections.mockImplementation(async () => listed as never);
      const refused = await connections.create(ORG, {}, OWNER);
      expect(codeOf(refused)).toBe('connection_limit_reached');
      expect(detailsOf(refused)).toEqual({ maximum });
    }
  });
});

describe('a connection that is created', () => {
  it('is told with the names of what was entered', async () => {
    const scene = createScene();
    const { record, warnings } = accepted(await scene.connections.create(ORG, ENTRA, OWNER));
    const [entry] = await logged(scene);
    expect(entry).toMatchObject({ type: 'connection_created', actor: OWNER, connectionId: record.id });
    expect(entry?.data).toEqual({ fields: ['issuerUrl', 'signInUrl'] });
    expect(warnings).toEqual([]);
  });

  it('is refused where the store has its random id', async () => {
    const scene = createScene();
    const connections = over(scene, { insertConnection: async () => false });
    const result = await connections.create(ORG, {}, OWNER);
    expect(codeOf(result)).toBe('store_unavailable');
    expect(detailsOf(result)).toEqual({
      store: 'connections',
      reason: 'The store has a connection with this new random id',
    });
  });
});

describe('the list of connections', () => {
  it('has a view of each of the organisation', async () => {
    const scene = createScene();
    const [first, second] = [await complete(scene), await enabled(scene)];
    await complete(scene, {}, OTHER_ORG);
    const views = accepted(await scene.connections.list(ORG));
    const byId = [first, second].toSorted((one, other) => (one.record.id < other.record.id ? -1 : 1));
    expect(views).toEqual(byId);
  });

  it('is refused where one of them cannot be read', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const broken = {
      ...record,
      certificates: record.certificates.map((each) => ({ ...each, thumbprint: 'x' })),
    };
    const connections = over(scene, { listConnections: async () => [record, broken] });
    const result = await connections.list(ORG);
    expect(codeOf(result)).toBe('store_unavailable');
    expect(detailsOf(result)).toMatchObject({ reason: expect.stringContaining('values of another one') });
  });
});

describe('the removal of a connection', () => {
  it('is refused with the connection while it is enabled', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const result = await scene.connections.remove(ORG, record.id, OWNER);
    expect(codeOf(result)).toBe('connection_still_enabled');
    expect(detailsOf(result)).toEqual({ connectionId: record.id });
  });

  it.each<[string, () => Promise<unknown>, ErrorCode, object | null]>([
    ['does not remove it', async () => false, 'connection_changed_meanwhile', null],
    ['says nothing', async () => undefined, 'connection_changed_meanwhile', null],
    [
      'is away',
      () => Promise.reject(new Error('connection reset')),
      'store_unavailable',
      { store: 'connections', reason: 'connection reset' },
    ],
  ])('is refused where the store %s, and is not told', async (_name, answer, code, details) => {
    const scene = createScene();
    const view = await complete(scene);
    const onEvent = vi.fn();
    const removeConnection = async () => (await answer()) as boolean;
    const store = { ...scene.store, removeConnection };
    const connections = createConnections({ store, clock: () => NOW, onEvent });
    const { id } = view.record;
    const result = await connections.remove(ORG, id, OWNER);
    expect(codeOf(result)).toBe(code);
    expect(detailsOf(result)).toEqual(details ?? { connectionId: id });
    expect(onEvent).not.toHaveBeenCalled();
    expect(await kept(scene, view)).toEqual(view.record);
  });
});

describe('what nobody waits for', () => {
  it.each([
    ['changed', 5, 'connection_changed_meanwhile'],
    ['issuer-not-unique', 1, 'connection_issuer_not_unique'],
  ] as const)('is tried again while the store says %j: %d times in all', async (outcome, times, code) => {
    const scene = createScene();
    const { record } = await complete(scene);
    const { id, version } = record;
    const replaceConnection = vi.fn(async () => outcome);
    const connections = over(scene, { replaceConnection });
    expect(codeOf(await connections.followCertificates(ORG, id, [NEXT]))).toBe(code);
    expect(replaceConnection).toHaveBeenCalledTimes(times);
    const test = { version, passed: false, code: 'email_missing', reference: null, publicKeyHash: null };
    expect(codeOf(await connections.recordTest(ORG, id, test, OWNER))).toBe(code);
    expect(replaceConnection).toHaveBeenCalledTimes(2 * times);
  });

  it('is not tried again where it succeeded', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const replaceConnection = vi.fn(scene.store.replaceConnection);
    const connections = over(scene, { replaceConnection });
    accepted(await connections.followCertificates(ORG, record.id, [NEXT]));
    expect(replaceConnection).toHaveBeenCalledTimes(1);
  });
});

describe('the schedule of reminders', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it.each([
    [{ everyMinutes: 1 }, 1],
    [{ everyMinutes: 1_440 }, 1_440],
    [{}, 60],
    [undefined, 60],
  ])('with %j looks every %d minutes, the first time within them', async (options, minutes) => {
    const scene = createScene();
    const listEndingCertificates = vi.fn(async () => []);
    const schedule = over(scene, { listEndingCertificates }).startReminding(options);
    const looks = async (milliseconds: number) => {
      await vi.advanceTimersByTimeAsync(milliseconds);
      return listEndingCertificates.mock.calls.length;
    };
    expect(await looks(10)).toBe(0);
    expect(await looks(minutes * 30_000 - 20)).toBe(0);
    expect(await looks(20)).toBe(1);
    expect(await looks(minutes * 60_000)).toBe(2);
    await schedule.stop();
    expect(await looks(minutes * 120_000)).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
