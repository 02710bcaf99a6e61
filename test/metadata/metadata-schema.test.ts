import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type ServiceProviderMetadataOptions,
  serviceProviderMetadata,
} from '../../src/metadata/service-provider-metadata.js';
import { selfSigned } from './self-signed.js';

// Debian: xmllint is in libxml2-utils, the schemas are in opensaml-schemas and xmltooling-schemas.
const SAML = '/usr/share/xml/opensaml/saml-schema-metadata-2.0.xsd';
const XML_TOOLING = '/usr/share/xml/xmltooling';
const missing = [
  ...(spawnSync('xmllint', ['--version']).error === undefined ? [] : ['xmllint']),
  ...[SAML, `${XML_TOOLING}/xmldsig-core-schema.xsd`].filter((path) => !existsSync(path)),
];

const folder = mkdtempSync(join(tmpdir(), 'claimgate-metadata-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The schemas import each other by web address; the catalogue answers from disk, so no network is needed. */
function writeCatalog(): string {
  const local: [string, string][] = [
    [
      'http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd',
      'xmldsig-core-schema.xsd',
    ],
    ['http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/xenc-schema.xsd', 'xenc-schema.xsd'],
    ['http://www.w3.org/2001/xml.xsd', 'xml.xsd'],
  ];
  const entries = local.map(
    ([url, file]) => `<system systemId="${url}" uri="file://${XML_TOOLING}/${file}"/>`,
  );
  const path = join(folder, 'catalog.xml');
  writeFileSync(
    path,
    `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">${entries.join('')}</catalog>`,
  );
  return path;
}

function validate(xml: string): string {
  const file = join(folder, 'metadata.xml');
  writeFileSync(file, xml);
  const env = { ...process.env, XML_CATALOG_FILES: writeCatalog() };
  const run = spawnSync('xmllint', ['--nonet', '--noout', '--schema', SAML, file], { env, encoding: 'utf8' });
  return `${run.stderr.trim().split('\n').at(-1)}`.replace(file, 'metadata.xml');
}

const addresses = {
  entityId: 'https://app.example.com/saml/contoso?a=1&b=2',
  assertionConsumerServiceUrl: 'https://app.example.com/saml/contoso/acs',
};

if (missing.length > 0) {
  it(`only looks at the order, as ${missing.join(' and ')} not installed: no comparison with the schema`, () => {
    const xml = serviceProviderMetadata(addresses);
    expect(xml.indexOf('<NameIDFormat>')).toBeLessThan(xml.indexOf('<AssertionConsumerService '));
  });
} else {
  describe(`metadata is valid against ${SAML}`, () => {
    const pems = [selfSigned('current').pem, selfSigned('next').pem];
    const everything: ServiceProviderMetadataOptions = {
      ...addresses,
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      signingCertificates: pems,
      encryptionCertificates: pems,
      authnRequestsSigned: false,
      wantAssertionsSigned: false,
      validUntil: new Date('2027-01-01T00:00:00Z'),
      cacheDurationSeconds: 86_400,
      organization: {
        name: 'Böhm & Söhne',
        displayName: 'B<S',
        url: 'https://example.com',
        language: 'de-CH',
      },
      technicalContactEmail: 'sso@example.com',
    };

    it('with the two addresses only', () => {
      expect(validate(serviceProviderMetadata(addresses))).toBe('metadata.xml validates');
    });
    it('with signing keys', () => {
      expect(validate(serviceProviderMetadata({ ...addresses, signingCertificates: pems }))).toBe(
        'metadata.xml validates',
      );
    });
    it('with everything that can be given', () => {
      expect(validate(serviceProviderMetadata(everything))).toBe('metadata.xml validates');
    });
    it('and the schema does refuse what is out of order', () => {
      const xml = serviceProviderMetadata(addresses);
      const start = xml.indexOf('<NameIDFormat>');
      const format = xml.slice(start, xml.indexOf('</NameIDFormat>') + '</NameIDFormat>'.length);
      const moved = xml.replace(format, '').replace('</SPSSODescriptor>', `${format}</SPSSODescriptor>`);
      expect(validate(moved)).toBe('metadata.xml fails to validate');
    });
  });
}
