import { describe, expect, it } from 'vitest';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { expectValid } from '../../src/testing/expect-valid.js';
import { createFakeEntra } from '../../src/testing/fake-entra.js';
import { inspectSamlResponse } from '../../src/testing/inspect-saml-response.js';
import {
  acsUrl,
  application,
  authnRequest,
  baseUrl,
  choose,
  fake,
  field,
  get,
  keyPair,
  now,
  postedXml,
  redirectEncoded,
} from './fake-entra-client.js';

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

describe('answer without a page', () => {
  it('signs in over a connection made of the tenant’s own values', () => {
    const parsed = parseConnection({
      id: 'c1',
      organizationId: 'o1',
      issuerUrl: fake.issuer,
      signInUrl: fake.signInUrl,
      certificates: [fake.keyPair.certificatePem],
    });
    expect(parsed.ok && parsed.value.tenantId).toBe(fake.tenantId);
    expect(parsed.ok && parsed.value.warnings.map(({ code }) => code)).toContain('sign_in_url_on_loopback');
    if (!parsed.ok) return;
    const { samlResponse } = fake.answer({ inResponseTo: 'id9' });
    const report = inspectSamlResponse(samlResponse, {
      connection: parsed.value,
      entityId: application.identifier,
      assertionConsumerServiceUrl: acsUrl,
      inResponseTo: 'id9',
      at: now,
    });
    expectValid(report);
    expect(report.claims?.tenantId).toBe(fake.tenantId);
  });

  it('uses the registered application, and throws where there is none', () => {
    const minted = fake.answer({ inResponseTo: 'id9', application: application.identifier });
    expect(minted.xml).toContain(`Destination="${acsUrl}"`);
    expect(() => createFakeEntra({ baseUrl, keyPair }).answer()).toThrow(TypeError);
  });
});
