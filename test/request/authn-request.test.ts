import { describe, expect, it } from 'vitest';
import { type AuthnRequestOptions, buildAuthnRequest } from '../../src/request/authn-request.js';

const options: AuthnRequestOptions = {
  connection: { signInUrl: 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001/saml2' },
  entityId: 'https://app.example/saml/contoso',
  assertionConsumerServiceUrl: 'https://app.example/saml/contoso/acs',
  id: '_0123456789abcdef0123456789abcdef01234567',
  issuedAt: new Date('2026-03-01T12:00:00.123Z'),
  forceAuthn: false,
  isPassive: false,
};

function build(members: Partial<AuthnRequestOptions> = {}): Promise<string> {
  return buildAuthnRequest({ ...options, ...members });
}

describe('buildAuthnRequest', () => {
  it('says exactly what Entra wants to hear', async () => {
    expect(await build()).toBe(
      [
        '<?xml version="1.0"?>',
        '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
        ' ID="_0123456789abcdef0123456789abcdef01234567" Version="2.0" IssueInstant="2026-03-01T12:00:00.123Z"',
        ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"',
        ' Destination="https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001/saml2"',
        ' AssertionConsumerServiceURL="https://app.example/saml/contoso/acs">',
        '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://app.example/saml/contoso</saml:Issuer>',
        '</samlp:AuthnRequest>',
      ].join(''),
    );
  });

  it.each([
    'NameIDPolicy',
    'RequestedAuthnContext',
    'Subject',
    'Scoping',
    'Conditions',
    'Extensions',
    'ProviderName',
    'AttributeConsumingServiceIndex',
    'AssertionConsumerServiceIndex',
    'ForceAuthn',
    'IsPassive',
    'Signature',
  ])('does not say %s', async (name) => {
    expect(await build()).not.toContain(name);
  });

  it('asks for a fresh sign-in and for a silent one, request by request', async () => {
    const [forced, passive, plain] = await Promise.all([
      build({ forceAuthn: true }),
      build({ isPassive: true }),
      build(),
    ]);
    expect(forced).toContain(' ForceAuthn="true"');
    expect(forced).not.toContain('IsPassive');
    expect(passive).toContain(' IsPassive="true"');
    expect(passive).not.toContain('ForceAuthn');
    expect(plain).not.toMatch(/ForceAuthn|IsPassive/u);
  });

  it('writes values with markup so that they are read as they were given', async () => {
    const xml = await build({
      entityId: 'urn:a"b&<c>\' IssueInstant="1"',
      connection: { signInUrl: 'https://idp.example/sso?idpid=1&x="<é>' },
    });
    expect(xml).toContain('>urn:a"b&amp;&lt;c&gt;\' IssueInstant="1"</saml:Issuer>');
    expect(xml).toContain(' Destination="https://idp.example/sso?idpid=1&amp;x=&quot;&lt;é>"');
    expect(xml).toContain(' IssueInstant="2026-03-01T12:00:00.123Z"');
  });

  it.each<[string, Partial<AuthnRequestOptions>]>([
    ['an ID with a leading digit', { id: '0123456789abcdef' }],
    ['an empty ID', { id: '' }],
    ['an ID with a line end', { id: '_a\n' }],
    ['an entity ID with a control character', { entityId: 'urn:a\u0001' }],
    ['an empty entity ID', { entityId: '' }],
    ['an ACS URL with a NUL', { assertionConsumerServiceUrl: 'https://app.example/\0' }],
    ['a sign-in URL that is empty', { connection: { signInUrl: '' } }],
    ['a time that is none', { issuedAt: new Date('never') }],
  ])('throws for %s', async (_name, members) => {
    await expect(build(members)).rejects.toThrow(TypeError);
  });
});
