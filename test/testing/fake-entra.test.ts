import { X509Certificate } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFakeEntra } from '../../src/testing/fake-entra.js';
import { listenFakeEntra } from '../../src/testing/listen-fake-entra.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import type { TestPerson } from '../../src/testing/test-person.js';

const baseUrl = 'http://127.0.0.1:3001';
const acsUrl = 'https://app.example/saml/c1/acs';
const people: TestPerson[] = [
  { userPrincipalName: 'adele@contoso.com', objectId: 'a1', displayName: 'Adele <b>Vance</b>' },
  { userPrincipalName: 'megan@contoso.com', objectId: 'm2', displayName: 'Megan Bowen' },
];
const keyPair = createTestKeyPair();
const now = new Date('2026-01-02T03:04:05.006Z');
const application = {
  name: 'Example app',
  identifier: 'https://app.example/saml/c1',
  replyUrls: [acsUrl],
};
const fake = createFakeEntra({
  baseUrl,
  people,
  keyPair,
  now: () => now,
  applications: [application, { ...application, identifier: 'no-reply', replyUrls: [] }],
});

describe('the Login URL of a fake Entra', () => {
  it('shows the test users, escaped, with the hinted one chosen and the request carried along', async () => {
    const samlRequest = redirectEncoded(authnRequest());
    const page = await get('/saml2', {
      SAMLRequest: samlRequest,
      RelayState: 'a&"b',
      login_hint: 'MEGAN@contoso.com',
    });
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('Adele &lt;b&gt;Vance&lt;/b&gt;');
    expect(text).toMatch(/value="m2" required checked/);
    expect(text).not.toMatch(/value="a1" required checked/);
    expect(field(text, 'SAMLRequest')).toBe(samlRequest);
    expect(field(text, 'RelayState')).toBe('a&"b');
    expect(text).toContain('It is not Microsoft');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['nothing', null, 'AADSTS750054'],
    ['no base64', '<xml/>', 'AADSTS75005'],
    ['base64 of no deflate', 'AAAA', 'AADSTS75005'],
    ['a deflate bomb', redirectEncoded('x'.repeat(70_000)), 'AADSTS75005'],
    ['a very long parameter', 'A'.repeat(16_385), 'AADSTS90015'],
    ['no XML', redirectEncoded('hello'), 'AADSTS90107'],
    ['a document type', redirectEncoded(`<!DOCTYPE x>${authnRequest()}`), 'AADSTS90107'],
    ['another element', redirectEncoded('<x/>'), 'AADSTS75005'],
    ['no Issuer', redirectEncoded(authnRequest().replace(/<saml:Issuer.*Issuer>/, '')), 'AADSTS75005'],
    ['an unknown Issuer', redirectEncoded(authnRequest({ issuer: 'https://other.example' })), 'AADSTS700016'],
    ['an unknown Reply URL', redirectEncoded(authnRequest({ acs: `${acsUrl}/` })), 'AADSTS50011'],
    ['an ID that begins with a digit', redirectEncoded(authnRequest({ id: '1a' })), 'AADSTS7500529'],
    [
      'another binding',
      redirectEncoded(authnRequest({ attributes: 'ProtocolBinding="urn:x"' })),
      'AADSTS75003',
    ],
    [
      'a foreign NameID format',
      redirectEncoded(authnRequest({ content: '<samlp:NameIDPolicy Format="urn:x"/>' })),
      'AADSTS75016',
    ],
    [
      'SPNameQualifier',
      redirectEncoded(authnRequest({ content: '<samlp:NameIDPolicy SPNameQualifier="x"/>' })),
      'AADSTS90011',
    ],
    ['a Subject', redirectEncoded(authnRequest({ content: '<saml:Subject/>' })), 'AADSTS900236'],
    [
      'an application without Reply URL',
      redirectEncoded(authnRequest({ issuer: 'no-reply', acs: null })),
      'AADSTS900971',
    ],
  ])('answers %s with its own error page', async (_what, samlRequest, code) => {
    const page = await get('/saml2', samlRequest === null ? {} : { SAMLRequest: samlRequest });
    expect(page.status).toBe(400);
    expect(await page.text()).toContain(`${code}:`);
  });

  it('escapes what it received on an error page', async () => {
    const issuer = '&lt;script&gt;alert(1)&lt;/script&gt;';
    const page = await get('/saml2', { SAMLRequest: redirectEncoded(authnRequest({ issuer })) });
    const text = await page.text();
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script');
  });

  it('does not know another tenant', async () => {
    const page = await fake.handle(new Request(`${baseUrl}/99999999-0000-4000-8000-000000000000/saml2`));
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('AADSTS90002');
  });

  it('answers IsPassive with NoPassive at once, for nobody is signed in', async () => {
    const page = await get('/saml2', {
      SAMLRequest: redirectEncoded(authnRequest({ attributes: 'IsPassive="true"' })),
    });
    const xml = postedXml(await page.text());
    expect(xml).toContain('urn:oasis:names:tc:SAML:2.0:status:NoPassive');
    expect(xml).toContain('InResponseTo="id1234"');
    expect(xml).not.toContain('<Assertion');
  });
});

