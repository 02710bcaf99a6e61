import { describe, expect, it } from 'vitest';
import {
  type ServiceProviderMetadataOptions,
  serviceProviderMetadata,
} from '../../src/metadata/service-provider-metadata.js';
import { selfSigned } from './self-signed.js';

const addresses = {
  entityId: 'https://app.example.com/saml/contoso',
  assertionConsumerServiceUrl: 'https://app.example.com/saml/contoso/acs',
};
const current = selfSigned('current');
const next = selfSigned('next');
const build = (options: Partial<ServiceProviderMetadataOptions> = {}): string =>
  serviceProviderMetadata({ ...addresses, ...options });
const certificatesFor = (xml: string, use: string): string[] =>
  xml
    .split('<KeyDescriptor ')
    .filter((part) => part.startsWith(`use="${use}"`))
    .map((part) => /<ds:X509Certificate>([^<]*)</u.exec(part)?.[1] ?? '');

describe('serviceProviderMetadata', () => {
  it('names the entity ID and the Assertion Consumer Service, and nothing that was not given', () => {
    expect(build()).toMatchInlineSnapshot(`
      "<?xml version="1.0"?>
      <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://app.example.com/saml/contoso" ID="_b020ad40e0a6e0cb3ac3d28d687f4cdf">
        <SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" AuthnRequestsSigned="false" WantAssertionsSigned="true">
          <NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</NameIDFormat>
          <AssertionConsumerService index="1" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://app.example.com/saml/contoso/acs"/>
        </SPSSODescriptor>
      </EntityDescriptor>"
    `);
  });

  it('gives the same bytes for the same options and another ID for other addresses', () => {
    expect(build()).toBe(build());
    const other = build({ entityId: 'https://app.example.com/saml/fabrikam' });
    expect(/ID="(_\w+)"/u.exec(other)?.[1]).not.toBe(/ID="(_\w+)"/u.exec(build())?.[1]);
  });

  it('lists several signing keys in the order given and announces signed requests', () => {
    const xml = build({ signingCertificates: [current.pem, next.pem] });
    expect(certificatesFor(xml, 'signing')).toEqual([current.base64, next.base64]);
    expect(xml).toContain(' AuthnRequestsSigned="true"');
  });

  it('lists several encryption keys in the order given', () => {
    const xml = build({ encryptionCertificates: [current.pem, next.pem, current.pem] });
    expect(certificatesFor(xml, 'encryption')).toEqual([current.base64, next.base64, current.base64]);
    expect(certificatesFor(xml, 'signing')).toEqual([]);
    expect(xml).toContain(' AuthnRequestsSigned="false"');
  });

  it('can list one certificate for both uses', () => {
    const xml = build({
      signingCertificates: [current.pem],
      encryptionCertificates: [current.pem, next.pem],
    });
    expect(certificatesFor(xml, 'signing')).toEqual([current.base64]);
    expect(certificatesFor(xml, 'encryption')).toEqual([current.base64, next.base64]);
  });

  it('can list signing keys without announcing signed requests', () => {
    const xml = build({ signingCertificates: [current.pem], authnRequestsSigned: false });
    expect(certificatesFor(xml, 'signing')).toEqual([current.base64]);
    expect(xml).toContain(' AuthnRequestsSigned="false"');
  });

  it('never lets a private key out that stands beside the certificate', () => {
    const xml = build({ signingCertificates: [`${current.key}${current.pem}`] });
    expect(certificatesFor(xml, 'signing')).toEqual([current.base64]);
    expect(xml).not.toContain('PRIVATE');
    expect(xml).not.toContain(current.key.split('\n')[1]);
  });

  it('writes validUntil and cacheDuration', () => {
    const xml = build({ validUntil: new Date('2027-05-06T07:08:09.123Z'), cacheDurationSeconds: 3600 });
    expect(xml).toContain(
      '<EntityDescriptor validUntil="2027-05-06T07:08:09Z" cacheDuration="PT3600S" xmlns=',
    );
  });

  it('takes another NameID format, or none', () => {
    const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
    expect(build({ nameIdFormat: persistent })).toContain(`<NameIDFormat>${persistent}</NameIDFormat>`);
    expect(build({ nameIdFormat: null })).not.toContain('NameIDFormat');
  });

  it('leaves WantAssertionsSigned out when it is not wanted', () => {
    expect(build({ wantAssertionsSigned: false })).not.toContain('WantAssertionsSigned');
  });

  it('escapes what XML reserves and keeps addresses to the letter', () => {
    const xml = build({
      entityId: 'https://app.example.com/?a=1&b=2&amp;c=3',
      organization: { name: 'Böhm & <Söhne> "GmbH"', url: 'https://example.com/?a&b' },
    });
    expect(xml).toContain('entityID="https://app.example.com/?a=1&amp;b=2&amp;amp;c=3"');
    expect(xml).toContain(
      '<OrganizationName xml:lang="en">Böhm &amp; &lt;Söhne&gt; "GmbH"</OrganizationName>',
    );
    expect(xml).toContain('<OrganizationURL xml:lang="en">https://example.com/?a&amp;b</OrganizationURL>');
  });

  it('names a technical contact', () => {
    const xml = build({ technicalContactEmail: 'sso@example.com' });
    expect(xml).toContain('<ContactPerson contactType="technical">');
    expect(xml).toContain('<EmailAddress>mailto:sso@example.com</EmailAddress>');
  });

  it.each(['localhost:3000', '127.0.0.1', '[::1]:3000', 'app.localhost'])('allows http on %s', (host) => {
    const url = `http://${host}/saml/contoso/acs`;
    expect(build({ assertionConsumerServiceUrl: url })).toContain(`Location="${url}"`);
  });
});

