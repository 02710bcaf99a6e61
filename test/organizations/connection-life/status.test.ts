import { describe, expect, it } from 'vitest';
import type { ConnectionView } from '../../../src/organizations/connection-life/connections.js';
import { certificateFixture } from '../../certificates/fixture.js';
import {
  accepted,
  codeOf,
  complete,
  createScene,
  detailsOf,
  enabled,
  kept,
  logged,
  ORG,
  OTHER_ORG,
  OWNER,
  type Scene,
} from './scene.js';

const SHARED = { addresses: 'shared' } as const;

/** Keeps a passed test of the connection as it is, with a change. */
async function test({ connections }: Scene, { record }: ConnectionView, changes: object = {}) {
  const { organizationId, id, version, certificates } = record;
  const passed = { version, passed: true, code: null, reference: null };
  const publicKeyHash = certificates[0]?.publicKeyHash ?? null;
  return connections.recordTest(organizationId, id, { ...passed, publicKeyHash, ...changes }, OWNER);
}

describe('enabling and disabling', () => {
  it('takes a complete connection, is written once and told once', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const { connections } = scene;
    const on = accepted(await connections.enable(ORG, record.id, OWNER));
    expect(on).toMatchObject({ record: { status: 'enabled' }, connection: { enabled: true } });
    const again = accepted(await connections.enable(ORG, record.id, OWNER));
    expect(again.record).toEqual(on.record);
    const off = accepted(await connections.disable(ORG, record.id, OWNER));
    expect(off).toMatchObject({ record: { status: 'disabled' }, connection: { enabled: false } });
    accepted(await connections.disable(ORG, record.id, OWNER));
    expect((await logged(scene)).map(({ type }) => type)).toEqual([
      'connection_disabled',
      'connection_enabled',
      'connection_certificates_added',
      'connection_created',
    ]);
    expect(scene.events).toHaveLength(4);
  });

  it('refuses a draft, and a disabled connection that has become incomplete', async () => {
    const scene = createScene();
    const draft = accepted(await scene.connections.create(ORG, {}, OWNER));
    const result = await scene.connections.enable(ORG, draft.record.id, OWNER);
    expect(codeOf(result)).toBe('connection_incomplete');
    expect(detailsOf(result)).toMatchObject({ missing: ['issuerUrl', 'signInUrl', 'certificates'] });
    const { record } = await enabled(scene);
    accepted(await scene.connections.disable(ORG, record.id, OWNER));
    const settings = { signInUrl: null };
    const changed = accepted(await scene.connections.change(ORG, record.id, { settings }, OWNER));
    expect(changed.record.status).toBe('disabled');
    expect(detailsOf(await scene.connections.enable(ORG, record.id, OWNER))).toMatchObject({
      missing: ['signInUrl'],
    });
  });

  it('is written by one of many at the same moment', async () => {
    const scene = createScene();
    const view = await complete(scene);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => scene.connections.enable(ORG, view.record.id, OWNER)),
    );
    expect(new Set(answers.map(codeOf))).toEqual(new Set([null, 'connection_changed_meanwhile']));
    expect((await kept(scene, view))?.revision).toBe(view.record.revision + 1);
    const types = (await logged(scene)).map(({ type }) => type);
    expect(types.filter((type) => type === 'connection_enabled')).toHaveLength(1);
  });

  it('never enables what is made incomplete at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const scene = createScene();
      const view = await complete(scene);
      const { id } = view.record;
      const answers = await Promise.all([
        scene.connections.enable(ORG, id, OWNER),
        scene.connections.change(ORG, id, { settings: { issuerUrl: null } }, OWNER),
      ]);
      expect(answers.map(codeOf).filter((code) => code === null)).toHaveLength(1);
      const record = await kept(scene, view);
      expect(record?.status === 'enabled').toBe(record?.settings.issuerUrl !== undefined);
    }
  });
});

