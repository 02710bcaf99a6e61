import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import {
  connectionInputFromMetadata,
  parseFederationMetadata,
} from '../../src/metadata/federation-metadata.js';
import { serviceProviderMetadata } from '../../src/metadata/service-provider-metadata.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { federationMetadata } from '../../src/testing/federation-metadata.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';
import {
  ENDPOINTS,
  entity,
  ISSUER,
  key,
  LOGIN,
  MD,
  parsed,
  refused,
  role,
  SAML,
  TENANT,
} from './federation-documents.js';

const keyPair = createTestKeyPair();
const likeEntra = federationMetadata({ id: '_1', issuer: ISSUER, signInUrl: LOGIN, keyPair });

describe('metadata as Entra writes them', () => {
  it('give issuer, addresses and the certificate once, although the document repeats it', () => {
    expect(likeEntra.split('<X509Certificate>').length - 1).toBeGreaterThanOrEqual(3);
    const metadata = parsed(likeEntra);
    expect(metadata).toMatchObject({
      issuerUrl: ISSUER,
      signInUrl: LOGIN,
      postSignInUrl: LOGIN,
      signOutUrl: LOGIN,
      postSignOutUrl: null,
      wantAuthnRequestsSigned: false,
      validUntil: null,
      cacheSeconds: null,
      warnings: [],
    });
    expect(metadata.certificates.map(({ pem }) => pem.replace(/\s/g, ''))).toEqual([
      keyPair.certificatePem.replace(/\s/g, ''),
    ]);
  });

  it.each([
    ['a string with byte order mark', likeEntra],
    ['a string without', likeEntra.slice(1)],
    ['bytes with byte order mark', Buffer.from(likeEntra)],
    ['a part of a larger buffer', Buffer.from(`xx${likeEntra}xx`).subarray(2, -2)],
    ['with white space behind', `${likeEntra}\r\n`],
  ])('are read from %s', (_, document) => {
    expect(parsed(document).issuerUrl).toBe(ISSUER);
  });

  it('make a connection', () => {
    const input = connectionInputFromMetadata(parsed(likeEntra));
    const connection = parseConnection({ id: 'c', organizationId: 'o', ...input });
    expect(connection).toMatchObject({ ok: true, value: { tenantId: TENANT, cloud: 'global' } });
  });

  it.each([
    ['us-government', 'sts.windows.net', 'login.microsoftonline.us'],
    ['china', 'sts.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
    ['germany', 'sts.microsoftonline.de', 'login.microsoftonline.de'],
  ])('make a connection of the cloud %s', (cloud, issuerHost, loginHost) => {
    const issuer = `https://${issuerHost}/${TENANT}/`;
    const signInUrl = `https://${loginHost}/${TENANT}/saml2`;
    const metadata = parsed(federationMetadata({ id: '_1', issuer, signInUrl, keyPair }));
    const input = connectionInputFromMetadata(metadata);
    const connection = parseConnection({ id: 'c', organizationId: 'o', ...input });
    expect(connection).toMatchObject({ ok: true, value: { cloud, issuerUrl: issuer, signInUrl } });
  });

  it('are read although their own signature is broken: it proves nothing', () => {
    expect(parsed(likeEntra.replace('<IDPSSODescriptor', '\n  <IDPSSODescriptor')).issuerUrl).toBe(ISSUER);
  });

  it('of several keys give all, also inactive ones, in the order of the document', () => {
    const keys =
      key('signing', 'contoso-next.cer') + key('signing', 'contoso.cer') + key('signing', 'contoso-next.cer');
    const { certificates } = parsed(entity(role(keys + ENDPOINTS)));
    expect(certificates.map(({ sha256Thumbprint }) => sha256Thumbprint)).toEqual(
      ['contoso-next.cer', 'contoso.cer'].map(thumbprintOf),
    );
  });

  it('with the rolling keys of the tenant carry a warning', () => {
    const { warnings } = parsed(entity(role(key('signing', 'tenant-wide.cer') + ENDPOINTS)));
    expect(warnings.map(({ code }) => code)).toEqual(['not_the_applications_certificate']);
  });

  it('for any tenant are refused', () => {
    for (const placeholder of ['{tenantid}', '{tenant}']) {
      const entityId = `https://sts.windows.net/${placeholder}/`;
      expect(refused(entity(role(), entityId))).toEqual({
        code: 'metadata_names_no_tenant',
        details: { received: entityId },
      });
      expect(refused(entity(WS_FEDERATION_ROLE, entityId)).code).toBe('metadata_names_no_tenant');
    }
  });

  it('for WS-Federation only are refused', () => {
    expect(refused(entity(WS_FEDERATION_ROLE)).code).toBe('metadata_is_ws_federation');
  });

  it('of the service provider itself are refused', () => {
    const own = serviceProviderMetadata({
      entityId: 'https://app.example.com/saml/c/metadata',
      assertionConsumerServiceUrl: 'https://app.example.com/saml/c/acs',
    });
    expect(refused(own)).toEqual({
      code: 'metadata_is_service_provider',
      details: { entityId: 'https://app.example.com/saml/c/metadata' },
    });
  });
});

describe('the entity', () => {
  const other = 'https://idp.example.com/metadata';
  const two = `<EntitiesDescriptor xmlns="${MD}">${entity()}<EntitiesDescriptor>${entity(role(), other)}</EntitiesDescriptor></EntitiesDescriptor>`;

  it('is chosen among several by its ID', () => {
    expect(parsed(two, ISSUER).issuerUrl).toBe(ISSUER);
    expect(parsed(two, other).issuerUrl).toBe(other);
  });

  it('must be chosen where several are identity providers', () => {
    expect(refused(two)).toEqual({ code: 'metadata_entities_several', details: { found: [ISSUER, other] } });
  });

  it('need not be chosen where only one is an identity provider', () => {
    const service = entity('<SPSSODescriptor protocolSupportEnumeration="x"/>', other);
    expect(
      parsed(`<EntitiesDescriptor xmlns="${MD}">${service}${entity()}</EntitiesDescriptor>`).issuerUrl,
    ).toBe(ISSUER);
  });

  it('must be the one that was asked for, also where there is only one', () => {
    expect(refused(entity(), other)).toEqual({
      code: 'metadata_entity_not_found',
      details: { entityId: other, found: [ISSUER] },
    });
  });

  it('is refused where it is described twice', () => {
    const twice = `<EntitiesDescriptor xmlns="${MD}">${entity()}${entity()}</EntitiesDescriptor>`;
    expect(refused(twice).code).toBe('metadata_entity_repeated');
    expect(refused(twice, ISSUER).code).toBe('metadata_entity_repeated');
  });

  it('is not looked for within extensions', () => {
    const hidden = `<Extensions>${entity(role(), other)}</Extensions>`;
    const group = `<EntitiesDescriptor xmlns="${MD}">${hidden}${entity()}</EntitiesDescriptor>`;
    expect(parsed(group).issuerUrl).toBe(ISSUER);
    expect(refused(group, other).code).toBe('metadata_entity_not_found');
  });

  it.each(['', 'contoso', 'urn:with blank', `https://x/${'a'.repeat(1024)}`])(
    'has no ID like %j',
    (entityId) => {
      expect(refused(entity(role(), entityId)).code).toBe('metadata_entity_id_malformed');
    },
  );

  it('has one identity provider role for SAML 2.0', () => {
    const older = role().replace(SAML, 'urn:oasis:names:tc:SAML:1.1:protocol');
    expect(refused(entity(older))).toEqual({
      code: 'metadata_no_identity_provider',
      details: { entityId: ISSUER, protocols: ['urn:oasis:names:tc:SAML:1.1:protocol'] },
    });
    expect(parsed(entity(older + role())).issuerUrl).toBe(ISSUER);
    expect(parsed(entity(role().replace(SAML, `urn:x  ${SAML}`))).issuerUrl).toBe(ISSUER);
    expect(refused(entity(role() + role()))).toEqual({
      code: 'metadata_identity_provider_repeated',
      details: { entityId: ISSUER, count: 2 },
    });
  });

  it('is one of the metadata namespace', () => {
    expect(refused(entity().replace(MD, 'urn:x')).code).toBe('metadata_not_metadata');
    expect(refused('<feed/>')).toEqual({ code: 'metadata_not_metadata', details: { root: 'feed' } });
  });
});

describe('options', () => {
  it('of the wrong type are misuse', () => {
    for (const options of [{ now: 5 }, { now: new Date(Number.NaN) }, { entityId: 5 }, 5]) {
      expect(() => parseFederationMetadata(entity(), options as never)).toThrow(TypeError);
    }
    expect(() => parseFederationMetadata(5 as never)).toThrow(TypeError);
  });

  it('are not taken from a polluted prototype', () => {
    const prototype = Object.prototype as { entityId?: string };
    prototype.entityId = 'https://other.example/';
    try {
      expect(parseFederationMetadata(entity()).ok).toBe(true);
      expect(parseFederationMetadata(entity(), {}).ok).toBe(true);
    } finally {
      delete prototype.entityId;
    }
  });
});

const WS_FEDERATION_ROLE =
  '<RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"/>';

function thumbprintOf(file: string): string {
  const certificate = parseIdpCertificate(certificateFixture(file), { now: NOW });
  if (!certificate.ok) throw certificate.error;
  return certificate.value.sha256Thumbprint;
}
