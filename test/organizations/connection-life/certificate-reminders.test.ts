import { describe, expect, it, vi } from 'vitest';
import type { ConnectionRecord } from '../../../src/stores/interfaces/connection-records.js';
import { certificateFixture } from '../../certificates/fixture.js';
import { accepted, codeOf, createScene, enabled, logged, ORG, OWNER, type Scene } from './scene.js';

/** contoso.cer ends on 2029-01-01, contoso-next.cer on 2029-06-01. */
const DAYS = [
  ['2028-11-02T00:00:00Z', 60],
  ['2028-12-02T00:00:00Z', 30],
  ['2028-12-25T00:00:00Z', 7],
  ['2028-12-31T00:00:00Z', 1],
  ['2029-01-01T00:00:00Z', 0],
] as const;
const EARLY = '2026-06-01T00:00:00Z';

/** A scene with a clock that can be set. */
function timed(): Scene & { at(time: string): void } {
  let now = new Date(EARLY);
  const scene = createScene({ clock: () => now });
  return {
    ...scene,
    at(time) {
      now = new Date(time);
    },
  };
}

async function reminders(scene: Scene): Promise<readonly unknown[]> {
  const entries = await logged(scene);
  return entries
    .filter(({ type }) => type.startsWith('certificate_'))
    .toReversed()
    .map(({ at, data, type }) => [at.toISOString(), type, data['threshold']]);
}

const summary = async (scene: Scene) => accepted(await scene.connections.remindDue());

