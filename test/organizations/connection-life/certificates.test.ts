import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../../src/certificates/parse-idp-certificate.js';
import type { ConnectionView } from '../../../src/organizations/connection-life/connections.js';
import { createTestKeyPair } from '../../../src/testing/test-key-pair.js';
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
  OWNER,
} from './scene.js';
import { CONTOSO, FABRIKAM, NEXT } from './stored.js';

const states = (view: ConnectionView) =>
  Object.fromEntries(view.certificates.map(({ state, thumbprint }) => [thumbprint, state]));
const METADATA = {
  issuerUrl: ENTRA.issuerUrl ?? '',
  signInUrl: ENTRA.signInUrl ?? '',
  authnRequestBinding: 'redirect',
} as const;

describe('certificates of a connection', () => {
  it('are added by upload, all of one file, with who and when and how long they last', async () => {
    const scene = createScene();
    const { record } = accepted(await scene.connections.create(ORG, {}, OWNER));
    const options = { fileName: 'Contoso\u202E\n.cer', state: 'staged' } as const;
    const upload = certificateFixture('contoso-and-next.pem');
    const view = accepted(await scene.connections.addCertificates(ORG, record.id, upload, options, OWNER));
    expect(states(view)).toEqual({ [CONTOSO.sha1Thumbprint]: 'staged', [NEXT.sha1Thumbprint]: 'staged' });
    expect(view.certificates[0]).toMatchObject({
      fileName: 'Contoso.cer',
      origin: 'upload',
      addedAt: NOW,
      addedBy: OWNER,
      subject: CONTOSO.subject,
      daysLeft: Math.floor((CONTOSO.notAfter.getTime() - NOW.getTime()) / 86_400_000),
      threshold: null,
    });
    expect((await logged(scene))[0]).toMatchObject({
      type: 'connection_certificates_added',
      data: { thumbprints: [CONTOSO.sha1Thumbprint, NEXT.sha1Thumbprint], state: 'staged' },
    });
  });

  it('tell the last warning that has passed', async () => {
    const scene = createScene();
    const soon = await complete(scene, {}, ORG, 'expires-soon.cer');
    const ended = await complete(scene, {}, ORG, 'expired.cer');
    expect(soon.certificates[0]?.threshold).toBeGreaterThan(0);
    expect(soon.certificates[0]?.warnings.map(({ code }) => code)).toEqual(['expires_soon']);
    expect(ended.certificates[0]).toMatchObject({ threshold: 0 });
    expect(ended.certificates[0]?.daysLeft).toBeLessThan(0);
    expect(ended.warnings.map(({ code }) => code)).toEqual(['certificate_warning']);
  });

  it('are refused with the code of the mistake, and then nothing is written', async () => {
    const scene = createScene();
    const view = await complete(scene);
    for (const [file, code] of [
      ['metadata-bom.xml', 'certificate_is_federation_metadata'],
      ['key-pkcs8.pem', 'certificate_is_private_key'],
      ['rsa-1024.cer', 'certificate_key_too_short'],
    ] as const) {
      const { connections } = scene;
      const result = await connections.addCertificates(
        ORG,
        view.record.id,
        certificateFixture(file),
        {},
        OWNER,
      );
      expect(codeOf(result)).toBe(code);
    }
    expect(await kept(scene, view)).toEqual(view.record);
    await expect(
      scene.connections.addCertificates(ORG, view.record.id, NEXT.pem, { fileName: 7 as never }, OWNER),
    ).rejects.toThrow(TypeError);
  });

  it('are staged, current, retired and removed, and the version rises when one stops to verify', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const { connections } = scene;
    const staged = accepted(
      await connections.addCertificates(ORG, record.id, NEXT.pem, { state: 'staged' }, OWNER),
    );
    expect(staged.connection?.certificates.map((each) => each.sha1Thumbprint)).toContain(NEXT.sha1Thumbprint);
    const promoted = accepted(
      await connections.promoteCertificate(ORG, record.id, NEXT.sha1Thumbprint, OWNER),
    );
    expect(promoted.record.version).toBe(record.version);
    const retired = accepted(
      await connections.retireCertificate(ORG, record.id, CONTOSO.sha1Thumbprint, OWNER),
    );
    expect(states(retired)).toEqual({
      [CONTOSO.sha1Thumbprint]: 'retired',
      [NEXT.sha1Thumbprint]: 'current',
    });
    expect(retired.record.version).toBe(record.version + 1);
    expect(retired.connection?.certificates.map((each) => each.sha1Thumbprint)).toEqual([
      NEXT.sha1Thumbprint,
    ]);
    const removed = accepted(
      await connections.removeCertificate(ORG, record.id, CONTOSO.sha1Thumbprint, OWNER),
    );
    expect(removed.record.version).toBe(record.version + 1);
    expect((await logged(scene)).map(({ type }) => type).slice(0, 4)).toEqual([
      'connection_certificate_removed',
      'connection_certificate_retired',
      'connection_certificate_promoted',
      'connection_certificates_added',
    ]);
    const unknown = await connections.retireCertificate(ORG, record.id, CONTOSO.sha1Thumbprint, OWNER);
    expect(codeOf(unknown)).toBe('connection_certificate_unknown');
  });

  it('never leave an enabled connection without one that verifies', async () => {
    const scene = createScene();
    const view = await enabled(scene);
    const { id } = view.record;
    for (const verb of ['retireCertificate', 'removeCertificate'] as const) {
      const result = await scene.connections[verb](ORG, id, CONTOSO.sha1Thumbprint, OWNER);
      expect(codeOf(result)).toBe('connection_certificate_is_last');
    }
    expect(await kept(scene, view)).toEqual(view.record);
    accepted(await scene.connections.disable(ORG, id, OWNER));
    const retired = accepted(
      await scene.connections.retireCertificate(ORG, id, CONTOSO.sha1Thumbprint, OWNER),
    );
    expect(retired.record.status).toBe('disabled');
    expect(retired.missing.map(({ field }) => field)).toEqual(['certificates']);
  });

  it('are retired with every certificate of the same key, and come back by hand only', async () => {
    const scene = createScene();
    const [first, renewed] = sameKeyTwice();
    const { record } = await complete(scene);
    const { connections } = scene;
    const add = (upload: string) => connections.addCertificates(ORG, record.id, upload, {}, OWNER);
    accepted(await add(first.pem));
    accepted(await add(renewed.pem));
    const retired = accepted(
      await connections.retireCertificate(ORG, record.id, first.sha1Thumbprint, OWNER),
    );
    expect(retired.connection?.certificates.map(({ pem }) => pem)).toEqual([CONTOSO.pem]);
    const again = accepted(await add(renewed.pem));
    expect(states(again)).toMatchObject({
      [first.sha1Thumbprint]: 'retired',
      [renewed.sha1Thumbprint]: 'current',
    });
  });

  it('that are retired stay on file while the connection follows metadata, which would bring them back', async () => {
    const scene = createScene();
    const metadataUrl = 'https://login.microsoftonline.com/contoso/federationmetadata.xml?appid=1';
    const { record } = await enabled(scene, { metadataUrl });
    const { connections } = scene;
    const remove = () => connections.removeCertificate(ORG, record.id, NEXT.sha1Thumbprint, OWNER);
    accepted(await connections.followCertificates(ORG, record.id, [CONTOSO, NEXT]));
    accepted(await connections.retireCertificate(ORG, record.id, NEXT.sha1Thumbprint, OWNER));
    const before = accepted(await connections.get(ORG, record.id)).record;
    const refused = await remove();
    expect(codeOf(refused)).toBe('connection_certificate_stays_retired');
    expect(detailsOf(refused)).toEqual({ thumbprint: NEXT.sha1Thumbprint });
    const followed = accepted(await connections.followCertificates(ORG, record.id, [CONTOSO, NEXT]));
    expect(followed.record).toEqual(before);
    expect(followed.connection?.certificates.map(({ pem }) => pem)).toEqual([CONTOSO.pem]);
    accepted(await connections.change(ORG, record.id, { settings: { metadataUrl: '' } }, OWNER));
    expect(states(accepted(await remove()))).toEqual({ [CONTOSO.sha1Thumbprint]: 'current' });
  });

  it('are ten at most that verify', async () => {
    const scene = createScene();
    const { record } = await complete(scene);
    const { privateKeyPem } = createTestKeyPair();
    const add = (upload: string) => scene.connections.addCertificates(ORG, record.id, upload, {}, OWNER);
    const ten = Array.from({ length: 10 }, () => createTestKeyPair({ privateKeyPem }).certificatePem);
    expect(codeOf(await add(ten.join('')))).toBe('connection_certificates_too_many');
    const nine = accepted(await add(ten.slice(1).join('')));
    expect(nine.connection?.certificates).toHaveLength(10);
    expect(codeOf(await add(ten.at(0) ?? ''))).toBe('connection_certificates_too_many');
  });
});

