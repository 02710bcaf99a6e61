import { describe, expect, it } from 'vitest';
import { createServiceProviderKey } from '../../src/certificates/create-service-provider-key.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { inspectSamlResponse } from '../../src/testing/inspect-saml-response.js';
import {
  acsUrl,
  application,
  choose,
  fake,
  field,
  get,
  keyPair,
  now,
  postedXml,
} from './fake-entra-client.js';

const key = await createServiceProviderKey();
const encrypting = {
  ...application,
  identifier: 'https://app.example/encrypting',
  encryptionCertificatePem: key.certificate.pem,
};
fake.registerApplication(encrypting);

function codeOf(page: string): string | null {
  const connection = parseConnection({
    id: 'c1',
    organizationId: 'contoso',
    issuerUrl: fake.issuer,
    signInUrl: fake.signInUrl,
    certificates: [keyPair.certificatePem],
    keys: { current: key },
    allowIdpInitiated: true,
  });
  if (!connection.ok) throw connection.error;
  const report = inspectSamlResponse(field(page, 'SAMLResponse') ?? '', {
    connection: connection.value,
    entityId: encrypting.identifier,
    assertionConsumerServiceUrl: acsUrl,
    at: now,
  });
  return report.valid ? null : (report.failure?.code ?? 'unreadable');
}

describe('the signing option that is chosen for an answer of a fake Entra', () => {
  it.each([
    ['assertion', 0, 1],
    ['response', 1, 0],
    ['both', 1, 1],
  ])('%s', async (sign, ofResponse, ofAssertion) => {
    const xml = postedXml(await (await choose({ person: 'a1', sign })).text());
    const [head = '', assertion = ''] = xml.split('<Assertion');
    expect(head.split('<Signature ').length - 1).toBe(ofResponse);
    expect(assertion.split('<Signature ').length - 1).toBe(ofAssertion);
  });

  it('is that of the application where nothing, or nothing known, is chosen', async () => {
    const app = 'https://app.example/signs-responses';
    fake.registerApplication({ ...application, identifier: app, sign: 'response' });
    expect(await (await get('/tile', { app })).text()).toContain('<option value="response" selected>');
    for (const choice of [{}, { sign: 'none' }]) {
      const xml = postedXml(await (await choose({ app, person: 'a1', ...choice })).text());
      expect(xml.split('<Assertion')[1]).not.toContain('<Signature ');
      expect(xml).toContain('<Signature ');
    }
  });
});

describe('token encryption of a fake Entra', () => {
  const app = encrypting.identifier;

  it('is offered where the application has a certificate for it', async () => {
    expect(await (await get('/tile', { app })).text()).toContain('Token encryption');
    const { identifier } = application;
    expect(await (await get('/tile', { app: identifier })).text()).not.toContain('Token encryption');
  });

  it('is off until it is chosen, and needs the certificate', async () => {
    expect(postedXml(await (await choose({ app, person: 'a1' })).text())).not.toContain('EncryptedAssertion');
    const { identifier } = application;
    const plain = await choose({ app: identifier, person: 'a1', encryption: 'on' });
    expect(postedXml(await plain.text())).not.toContain('EncryptedAssertion');
  });

  it.each(['assertion', 'response', 'both'])('goes with signing option %s', async (sign) => {
    const page = await (await choose({ app, person: 'a1', sign, encryption: 'on' })).text();
    expect(postedXml(page)).toContain('EncryptedAssertion');
    expect(postedXml(page)).not.toContain('adele@contoso.com');
    expect(codeOf(page)).toBeNull();
  });

  it.each([
    ['assertion', 'decrypted_assertion_unverified'],
    ['response', 'digest_mismatch'],
    ['both', 'digest_mismatch'],
  ])('does not hide a change after signing option %s', async (sign, code) => {
    const choice = { app, person: 'a1', sign, encryption: 'on', deviation: 'tampered' };
    expect(codeOf(await (await choose(choice)).text())).toBe(code);
  });
});