describe('reminders of the end of an uploaded certificate', () => {
  it('come 60, 30, 7 and 1 days before and at the end, each once, however often it is looked', async () => {
    const scene = timed();
    const { record } = await enabled(scene);
    expect(await summary(scene)).toEqual({ looked: 0, reminded: 0, skipped: 0, failed: 0 });
    for (const [time] of DAYS) {
      scene.at(time);
      for (let looks = 0; looks < 3; looks += 1) await summary(scene);
    }
    expect(await reminders(scene)).toEqual(
      DAYS.map(([time, threshold]) => [
        time.replace('Z', '.000Z'),
        threshold === 0 ? 'certificate_expired' : 'certificate_expires_soon',
        threshold,
      ]),
    );
    const [last] = await logged(scene);
    expect(last).toMatchObject({ organizationId: ORG, connectionId: record.id, actor: null, code: null });
    expect(last?.data).toEqual({
      threshold: 0,
      sha1Thumbprint: record.certificates[0]?.thumbprint,
      subject: expect.any(String),
      notAfter: '2029-01-01T00:00:00.000Z',
    });
    expect(scene.events.filter(({ type }) => type.startsWith('certificate_'))).toHaveLength(DAYS.length);
  });

  it('do not come a moment too early', async () => {
    const scene = timed();
    await enabled(scene);
    scene.at('2028-11-01T23:59:59.999Z');
    await summary(scene);
    expect(await reminders(scene)).toEqual([]);
  });

  it('come of the latest moment alone at the first look', async () => {
    const scene = timed();
    await enabled(scene);
    scene.at('2030-01-01T00:00:00Z');
    expect(await summary(scene)).toEqual({ looked: 1, reminded: 1, skipped: 0, failed: 0 });
    expect(await reminders(scene)).toEqual([['2030-01-01T00:00:00.000Z', 'certificate_expired', 0]]);
  });

  it('come at the first look of a moment before the upload too: who uploads need not be who is told', async () => {
    const scene = timed();
    scene.at('2028-12-20T00:00:00Z');
    await enabled(scene);
    await summary(scene);
    expect(await reminders(scene)).toEqual([['2028-12-20T00:00:00.000Z', 'certificate_expires_soon', 30]]);
  });

  it('come of the very moment at which the certificate was uploaded', async () => {
    const scene = timed();
    const { record } = await enabled(scene);
    scene.at('2028-11-02T00:00:00Z');
    await summary(scene);
    scene.at('2029-05-25T00:00:00Z');
    const next = certificateFixture('contoso-next.cer');
    accepted(await scene.connections.addCertificates(ORG, record.id, next, {}, OWNER));
    await summary(scene);
    expect((await reminders(scene)).at(-1)).toEqual([
      '2029-05-25T00:00:00.000Z',
      'certificate_expires_soon',
      7,
    ]);
  });

  it('do not come of moments before the certificate was uploaded', async () => {
    const scene = timed();
    const { record } = await enabled(scene);
    scene.at('2028-11-02T00:00:00Z');
    await summary(scene);
    // 17 days before it ends: its 60 and 30 days lie behind the last reminder, and before the upload.
    scene.at('2029-05-15T00:00:00Z');
    const next = certificateFixture('contoso-next.cer');
    accepted(await scene.connections.addCertificates(ORG, record.id, next, { fileName: null }, OWNER));
    accepted(
      await scene.connections.retireCertificate(
        ORG,
        record.id,
        record.certificates[0]?.thumbprint ?? '',
        OWNER,
      ),
    );
    await summary(scene);
    expect(await reminders(scene)).toHaveLength(1);
    scene.at('2029-05-25T00:00:00Z');
    await summary(scene);
    expect(await reminders(scene)).toHaveLength(2);
    expect((await reminders(scene)).at(-1)).toEqual([
      '2029-05-25T00:00:00.000Z',
      'certificate_expires_soon',
      7,
    ]);
  });

  it('do not come of connections that are disabled, nor of retired certificates', async () => {
    const scene = timed();
    const { record } = await enabled(scene);
    accepted(await scene.connections.disable(ORG, record.id, OWNER));
    scene.at('2028-12-31T00:00:00Z');
    expect((await summary(scene)).looked).toBe(0);
    expect(await reminders(scene)).toEqual([]);
  });

  it('are left to the refresher where metadata are followed, and come where they were imported once', async () => {
    const scene = timed();
    const { record } = await enabled(scene);
    const fromMetadata = async (metadataUrl: string | undefined) => {
      const found = (await scene.store.findConnectionOfAddress(record.id)) as ConnectionRecord;
      const { metadataUrl: _, ...settings } = found.settings;
      const changed: ConnectionRecord = {
        ...found,
        settings: metadataUrl === undefined ? settings : { ...settings, metadataUrl },
        certificates: found.certificates.map((each) => ({ ...each, origin: 'metadata' as const })),
        revision: found.revision + 1,
      };
      const [entry] = await logged(scene);
      if (entry === undefined) throw new Error('no entry');
      await scene.store.replaceConnection(changed, found.revision, { ...entry, type: 'x' });
    };
    scene.at('2028-12-31T00:00:00Z');
    await fromMetadata('https://login.microsoftonline.com/metadata.xml');
    await summary(scene);
    expect(await reminders(scene)).toEqual([]);
    await fromMetadata(undefined);
    await summary(scene);
    expect(await reminders(scene)).toHaveLength(1);
  });

  it('come of uploaded certificates where metadata are followed, too', async () => {
    const scene = timed();
    await enabled(scene, { metadataUrl: 'https://login.microsoftonline.com/metadata.xml' });
    scene.at('2028-12-31T00:00:00Z');
    await summary(scene);
    expect(await reminders(scene)).toHaveLength(1);
  });

  it('are written by one of several instances', async () => {
    const scene = timed();
    await enabled(scene);
    scene.at('2028-12-31T00:00:00Z');
    const looks = await Promise.all(Array.from({ length: 10 }, () => summary(scene)));
    expect(looks.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(1);
    expect(looks.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(9);
    expect(await reminders(scene)).toHaveLength(1);
  });

  it('look at all pages', async () => {
    const scene = createScene({ clock: () => new Date('2028-12-31T00:00:00Z'), maximumPerOrganization: 300 });
    const asked = vi.spyOn(scene.store, 'listEndingCertificates');
    await summary(scene);
    expect(asked).toHaveBeenCalledTimes(1);
    for (let count = 0; count < 205; count += 1) await enabled(scene);
    expect(await summary(scene)).toEqual({ looked: 205, reminded: 205, skipped: 0, failed: 0 });
    expect(asked).toHaveBeenCalledTimes(4);
    expect(new Set((await logged(scene)).map(({ connectionId }) => connectionId)).size).toBe(205);
  });

  it('of one connection that cannot be read, or written, do not stop the others', async () => {
    const scene = timed();
    const [broken, failing] = [await enabled(scene), await enabled(scene), await enabled(scene)];
    const { store } = scene;
    const list = store.listEndingCertificates.bind(store);
    const write = store.recordReminders.bind(store);
    store.listEndingCertificates = async (...given) =>
      (await list(...given)).map((each) =>
        each.record.id === broken.record.id ? ({ ...each, record: { id: broken.record.id } } as never) : each,
      );
    store.recordReminders = async (org, id, ...rest) => {
      if (id === failing.record.id) throw new Error('The database is away');
      return write(org, id, ...rest);
    };
    scene.at('2028-12-31T00:00:00Z');
    expect(await summary(scene)).toEqual({ looked: 3, reminded: 1, skipped: 0, failed: 2 });
    store.recordReminders = write;
    store.listEndingCertificates = list;
    expect((await summary(scene)).reminded).toBe(2);
  });

  it('say so where the store is away', async () => {
    const scene = timed();
    scene.store.listEndingCertificates = async () => {
      throw new Error('The database is away');
    };
    expect(codeOf(await scene.connections.remindDue())).toBe('store_unavailable');
  });
});

describe('startReminding', () => {
  it('takes whole minutes of a day, and stops', async () => {
    const { connections } = timed();
    for (const everyMinutes of [0, 1_441, 1.5, Number.NaN, '60' as never]) {
      expect(() => connections.startReminding({ everyMinutes })).toThrow(TypeError);
    }
    await connections.startReminding().stop();
    await connections.startReminding({ everyMinutes: 1_440 }).stop();
  });
});
