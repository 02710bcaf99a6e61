import { describe, expect, it, vi } from 'vitest';
import type { ConnectionKeysInput } from '../../../src/organizations/connection.js';
import { createConnections } from '../../../src/organizations/connection-life/create-connections.js';
import type { ConnectionRecordStore } from '../../../src/stores/interfaces/connection-records.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';
import {
  accepted,
  codeOf,
  complete,
  createScene,
  detailsOf,
  enabled,
  kept,
  ORG,
  OWNER,
  type Scene,
} from './scene.js';

const UNUSABLE = { current: { certificatePem: 'x', privateKeyPem: 'x' } };

/** The connections of a scene over a store that does something else in one place. */
function over({ store }: Scene, changes: Partial<ConnectionRecordStore>) {
  return createConnections({ store: { ...store, ...changes }, clock: () => NOW });
}

describe('a connection whose keys cannot be used', () => {
  /** A scene where the keys can be spoilt. */
  function spoilable() {
    let keys: ConnectionKeysInput | null = null;
    const scene = createScene({ keys: async () => keys });
    return {
      ...scene,
      spoil: () => {
        keys = UNUSABLE;
      },
    };
  }

  it('is not enabled, and the problem is told', async () => {
    const scene = spoilable();
    const view = await complete(scene);
    scene.spoil();
    const { problem } = accepted(await scene.connections.get(ORG, view.record.id));
    expect(problem).not.toBeNull();
    const result = await scene.connections.enable(ORG, view.record.id, OWNER);
    expect(codeOf(result)).toBe(problem?.code);
    expect(detailsOf(result)).toEqual(problem?.details);
    expect(await kept(scene, view)).toEqual(view.record);
  });

  it('gets no other certificate while it is enabled, but can be disabled, and then it gets one', async () => {
    const scene = spoilable();
    const view = await enabled(scene);
    const { id } = view.record;
    scene.spoil();
    const next = certificateFixture('contoso-next.cer');
    const add = () => scene.connections.addCertificates(ORG, id, next, {}, OWNER);
    const problem = accepted(await scene.connections.get(ORG, id)).problem;
    expect(codeOf(await add())).toBe(problem?.code);
    expect(accepted(await scene.connections.disable(ORG, id, OWNER)).record.status).toBe('disabled');
    expect(accepted(await add()).certificates).toHaveLength(2);
    const entered = await scene.connections.change(ORG, id, { settings: { allowSha1: true } }, OWNER);
    expect(codeOf(entered)).toBe(problem?.code);
  });
});

describe('who is asked for a connection', () => {
  it('is the store, with ids alone that claimgate could have made', async () => {
    const scene = createScene();
    const findConnection = vi.fn(async () => null);
    const connections = over(scene, { findConnection });
    for (const [id, shown] of [
      ['', ''],
      ['../x', '../x'],
      ['id\n', 'id\n'],
      ['\u00e4', '\u00e4'],
      ['a'.repeat(65), 'a'.repeat(64)],
      [['id'] as never, 'id'],
      [7 as never, '7'],
      [undefined as never, 'undefined'],
    ] as const) {
      const result = await connections.get(ORG, id);
      expect(codeOf(result)).toBe('connection_record_unknown');
      expect(detailsOf(result)).toEqual({ connectionId: shown });
    }
    expect(findConnection).not.toHaveBeenCalled();
    const longest = 'aZ09_-'.padEnd(64, 'x');
    expect(detailsOf(await connections.get(ORG, longest))).toEqual({ connectionId: longest });
    expect(findConnection.mock.calls).toEqual([[ORG, longest]]);
  });

  it.each([[''], ['a\nb'], ['\na'], ['a\n'], ['\u0000'], ['x'.repeat(257)], [7], [['a']], [null]])(
    'is named by an organisation of 1–256 characters, not by %j',
    async (organizationId) => {
      const { connections } = createScene();
      const message = 'organizationId must be a string of 1–256 characters';
      await expect(connections.get(organizationId as never, 'x')).rejects.toThrow(new TypeError(message));
      await expect(connections.list(organizationId as never)).rejects.toThrow(new TypeError(message));
    },
  );

  it.each([['x'], ['x'.repeat(256)], ['\u{1F600}'.repeat(256)], ['Contoso & Söhne']])(
    'may be named by %j',
    async (name) => {
      const scene = createScene();
      const { record } = accepted(await scene.connections.create(name, {}, name));
      expect(record).toMatchObject({ organizationId: name, createdBy: name });
      expect(accepted(await scene.connections.list(name))).toHaveLength(1);
    },
  );
});

describe('what the store says of a write', () => {
  const settings = { landingPath: '/reports' };

  it.each([
    ['changed', 'connection_changed_meanwhile', {}],
    [
      'issuer-not-unique',
      'connection_issuer_not_unique',
      { issuerUrl: expect.stringContaining('sts.windows') },
    ],
  ] as const)('is told: %j is %s with the connection', async (outcome, code, details) => {
    const scene = createScene();
    const view = await complete(scene);
    const { id } = view.record;
    const connections = over(scene, { replaceConnection: async () => outcome });
    const result = await connections.change(ORG, id, { settings }, OWNER);
    expect(codeOf(result)).toBe(code);
    expect(detailsOf(result)).toEqual({ connectionId: id, ...details });
    expect(await kept(scene, view)).toEqual(view.record);
  });

  it.each([[undefined], [true], ['written'], [null]])('is one of three words, not %j', async (outcome) => {
    const scene = createScene();
    const { record } = await complete(scene);
    const connections = over(scene, { replaceConnection: async () => outcome as never });
    await expect(connections.change(ORG, record.id, { settings }, OWNER)).rejects.toThrow(
      new TypeError('replaceConnection must say how it ended'),
    );
  });

  it.each([
    [new Error('connection reset'), 'connection reset'],
    ['connection reset', 'connection reset'],
    [undefined, 'undefined'],
  ])('is the cause of a refusal where it throws %j', async (thrown, reason) => {
    const scene = createScene();
    const { record } = await complete(scene);
    const connections = over(scene, {
      replaceConnection: async () => {
        throw thrown;
      },
    });
    const result = await connections.change(ORG, record.id, { settings }, OWNER);
    expect(codeOf(result)).toBe('store_unavailable');
    expect(detailsOf(result)).toEqual({ store: 'connections', reason });
    expect(result.ok ? null : result.error.cause).toBe(thrown);
  });
});