describe('the answer of a fake Entra', () => {
  it('is a form that posts SAMLResponse and RelayState to the Reply URL', async () => {
    const page = await choose({ person: 'm2', RelayState: 'handle' });
    const text = await page.text();
    expect(text).toContain(`<form method="post" action="${acsUrl}">`);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://app.example;");
    expect(field(text, 'RelayState')).toBe('handle');
    const xml = postedXml(text);
    expect(xml).toContain('InResponseTo="id1234"');
    expect(xml).toContain('<NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">megan@');
    expect(xml).toContain('<Audience>https://app.example/saml/c1</Audience>');
    expect(xml).toContain(`<Issuer>${fake.issuer}</Issuer>`);
    expect(text).not.toContain('<script');
  });

  it('carries an AuthnInstant of this morning, and a fresh one for ForceAuthn', async () => {
    const usual = postedXml(await (await choose({ person: 'a1' })).text());
    expect(usual).toContain('AuthnInstant="2026-01-01T19:04:05.006Z"');
    const forced = redirectEncoded(authnRequest({ attributes: 'ForceAuthn="true"' }));
    const fresh = postedXml(await (await choose({ person: 'a1', SAMLRequest: forced })).text());
    expect(fresh).toContain('AuthnInstant="2026-01-02T03:04:05.006Z"');
  });

  it('builds in the deviation that was chosen, and the previous answer when replayed', async () => {
    const wrong = postedXml(await (await choose({ person: 'a1', deviation: 'wrong-audience' })).text());
    expect(wrong).not.toContain('<Audience>https://app.example/saml/c1</Audience>');
    const again = postedXml(await (await choose({ person: 'm2', deviation: 'replayed' })).text());
    expect(again).toBe(wrong);
    const unknown = postedXml(await (await choose({ person: 'a1', deviation: 'toString' })).text());
    expect(unknown).toContain('<Audience>https://app.example/saml/c1</Audience>');
  });

  it('refuses a person who is not among the test users', async () => {
    const page = await choose({ person: 'nobody' });
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('AADSTS50020');
  });

  it('takes a form by POST only, and no large one', async () => {
    expect((await get('/reply', {})).status).toBe(405);
    expect((await choose({ person: 'a'.repeat(70_000) })).status).toBe(413);
  });
});

describe('the tile of a fake Entra', () => {
  it('starts an IdP-initiated sign-in, which answers no request', async () => {
    const page = await (await get('/tile', { app: application.identifier })).text();
    expect(field(page, 'app')).toBe(application.identifier);
    const posted = await choose({ person: 'a1', app: application.identifier });
    expect(postedXml(await posted.text())).not.toContain('InResponseTo');
  });

  it('leads to the Sign-on URL where there is one', async () => {
    const other = createFakeEntra({
      baseUrl,
      keyPair,
      applications: [{ ...application, signOnUrl: 'https://app.example/sign-in' }],
    });
    const tile = await other.handle(
      new Request(
        `${baseUrl}/${other.tenantId}/tile?${new URLSearchParams({ app: application.identifier })}`,
      ),
    );
    expect(tile.status).toBe(302);
    expect(tile.headers.get('location')).toBe('https://app.example/sign-in');
  });

  it('is listed on the page of the tenant with the values to copy', async () => {
    const home = await (await fake.handle(new Request(`${baseUrl}/`))).text();
    for (const value of [fake.signInUrl, fake.issuer, fake.certificateUrl, 'Open Example app']) {
      expect(home).toContain(value);
    }
  });
});