describe('enabling with shared addresses', () => {
  it('takes a passed test of this very version with a key on file', async () => {
    const scene = createScene();
    const view = await complete(scene, SHARED);
    const { connections } = scene;
    const reason = async () => detailsOf(await connections.enable(ORG, view.record.id, OWNER));
    expect(codeOf(await connections.enable(ORG, view.record.id, OWNER))).toBe('connection_test_required');
    expect(await reason()).toMatchObject({ reason: 'not-tested' });
    accepted(await test(scene, view, { passed: false, code: 'email_missing', publicKeyHash: null }));
    expect(await reason()).toMatchObject({ reason: 'refused' });
    accepted(await test(scene, view, { publicKeyHash: 'of-another-key' }));
    expect(await reason()).toMatchObject({ reason: 'certificate-gone' });
    accepted(await test(scene, view));
    const settings = { emailAttribute: 'mail' };
    const changed = accepted(await connections.change(ORG, view.record.id, { settings }, OWNER));
    expect(await reason()).toMatchObject({ reason: 'changed-since' });
    const tested = accepted(await test(scene, changed));
    expect(tested.record.lastTest).toMatchObject({ passed: true, version: 2 });
    accepted(await connections.enable(ORG, view.record.id, OWNER));
  });

  it('does not take the key of a retired certificate', async () => {
    const scene = createScene();
    const view = await complete(scene, SHARED);
    const { connections } = scene;
    const { id, certificates } = view.record;
    const next = certificateFixture('contoso-next.cer');
    accepted(await connections.addCertificates(ORG, id, next, {}, OWNER));
    const retired = accepted(
      await connections.retireCertificate(ORG, id, certificates[0]?.thumbprint ?? '', OWNER),
    );
    accepted(await test(scene, retired));
    expect(detailsOf(await connections.enable(ORG, id, OWNER))).toMatchObject({ reason: 'certificate-gone' });
  });

  it('is not got round by a change of an enabled connection', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const change = await scene.connections.change(ORG, record.id, { settings: SHARED }, OWNER);
    expect(codeOf(change)).toBe('connection_test_required');
    const shared = await complete(scene, SHARED);
    accepted(await test(scene, shared));
    accepted(await scene.connections.enable(ORG, shared.record.id, OWNER));
    const other = '99999999-8888-4777-8666-555555555555';
    const settings = {
      issuerUrl: `https://sts.windows.net/${other}/`,
      signInUrl: `https://login.microsoftonline.com/${other}/saml2`,
    };
    const moved = await scene.connections.change(ORG, shared.record.id, { settings }, OWNER);
    expect(codeOf(moved)).toBe('connection_test_required');
    const harmless = { settings: { emailAttribute: 'mail' } };
    accepted(await scene.connections.change(ORG, shared.record.id, harmless, OWNER));
  });

  it('lets one of two organisations win that share Issuer and key', async () => {
    const scene = createScene();
    const views = await Promise.all([complete(scene, SHARED), complete(scene, SHARED, OTHER_ORG)]);
    for (const view of views) accepted(await test(scene, view));
    const enable = () =>
      Promise.all(
        views.map(({ record }) => scene.connections.enable(record.organizationId, record.id, OWNER)),
      );
    const answers = await enable();
    expect(answers.map(codeOf).toSorted()).toEqual(['connection_issuer_not_unique', null]);
    const lost = answers.findIndex((answer) => !answer.ok);
    expect(await kept(scene, views[lost] as ConnectionView)).toMatchObject({ status: 'complete' });
    expect((await enable()).map(codeOf).toSorted()).toEqual(['connection_issuer_not_unique', null]);
    const found = await scene.connections.store().findByIssuer(views[0]?.connection?.issuerUrl ?? '');
    expect(found.map(({ organizationId }) => organizationId)).toEqual([[ORG, OTHER_ORG][1 - lost]]);
  });
});

describe('a test that is recorded', () => {
  it('is told with code and reference, and changes no version', async () => {
    const scene = createScene();
    const view = await complete(scene);
    const refused = { passed: false, code: 'email_missing', reference: 'ABCDEFGH12', publicKeyHash: null };
    const tested = accepted(await test(scene, view, refused));
    expect(tested.record).toMatchObject({ version: 1, lastTest: refused });
    expect((await logged(scene))[0]).toMatchObject({
      type: 'connection_tested',
      code: 'email_missing',
      reference: 'ABCDEFGH12',
    });
    expect(codeOf(await test(scene, view, { version: 2 }))).toBe('connection_changed_meanwhile');
    await expect(test(scene, view, { code: 'x' })).rejects.toThrow(TypeError);
    await expect(test(scene, view, { publicKeyHash: null })).rejects.toThrow(TypeError);
  });

  it('is not lost because a certificate is added at the same moment', async () => {
    const scene = createScene();
    const view = await complete(scene);
    const next = certificateFixture('contoso-next.cer');
    const [added, tested] = await Promise.all([
      scene.connections.addCertificates(ORG, view.record.id, next, {}, OWNER),
      test(scene, view),
    ]);
    expect([codeOf(added), codeOf(tested)]).toEqual([null, null]);
    expect(await kept(scene, view)).toMatchObject({ lastTest: { passed: true }, revision: 4 });
  });
});

describe('removal', () => {
  it('takes a connection that is not enabled, with everything of it', async () => {
    const scene = createScene();
    const view = await enabled(scene);
    const { id } = view.record;
    const { connections } = scene;
    expect(codeOf(await connections.remove(ORG, id, OWNER))).toBe('connection_still_enabled');
    const off = accepted(await connections.disable(ORG, id, OWNER));
    expect(accepted(await connections.remove(ORG, id, OWNER))).toEqual(off.record);
    expect(await kept(scene, view)).toBeNull();
    expect(codeOf(await connections.get(ORG, id))).toBe('connection_record_unknown');
    expect(codeOf(await connections.remove(ORG, id, OWNER))).toBe('connection_record_unknown');
    expect((await logged(scene))[0]).toMatchObject({ type: 'connection_removed', connectionId: id });
  });

  it('and enabling at the same moment do not both happen', async () => {
    const scene = createScene();
    const view = await complete(scene);
    const [on, gone] = await Promise.all([
      scene.connections.enable(ORG, view.record.id, OWNER),
      scene.connections.remove(ORG, view.record.id, OWNER),
    ]);
    expect([on, gone].map(codeOf).toSorted()).toEqual(['connection_changed_meanwhile', null]);
    expect((await kept(scene, view)) === null).toBe(gone.ok);
  });
});
