import { describe, expect, it } from 'vitest';
import { createConnections } from '../../../src/organizations/connection-life/create-connections.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';
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
  TENANT,
} from './scene.js';

describe('a new connection', () => {
  it('is a draft with a random id that says what is missing and where in Entra it is', async () => {
    const scene = createScene();
    const view = accepted(await scene.connections.create(ORG, {}, OWNER));
    expect(view.record).toMatchObject({ organizationId: ORG, status: 'draft', version: 1, revision: 1 });
    expect(view.record.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(view.missing.map(({ field }) => field)).toEqual(['issuerUrl', 'signInUrl', 'certificates']);
    expect(view.missing[0]?.where).toContain('Microsoft Entra Identifier');
    expect(view).toMatchObject({ connection: null, problem: null, certificates: [] });
    expect(await kept(scene, view)).toEqual(view.record);
  });

  it('becomes complete with the last missing part, and a draft again without it', async () => {
    const scene = createScene();
    const view = await complete(scene);
    expect(view.record.status).toBe('complete');
    expect(view.missing).toEqual([]);
    expect(view.connection).toMatchObject({ ...ENTRA, enabled: false, tenantId: TENANT, version: 1 });
    const change = { settings: { issuerUrl: '' } };
    const draft = accepted(await scene.connections.change(ORG, view.record.id, change, OWNER));
    expect(draft.record.status).toBe('draft');
    expect(draft.record.settings).toEqual({ signInUrl: ENTRA.signInUrl });
    expect(draft.missing.map(({ field }) => field)).toEqual(['issuerUrl']);
  });

  it('is missing our key where the settings need one', async () => {
    const scene = createScene();
    const view = await complete(scene, { signAuthnRequests: true });
    expect(view.record.status).toBe('draft');
    expect(view.missing.map(({ field }) => field)).toEqual(['keys']);
    expect(codeOf(await scene.connections.enable(ORG, view.record.id, OWNER))).toBe('connection_incomplete');
    const keyless = { signAuthnRequests: false, requireEncryption: false };
    expect(await complete(scene, keyless)).toMatchObject({ record: { status: 'complete' }, missing: [] });
  });

  it('is one of a bounded number', async () => {
    const scene = createScene({ maximumPerOrganization: 2 });
    await complete(scene);
    await complete(scene);
    const third = await scene.connections.create(ORG, {}, OWNER);
    expect(codeOf(third)).toBe('connection_limit_reached');
    expect(codeOf(await scene.connections.create(OTHER_ORG, {}, OWNER))).toBeNull();
  });

  it('does not begin with settings that cannot be used', async () => {
    const scene = createScene();
    for (const [settings, code] of [
      [{ issuerUrl: 'https://sts.windows.net/common/' }, 'issuer_url_is_common'],
      [{ signInUrl: 'http://idp.example.com/' }, 'sign_in_url_insecure'],
      [{ ...ENTRA, issuerUrl: ENTRA.issuerUrl?.slice(0, -1) }, 'issuer_url_missing_trailing_slash'],
      [{ clockSkewSeconds: 301 }, 'connection_option_invalid'],
      [{ enabled: true }, 'connection_option_invalid'],
      [{ id: 'mine' }, 'connection_option_invalid'],
      [{ keys: null }, 'connection_option_invalid'],
      [null, 'connection_option_invalid'],
    ] as const) {
      expect(codeOf(await scene.connections.create(ORG, settings as never, OWNER))).toBe(code);
    }
    expect(await scene.store.listConnections(ORG)).toEqual([]);
    expect(await logged(scene)).toEqual([]);
  });
});

describe('a change of settings', () => {
  it('takes away the white space of pasting, raises the version and is told by field', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const settings = { issuerUrl: ` ${ENTRA.issuerUrl}\n`, emailAttribute: 'mail' };
    const view = accepted(await scene.connections.change(ORG, record.id, { settings }, OWNER));
    expect(view.record).toMatchObject({
      version: 2,
      revision: 3,
      settings: { ...ENTRA, emailAttribute: 'mail' },
    });
    const [entry] = await logged(scene);
    expect(entry).toMatchObject({
      type: 'connection_changed',
      actor: OWNER,
      at: NOW,
      connectionId: record.id,
      data: { fields: ['emailAttribute'], version: 2 },
    });
    expect(scene.events.at(-1)).toMatchObject({ id: entry?.id });
  });

  it('keeps the version where a sign-in under way has no part in it, and writes nothing where nothing changes', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const settings = { landingPath: '/reports', metadataUrl: 'https://login.microsoftonline.com/x.xml' };
    const view = accepted(await scene.connections.change(ORG, record.id, { settings }, OWNER));
    expect(view.record).toMatchObject({ version: 1, revision: 3 });
    const same = { settings: { ...settings, allowSha1: undefined as never, logoutUrl: null } };
    const again = accepted(await scene.connections.change(ORG, record.id, same, OWNER));
    expect(again.record.revision).toBe(3);
    expect(await logged(scene)).toHaveLength(3);
  });

  it.each([
    [{ issuerUrl: 'https://sts.windows.net/' }, 'issuer_url_tenant_invalid'],
    [
      { signInUrl: 'https://login.microsoftonline.com/99999999-8888-4777-8666-555555555555/saml2' },
      'tenant_mismatch',
    ],
    [{ landingPath: '//evil.example' }, 'connection_option_invalid'],
    [{ metadataUrl: 'http://evil.example/' }, 'connection_option_invalid'],
    [{ metadataUrl: 7 }, 'connection_option_invalid'],
    [{ addresses: 'shared', entityId: 'urn:mine' }, 'connection_option_invalid'],
    [{ secondReader: 'none' }, 'connection_option_invalid'],
    [{ allowSha1: 'yes' }, 'connection_option_invalid'],
    [{ emailAttribute: ['email'] }, 'connection_option_invalid'],
    [{ certificates: ['x'] }, 'connection_option_invalid'],
    [{ version: 9 }, 'connection_option_invalid'],
    [JSON.parse('{"__proto__": {"allowSha1": true}}'), 'connection_option_invalid'],
  ])('%j is refused, and nothing is written', async (settings, code) => {
    const scene = createScene();
    const view = await complete(scene);
    const result = await scene.connections.change(
      ORG,
      view.record.id,
      { settings: settings as never },
      OWNER,
    );
    expect(codeOf(result)).toBe(code);
    if (code === 'connection_option_invalid') {
      expect(Object.keys(settings as object)).toContain((detailsOf(result) as { field: string }).field);
    }
    expect(await kept(scene, view)).toEqual(view.record);
    expect(await logged(scene)).toHaveLength(2);
  });

  it('never makes an enabled connection incomplete', async () => {
    const scene = createScene();
    const view = await enabled(scene);
    const change = { settings: { signInUrl: null, landingPath: '/x' } };
    const result = await scene.connections.change(ORG, view.record.id, change, OWNER);
    expect(codeOf(result)).toBe('connection_incomplete');
    expect(detailsOf(result)).toEqual({ connectionId: view.record.id, missing: ['signInUrl'] });
    expect(await kept(scene, view)).toEqual(view.record);
    const keyless = { settings: { requireEncryption: true } };
    expect(detailsOf(await scene.connections.change(ORG, view.record.id, keyless, OWNER))).toMatchObject({
      missing: ['keys'],
    });
  });

  it('is refused over a page that is not the latest any more', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const write = (landingPath: string) =>
      scene.connections.change(
        ORG,
        record.id,
        { settings: { landingPath }, expectedRevision: record.revision },
        OWNER,
      );
    expect(codeOf(await write('/first'))).toBeNull();
    expect(codeOf(await write('/second'))).toBe('connection_changed_meanwhile');
    const { record: latest } = accepted(await scene.connections.get(ORG, record.id));
    expect(latest.settings.landingPath).toBe('/first');
  });
});