describe('downloads of a fake Entra', () => {
  it('offers the certificate as PEM and as DER', async () => {
    const pem = await (await get('/certificate.cer', {})).text();
    expect(pem).toBe(keyPair.certificatePem);
    const der = Buffer.from(await (await get('/certificate-raw.cer', {})).arrayBuffer());
    expect(new X509Certificate(der).fingerprint256).toBe(new X509Certificate(pem).fingerprint256);
  });

  it('offers federation metadata like Entra’s, in either spelling of the path', async () => {
    const response = await get('/FederationMetadata/2007-06/FederationMetadata.xml', {});
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const xml = bytes.toString('utf8');
    expect(xml).toContain(`entityID="${fake.issuer}"`);
    expect(xml.match(/<IDPSSODescriptor .*<\/IDPSSODescriptor>/)?.[0]).toContain(keyPair.certificateBase64);
    expect(xml.match(/<RoleDescriptor /g)).toHaveLength(2);
    expect(xml).toContain('<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">');
  });
});

describe('listenFakeEntra', () => {
  it('serves the same pages over HTTP and says where', async () => {
    const running = await listenFakeEntra({ people, keyPair, applications: [application] });
    try {
      expect(running.signInUrl).toBe(`${running.url}/${running.tenantId}/saml2`);
      const query = new URLSearchParams({ SAMLRequest: redirectEncoded(authnRequest()) });
      const page = await fetch(`${running.signInUrl}?${query}`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Megan Bowen');
      const form = new URLSearchParams({ ...Object.fromEntries(query), person: 'm2' });
      const answer = await fetch(`${running.url}/${running.tenantId}/reply`, { method: 'POST', body: form });
      expect(postedXml(await answer.text())).toContain('megan@contoso.com');
      const large = await fetch(running.signInUrl, { method: 'POST', body: 'a'.repeat(70_000) });
      expect(large.status).toBe(413);
    } finally {
      await running.close();
    }
  });

  it('rejects where the port is in use', async () => {
    const first = await listenFakeEntra({ keyPair });
    const port = Number(new URL(first.url).port);
    await expect(listenFakeEntra({ keyPair }, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });
});

describe('answer without a page', () => {
  it('uses the registered application, and throws where there is none', () => {
    const minted = fake.answer({ inResponseTo: 'id9', application: application.identifier });
    expect(minted.xml).toContain(`Destination="${acsUrl}"`);
    expect(() => createFakeEntra({ baseUrl, keyPair }).answer()).toThrow(TypeError);
  });
});

function authnRequest({
  id = 'id1234',
  issuer = application.identifier,
  acs = acsUrl as string | null,
  attributes = '',
  content = '',
} = {}): string {
  const acsAttribute = acs === null ? '' : `AssertionConsumerServiceURL="${acs}"`;
  return `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="2026-01-02T03:04:00Z" ${acsAttribute} ${attributes}><saml:Issuer>${issuer}</saml:Issuer>${content}</samlp:AuthnRequest>`;
}

function redirectEncoded(xml: string): string {
  return deflateRawSync(Buffer.from(xml)).toString('base64');
}

function get(path: string, parameters: Record<string, string>): Promise<Response> {
  return fake.handle(new Request(`${baseUrl}/${fake.tenantId}${path}?${new URLSearchParams(parameters)}`));
}

function choose(choices: Record<string, string>): Promise<Response> {
  const request = 'app' in choices ? {} : { SAMLRequest: redirectEncoded(authnRequest()) };
  const body = new URLSearchParams({ ...request, ...choices });
  return fake.handle(new Request(`${baseUrl}/${fake.tenantId}/reply`, { method: 'POST', body }));
}

function field(page: string, name: string): string | undefined {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  return value?.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function postedXml(page: string): string {
  return Buffer.from(field(page, 'SAMLResponse') ?? '', 'base64').toString('utf8');
}
