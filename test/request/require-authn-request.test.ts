import { describe, expect, it } from 'vitest';
import { requireAuthnRequest } from '../../src/request/require-authn-request.js';

const P = 'xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"';
const A = 'xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"';
const ISSUER = `<a:Issuer ${A}>urn:app</a:Issuer>`;
const attributes = new Map([
  ['ID', '_1'],
  ['Version', '2.0'],
]);

describe('requireAuthnRequest', () => {
  it('accepts the message that was asked for', () => {
    const xml = `<p:AuthnRequest ${P} Version="2.0" ID="_1">${ISSUER}</p:AuthnRequest>`;
    expect(requireAuthnRequest(xml, attributes, 'urn:app')).toBeUndefined();
  });

  it.each([
    [
      'an attribute that nobody asked for',
      `<p:AuthnRequest ${P} ID="_1" Version="2.0" ProviderName="x">${ISSUER}</p:AuthnRequest>`,
    ],
    ['an attribute less', `<p:AuthnRequest ${P} ID="_1">${ISSUER}</p:AuthnRequest>`],
    ['another value', `<p:AuthnRequest ${P} ID="_1" Version="2.1">${ISSUER}</p:AuthnRequest>`],
    [
      'an attribute in a namespace',
      `<p:AuthnRequest ${P} ID="_1" p:Version="2.0">${ISSUER}</p:AuthnRequest>`,
    ],
    ['a second child', `<p:AuthnRequest ${P} ID="_1" Version="2.0">${ISSUER}<p:Scoping/></p:AuthnRequest>`],
    ['no child', `<p:AuthnRequest ${P} ID="_1" Version="2.0"/>`],
    ['another child', `<p:AuthnRequest ${P} ID="_1" Version="2.0"><a:Subject ${A}/></p:AuthnRequest>`],
    [
      'an Issuer with a Format',
      `<p:AuthnRequest ${P} ID="_1" Version="2.0"><a:Issuer ${A} Format="x">urn:app</a:Issuer></p:AuthnRequest>`,
    ],
    [
      'another Issuer',
      `<p:AuthnRequest ${P} ID="_1" Version="2.0"><a:Issuer ${A}>urn:other</a:Issuer></p:AuthnRequest>`,
    ],
    [
      'an Issuer in another namespace',
      `<p:AuthnRequest ${P} ID="_1" Version="2.0"><p:Issuer>urn:app</p:Issuer></p:AuthnRequest>`,
    ],
    ['another message', `<p:LogoutRequest ${P} ID="_1" Version="2.0">${ISSUER}</p:LogoutRequest>`],
    ['another namespace', `<AuthnRequest ID="_1" Version="2.0">${ISSUER}</AuthnRequest>`],
    ['what is not XML', `<p:AuthnRequest ${P}`],
  ])('throws for %s', (_name, xml) => {
    expect(() => requireAuthnRequest(xml, attributes, 'urn:app')).toThrow(TypeError);
  });

  it('throws when no ID was asked for', () => {
    const xml = `<p:AuthnRequest ${P} Version="2.0">${ISSUER}</p:AuthnRequest>`;
    expect(() => requireAuthnRequest(xml, new Map([['Version', '2.0']]), 'urn:app')).toThrow(TypeError);
  });
});