describe('metadata of a connection', () => {
  it('bring Issuer, addresses and certificates, and are told', async () => {
    const scene = createScene();
    const { record } = accepted(await scene.connections.create(ORG, {}, OWNER));
    const metadata = { ...METADATA, certificates: [CONTOSO, NEXT], logoutUrl: METADATA.signInUrl };
    const view = accepted(await scene.connections.importMetadata(ORG, record.id, metadata, OWNER));
    expect(view.record).toMatchObject({
      status: 'complete',
      settings: { ...ENTRA, logoutUrl: ENTRA.signInUrl },
    });
    expect(view.certificates.map(({ origin }) => origin)).toEqual(['metadata', 'metadata']);
    expect((await logged(scene))[0]).toMatchObject({
      type: 'connection_metadata_imported',
      data: { thumbprints: [CONTOSO.sha1Thumbprint, NEXT.sha1Thumbprint] },
    });
    const again = accepted(await scene.connections.importMetadata(ORG, record.id, metadata, OWNER));
    expect(again.record.revision).toBe(view.record.revision);
  });

  it('are checked as if they were typed', async () => {
    const scene = createScene();
    const view = await complete(scene);
    const bad = { ...METADATA, issuerUrl: 'https://sts.windows.net/common/', certificates: [CONTOSO] };
    const result = await scene.connections.importMetadata(ORG, view.record.id, bad, OWNER);
    expect(codeOf(result)).toBe('issuer_url_is_common');
    const none = { ...METADATA, certificates: [] };
    expect(codeOf(await scene.connections.importMetadata(ORG, view.record.id, none, OWNER))).toBe(
      'certificates_missing',
    );
    expect(await kept(scene, view)).toEqual(view.record);
  });

  it('keep what is retired retired, in whatever certificate the key comes', async () => {
    const scene = createScene();
    const [first, renewed] = sameKeyTwice();
    const { record } = await complete(scene);
    const { connections } = scene;
    accepted(await connections.addCertificates(ORG, record.id, first.pem, {}, OWNER));
    accepted(await connections.retireCertificate(ORG, record.id, first.sha1Thumbprint, OWNER));
    const listed = [CONTOSO, first, renewed];
    const metadata = { ...METADATA, certificates: listed };
    const imported = accepted(await connections.importMetadata(ORG, record.id, metadata, OWNER));
    expect(imported.connection?.certificates.map(({ pem }) => pem)).toEqual([CONTOSO.pem]);
    const followed = accepted(await connections.followCertificates(ORG, record.id, listed));
    expect(followed.connection?.certificates.map(({ pem }) => pem)).toEqual([CONTOSO.pem]);
  });

  it('drop the keys of the identity provider before', async () => {
    const scene = createScene();
    const { record } = await complete(scene, { logoutUrl: 'https://idp.example.com/logout' });
    const other = '99999999-8888-4777-8666-555555555555';
    const metadata = {
      issuerUrl: `https://sts.windows.net/${other}/`,
      signInUrl: `https://login.microsoftonline.com/${other}/saml2`,
      certificates: [FABRIKAM],
    };
    const view = accepted(await scene.connections.importMetadata(ORG, record.id, metadata, OWNER));
    expect(states(view)).toEqual({ [FABRIKAM.sha1Thumbprint]: 'current' });
    expect(view.record.settings).not.toHaveProperty('logoutUrl');
    expect(view.record.version).toBe(2);
  });

  it('are followed: new ones verify, vanished ones do not, uploaded ones stay', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const follow = (...listed: readonly (typeof NEXT)[]) =>
      scene.connections.followCertificates(ORG, record.id, listed);
    const [first, second] = [accepted(await follow(NEXT)), accepted(await follow(FABRIKAM))];
    expect(states(first)).toEqual({ [CONTOSO.sha1Thumbprint]: 'current', [NEXT.sha1Thumbprint]: 'current' });
    expect(states(second)).toEqual({
      [CONTOSO.sha1Thumbprint]: 'current',
      [FABRIKAM.sha1Thumbprint]: 'current',
    });
    expect(second.record.version).toBe(record.version);
    expect(states(accepted(await follow(NEXT)))).toHaveProperty(NEXT.sha1Thumbprint, 'current');
    expect(codeOf(await follow())).toBe('certificates_missing');
  });
});

/** Two certificates of one key, the second as it is renewed. */
function sameKeyTwice(): readonly [typeof CONTOSO, typeof CONTOSO] {
  const pair = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
  const renewed = createTestKeyPair({
    notBefore: new Date('2026-02-01T00:00:00Z'),
    privateKeyPem: pair.privateKeyPem,
  });
  const [first, second] = [pair, renewed].map(({ certificatePem }) =>
    accepted(parseIdpCertificate(certificatePem, { now: NOW })),
  );
  if (first === undefined || second === undefined) throw new Error('two certificates');
  return [first, second];
}
