import { deflateRawSync } from 'node:zlib';
import { createFakeEntra } from '../../src/testing/fake-entra.js';
import type { FakeApplication, FakeEntra } from '../../src/testing/fake-entra-options.js';
import { createTestKeyPair, type TestKeyPair } from '../../src/testing/test-key-pair.js';
import type { TestPerson } from '../../src/testing/test-person.js';

export const baseUrl = 'http://127.0.0.1:3001';
export const acsUrl = 'https://app.example/saml/c1/acs';
export const people: TestPerson[] = [
  { userPrincipalName: 'adele@contoso.com', objectId: 'a1', displayName: 'Adele <b>Vance</b>' },
  { userPrincipalName: 'megan@contoso.com', objectId: 'm2', displayName: 'Megan Bowen' },
];
export const keyPair: TestKeyPair = createTestKeyPair();
export const now: Date = new Date('2026-01-02T03:04:05.006Z');
export const application: FakeApplication = {
  name: 'Example app',
  identifier: 'https://app.example/saml/c1',
  replyUrls: [acsUrl],
};
export const fake: FakeEntra = createFakeEntra({
  baseUrl,
  people,
  keyPair,
  now: () => now,
  applications: [application, { ...application, identifier: 'no-reply', replyUrls: [] }],
});

export function authnRequest({
  id = 'id1234',
  issuer = application.identifier,
  acs = acsUrl,
  attributes = '',
  content = '',
}: {
  id?: string;
  issuer?: string;
  acs?: string | null;
  attributes?: string;
  content?: string;
} = {}): string {
  const acsAttribute = acs === null ? '' : `AssertionConsumerServiceURL="${acs}"`;
  return `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="2026-01-02T03:04:00Z" ${acsAttribute} ${attributes}><saml:Issuer>${issuer}</saml:Issuer>${content}</samlp:AuthnRequest>`;
}

export function redirectEncoded(xml: string): string {
  return deflateRawSync(Buffer.from(xml)).toString('base64');
}

export function get(path: string, parameters: Record<string, string>): Promise<Response> {
  return fake.handle(new Request(`${baseUrl}/${fake.tenantId}${path}?${new URLSearchParams(parameters)}`));
}

export function choose(choices: Record<string, string>): Promise<Response> {
  const request = 'app' in choices ? {} : { SAMLRequest: redirectEncoded(authnRequest()) };
  const body = new URLSearchParams({ ...request, ...choices });
  return fake.handle(new Request(`${baseUrl}/${fake.tenantId}/reply`, { method: 'POST', body }));
}

export function field(page: string, name: string): string | undefined {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  return value?.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

export function postedXml(page: string): string {
  return Buffer.from(field(page, 'SAMLResponse') ?? '', 'base64').toString('utf8');
}
