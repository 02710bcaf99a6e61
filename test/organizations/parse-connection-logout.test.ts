import { describe, expect, it } from 'vitest';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { accepted, connectionInput, refused, TENANT } from './connection-input.js';

const OTHER = { issuerUrl: 'https://idp.example/metadata', signInUrl: 'https://idp.example/sso' };

const REFUSED = {
  code: 'connection_option_invalid',
  details: {
    field: 'logoutUrl',
    expected: 'the “Logout URL” of Set up <application> in Entra, https://…/<tenant id>/saml2',
  },
};

describe('where logout messages go', () => {
  it('is Entra’s Login URL, which is its Logout URL too', () => {
    expect(accepted().logoutUrl).toBe(`https://login.microsoftonline.com/${TENANT}/saml2`);
  });

  it('is nowhere at other identity providers, unless it is said', () => {
    expect(accepted(OTHER).logoutUrl).toBeNull();
    expect(accepted({ ...OTHER, logoutUrl: 'https://idp.example/slo' }).logoutUrl).toBe(
      'https://idp.example/slo',
    );
  });

  it.each([
    ['https://login.microsoftonline.com/common/wsfederation?wa=wsignout1.0', 'the WS-Federation sign-out'],
    [`https://login.microsoftonline.com/${TENANT}/wsfed?wa=wsignout1.0`, 'WS-Federation of the tenant'],
    ['https://login.microsoftonline.com/common/saml2', 'no tenant'],
    [`https://login.microsoftonline.com/common/saml2/${'x'.repeat(100)}`, 'a long one without a tenant'],
  ])('is not %s: %s', (logoutUrl) => {
    const received = `"${logoutUrl.length > 100 ? `${logoutUrl.slice(0, 100)}…` : logoutUrl}"`;
    expect(refused({ logoutUrl })).toEqual({ ...REFUSED, details: { ...REFUSED.details, received } });
  });

  it.each(['SAMLRequest', 'SAMLResponse', 'SAMLart', 'RelayState', 'SigAlg', 'Signature'])(
    'is not an address with %s in it, of which the message is not repeated',
    (parameter) => {
      const received = '"https://idp.example/slo"';
      expect(refused({ logoutUrl: `https://idp.example/slo?a=b&${parameter}=abc` })).toEqual({
        ...REFUSED,
        details: { ...REFUSED.details, received },
      });
    },
  );

  it.each([
    'https://idp.example/common/slo',
    'https://idp.example/slo?wa=wsignout1.0',
    `https://login.microsoftonline.com/${TENANT}/saml2?whr=contoso.com`,
  ])('is what was given, as what Entra does not have another provider may have: %s', (logoutUrl) => {
    expect(accepted({ logoutUrl }).logoutUrl).toBe(logoutUrl);
  });
});

describe('signed requests', () => {
  it('need a key', () => {
    expect(refused({ signAuthnRequests: true }).code).toBe('signing_key_missing');
  });

  it('are not switched on by a prototype', () => {
    const input = Object.create(
      { signAuthnRequests: true },
      Object.getOwnPropertyDescriptors(connectionInput()),
    );
    const parsed = parseConnection(input);
    expect(parsed.ok && parsed.value.signAuthnRequests).toBe(false);
  });
});
