import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';
import { accepted, createScene, enabled, logged, ORG } from '../organizations/connection-life/scene.js';

const certificate = (name: string) => accepted(parseIdpCertificate(certificateFixture(name), { now: NOW }));

describe('the audit log of the organisation', () => {
  it('has once, without an actor, that the certificates of a connection were followed', async () => {
    const scene = createScene();
    const { record } = await enabled(scene);
    const next = certificate('fabrikam.cer');
    accepted(await scene.connections.followCertificates(ORG, record.id, [next]));
    accepted(await scene.connections.followCertificates(ORG, record.id, [next]));
    const entries = (await logged(scene)).filter(({ type }) => type === 'connection_certificates_followed');
    expect(entries).toMatchObject([
      {
        organizationId: ORG,
        connectionId: record.id,
        actor: null,
        data: { thumbprints: [expect.any(String)] },
      },
    ]);
    expect(scene.events.filter(({ type }) => type === 'connection_certificates_followed')).toHaveLength(1);
  });
});
