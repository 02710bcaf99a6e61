import { expect, it, vi } from 'vitest';
import { buildAuthnRequest } from '../../src/request/authn-request.js';

const P = 'urn:oasis:names:tc:SAML:2.0:protocol';
const written = vi.hoisted(() => ({ xml: '' }));

// Another version of node-saml, which writes whatever a test says.
vi.mock('@node-saml/node-saml', () => ({
  SAML: class {
    async getAuthorizeMessageAsync() {
      return { SAMLRequest: Buffer.from(written.xml).toString('base64') };
    }
  },
}));

function build(): Promise<string> {
  return buildAuthnRequest({
    connection: { signInUrl: 'https://idp.example/sso' },
    entityId: 'urn:app',
    assertionConsumerServiceUrl: 'https://app.example/acs',
    id: '_1',
    issuedAt: new Date('2026-03-01T12:00:00Z'),
    forceAuthn: false,
    isPassive: false,
  });
}

function message(attributes: string, content: string): string {
  return [
    `<samlp:AuthnRequest xmlns:samlp="${P}" ID="_1" Version="2.0" IssueInstant="2020-01-01T00:00:00Z"`,
    ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Destination="https://idp.example/sso"',
    ` AssertionConsumerServiceURL="https://app.example/acs"${attributes}>`,
    '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">urn:app</saml:Issuer>',
    `${content}</samlp:AuthnRequest>`,
  ].join('');
}

const POLICY = `<samlp:NameIDPolicy xmlns:samlp="${P}" AllowCreate="true"/>`;

it('sends what a builder wrote as it should', async () => {
  written.xml = message('', POLICY);
  const expected = message('', '').replace('2020-01-01T00:00:00Z', '2026-03-01T12:00:00.000Z');
  expect(await build()).toBe(expected);
});

it.each([
  ['another NameIDPolicy', message('', POLICY.replace('true', 'false'))],
  ['something behind the NameIDPolicy', message('', `${POLICY}<samlp:Scoping xmlns:samlp="${P}"/>`)],
  ['something before the NameIDPolicy', message('', `<samlp:Extensions xmlns:samlp="${P}"/>${POLICY}`)],
  ['one more attribute', message(' ProviderName="app"', POLICY)],
  ['no NameIDPolicy', message('', '')],
])('does not send what a builder wrote with %s', async (_name, xml) => {
  written.xml = xml;
  await expect(build()).rejects.toThrow(TypeError);
});
