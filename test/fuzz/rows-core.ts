import { validateResponse } from '../../src/index.js';
import { NOW as CERTIFICATES_NOW, certificateFixture } from '../certificates/fixture.js';
import { parsed } from '../metadata/federation-documents.js';
import {
  documentWith,
  failing,
  listing,
  started,
  T0,
  URL_OF_METADATA,
} from '../metadata/refresh-documents.js';
import { accepted, connection, expecting, keyPair, mint, NOW, posted } from '../response/message.js';
import { given, type Row, type Rows } from './row.js';

const key = { privateKeyPem: keyPair.privateKeyPem, certificatePem: keyPair.certificatePem };
const certificates = connection.certificates;
const fetched = listing('contoso');
const state = started();
const thumbprint = state.certificates[0]?.sha256Thumbprint ?? '';
const ours = {
  entityId: 'https://app.example/saml/c1',
  assertionConsumerServiceUrl: 'https://app.example/saml/c1/acs',
};
const settings = [
  { section: 'Basic SAML Configuration', claim: null, field: 'x', action: 'enter', value: 'y', note: 'z' },
];

const upload: Row = { args: given(keyPair.certificatePem, { now: NOW }), runs: 120 };

/** The functions of the root that take and give values. */
export const coreRows: Rows = {
  SsoError: {
    args: given('audience_mismatch', { expected: 'a', received: ['b'] }, { publicMessage: 'x' }),
    call: ((Made: new (...args: unknown[]) => unknown, args: readonly unknown[]) =>
      new Made(...args)) as never,
  },
  certificateEvents: { args: given(certificates, NOW, NOW) },
  compareAuditPositions: { args: given('12.3', '7') },
  connectionInputFromMetadata: { args: () => [{ ...parsed(documentWith(['contoso'])) }] },
  createServiceProviderKey: {
    args: given({
      commonName: 'app',
      bits: 2048,
      validFrom: NOW,
      validUntil: new Date('2027-01-01T00:00:00Z'),
    }),
    runs: 12,
  },
  entraSettings: {
    args: given({
      ...ours,
      signOnUrl: 'https://app.example/',
      logoutUrl: 'https://app.example/out',
      emailAttribute: 'email',
    }),
  },
  entraSettingsHtml: { args: given(settings) },
  entraSettingsText: { args: given(settings) },
  errorCatalogue: 'a value',
  fetchFederationMetadata: {
    args: given('https://idp.example/metadata', {
      timeoutSeconds: 1,
      ports: [443],
      entityId: 'https://idp.example/',
      now: NOW,
    }),
    call: ((fetch: (url: unknown, options: unknown) => unknown, [url, options]: readonly unknown[]) => {
      // Every address is one that is never connected to.
      const own = typeof options === 'object' && options !== null ? options : {};
      return fetch(url, { ...own, resolve: async () => ['127.0.0.1'], dangerouslyAllowLoopback: false });
    }) as never,
  },
  isSsoError: { args: given(failing()) },
  nextCertificates: { args: given(state, fetched, T0, { newCertificates: 'trust', graceDays: 7 }) },
  parseConnection: {
    args: given(
      {
        id: 'c1',
        organizationId: 'contoso',
        issuerUrl: connection.issuerUrl,
        signInUrl: connection.signInUrl,
        certificates: [keyPair.certificatePem],
        keys: { current: key, next: null },
        signAuthnRequests: true,
        allowSha1: false,
        emailAttribute: 'email',
        secondReader: 'xmldom',
        signaturePolicy: 'assertion-covered',
      },
      { now: NOW },
    ),
    runs: 200,
  },
  parseFederationMetadata: {
    args: given(documentWith(['contoso']), {
      now: CERTIFICATES_NOW,
      entityId: parsed(documentWith(['contoso'])).issuerUrl,
    }),
    runs: 200,
  },
  parseIdpCertificate: upload,
  parseIdpCertificates: { ...upload, args: given(certificateFixture('contoso.cer'), { now: NOW }) },
  parseServiceProviderKey: { args: given(key), runs: 120 },
  postBindingPage: {
    args: given({ action: 'https://idp.example/', fields: [['SAMLRequest', 'x']] }, 'https://app.example'),
  },
  promoteCertificate: { args: given(state, thumbprint, T0, { graceDays: 7 }) },
  readClaims: { args: () => [accepted(validateResponse(posted(mint()), expecting()))] },
  redactResponse: { args: given(posted(mint())), runs: 200 },
  refusal: { args: given('audience_mismatch', { expected: 'a', received: ['b'] }) },
  replaceCertificates: { args: given(connection, [certificateFixture('contoso.cer')], { now: NOW }) },
  retireCertificate: { args: given(state, thumbprint, T0, { graceDays: 7 }) },
  serviceProviderMetadata: {
    args: given({
      ...ours,
      logoutUrl: 'https://app.example/out',
      nameIdFormat: null,
      signingCertificates: [keyPair.certificatePem],
      encryptionCertificates: [keyPair.certificatePem, keyPair.certificatePem],
      authnRequestsSigned: true,
      wantAssertionsSigned: true,
      validUntil: NOW,
      cacheDurationSeconds: 60,
      organization: { name: 'A', displayName: 'B', url: 'https://a.example', language: 'en' },
      technicalContactEmail: 'a@b.example',
    }),
    runs: 120,
  },
  sharedCertificates: {
    args: given([
      { id: 'a', certificates },
      { id: 'b', certificates },
    ]),
  },
  startMetadataRefresh: { args: () => [URL_OF_METADATA, { ...accepted(fetched) }, T0, { graceDays: 7 }] },
  success: { args: given({}) },
  trustedCertificates: { args: given(state, T0, { newCertificates: 'hold', graceDays: 0 }) },
  validateResponse: {
    args: () => [posted(mint()), { ...expecting() }, { decryption: 'dangerously-unreserved' }],
    runs: 300,
  },
};