describe('serviceProviderMetadata refuses', () => {
  const organization = { name: 'Contoso', url: 'https://contoso.com' };
  const cases: [string, Partial<ServiceProviderMetadataOptions>, RegExp][] = [
    ['an entity ID that is not absolute', { entityId: '/saml' }, /^entityId must be an absolute URI/u],
    ['an entity ID with markup', { entityId: 'https://a.example/"><x' }, /^entityId must be/u],
    ['a long entity ID', { entityId: `https://a.example/${'x'.repeat(1010)}` }, /1024/u],
    [
      'http for the Reply URL',
      { assertionConsumerServiceUrl: 'http://app.example.com/acs' },
      /must be an https/u,
    ],
    [
      'http for a host that only looks like loopback',
      { assertionConsumerServiceUrl: 'http://localhost.example.com/acs' },
      /must be an https/u,
    ],
    ['javascript: for the Reply URL', { assertionConsumerServiceUrl: 'javascript:0' }, /must be an https/u],
    [
      'a password in the Reply URL',
      { assertionConsumerServiceUrl: 'https://u:p@a.example/' },
      /user or password/u,
    ],
    ['a fragment in the Reply URL', { assertionConsumerServiceUrl: 'https://a.example/#x' }, /fragment/u],
    [
      'a line break in the Reply URL',
      { assertionConsumerServiceUrl: 'https://a.example/\n' },
      /absolute URI/u,
    ],
    ['text as a certificate', { signingCertificates: ['hello'] }, /^signingCertificates must be PEM/u],
    [
      'a short RSA key',
      { encryptionCertificates: [selfSigned('short', 1024).pem] },
      /^encryptionCertificates .*2048/u,
    ],
    ['signed requests without a key', { authnRequestsSigned: true }, /^authnRequestsSigned needs/u],
    ['an invalid Date', { validUntil: new Date(Number.NaN) }, /^validUntil/u],
    ['a cacheDuration of zero', { cacheDurationSeconds: 0 }, /^cacheDurationSeconds/u],
    ['a NameID format that is no URI', { nameIdFormat: 'persistent' }, /^nameIdFormat/u],
    [
      'a control character in a name',
      { organization: { ...organization, name: 'a\u0001' } },
      /^organization\.name/u,
    ],
    ['half a surrogate pair', { organization: { ...organization, name: '\ud83d' } }, /^organization\.name/u],
    ['a bad language tag', { organization: { ...organization, language: 'e"' } }, /language tag/u],
    ['a mailto: prefix', { technicalContactEmail: 'mailto:a@b.example' }, /^technicalContactEmail/u],
  ];
  it.each(cases)('%s', (_name, options, message) => {
    expect(() => build(options)).toThrow(TypeError);
    expect(() => build(options)).toThrow(message);
  });
});