describe('who asks', () => {
  it('learns the same of another organisation’s connection as of none', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const { connections } = scene;
    const upload = certificateFixture('contoso.cer');
    const metadata = { ...ENTRA, certificates: [upload] } as never;
    const test = { version: 1, passed: false, code: 'x', reference: null, publicKeyHash: null };
    for (const id of [record.id, '00000000-0000-4000-8000-000000000000', '../x', '', '__proto__']) {
      const answers = await Promise.all([
        connections.get(OTHER_ORG, id),
        connections.change(OTHER_ORG, id, { settings: {} }, OWNER),
        connections.addCertificates(OTHER_ORG, id, upload, {}, OWNER),
        connections.promoteCertificate(OTHER_ORG, id, 'x', OWNER),
        connections.retireCertificate(OTHER_ORG, id, 'x', OWNER),
        connections.removeCertificate(OTHER_ORG, id, 'x', OWNER),
        connections.importMetadata(OTHER_ORG, id, metadata, OWNER),
        connections.followCertificates(OTHER_ORG, id, []),
        connections.enable(OTHER_ORG, id, OWNER),
        connections.disable(OTHER_ORG, id, OWNER),
        connections.remove(OTHER_ORG, id, OWNER),
        connections.recordTest(OTHER_ORG, id, test, OWNER),
      ]);
      for (const answer of answers) {
        expect(codeOf(answer)).toBe('connection_record_unknown');
        expect(detailsOf(answer)).toEqual({ connectionId: id });
      }
    }
    expect(accepted(await connections.list(OTHER_ORG))).toEqual([]);
    expect(await logged(scene, OTHER_ORG)).toEqual([]);
    expect(await scene.store.findConnectionOfAddress(record.id)).toEqual(record);
  });

  it('is named by the application, which is told of its mistakes', async () => {
    const { connections, store } = createScene();
    await expect(connections.create('', {}, OWNER)).rejects.toThrow(TypeError);
    await expect(connections.create(ORG, {}, 'a\nb')).rejects.toThrow(TypeError);
    await expect(connections.get(undefined as never, 'x')).rejects.toThrow(TypeError);
    await expect(connections.enable(ORG, 'x', 7 as never)).rejects.toThrow(TypeError);
    for (const wrong of [
      { store: {} },
      { store, clock: 1 },
      { store, keys: {} },
      { store, maximumPerOrganization: 0 },
    ]) {
      expect(() => createConnections(wrong as never)).toThrow(TypeError);
    }
  });
});
