import { describe, expect, it } from 'vitest';
import { accepted, OTHER_TENANT, refused, TENANT, warningCodes } from './connection-input.js';

const LOGIN = 'https://login.microsoftonline.com';
const UNUSUAL = {
  code: 'sign_in_url_unusual_for_entra',
  field: 'signInUrl',
  message: 'Entra’s Login URL looks like https://login.microsoftonline.com/<tenant id>/saml2.',
};
const ON_LOOPBACK = {
  code: 'sign_in_url_on_loopback',
  field: 'signInUrl',
  message: 'The IdP Sign-in URL leads to this machine itself, which is right in development only.',
};

describe('an IdP Sign-in URL of Entra', () => {
  it.each([
    ['the tenant by its GUID', `${LOGIN}/${TENANT}/saml2`],
    ['the tenant by an upper-case GUID', `${LOGIN}/${TENANT.toUpperCase()}/saml2`],
    ['the tenant by a verified domain', `${LOGIN}/contoso.com/saml2`],
    ['the tenant by its first domain', `${LOGIN}/Contoso.onmicrosoft.com/saml2`],
    ['a slash at the end', `${LOGIN}/${TENANT}/saml2/`],
    ['a service principal', `${LOGIN}/${TENANT}/saml2/${OTHER_TENANT}`],
    ['a service principal in upper case', `${LOGIN}/${TENANT}/saml2/ABCDEF00-2222-4333-8444-555555555555`],
    ['the longest domain', `${LOGIN}/${'a.'.repeat(125)}com/saml2`],
    ['the longest label', `${LOGIN}/${'a'.repeat(63)}.com/saml2`],
    ['another case', `https://Login.MicrosoftOnline.com/${TENANT}/SAML2`],
    ['an older host', `https://login.windows.net/${TENANT}/saml2`],
  ])('is accepted to the letter: %s', (_, signInUrl) => {
    expect(accepted({ signInUrl })).toMatchObject({ signInUrl, cloud: 'global', warnings: [] });
  });

  it.each([
    ['parameters', `${LOGIN}/${TENANT}/saml2?whr=contoso.com`],
    ['a port', `${LOGIN}:443/${TENANT}/saml2`],
    ['another endpoint', `${LOGIN}/${TENANT}/saml`],
    ['something after the endpoint', `${LOGIN}/${TENANT}/saml2/logout`],
    ['too many parts', `${LOGIN}/${TENANT}/saml2/${OTHER_TENANT}/x`],
    ['External ID', `https://contoso.ciamlogin.com/${TENANT}/saml2`],
  ])('is unusual but accepted: %s', (_, signInUrl) => {
    expect(accepted({ signInUrl }).warnings).toEqual([UNUSUAL]);
  });

  it.each([
    ['empty', ''],
    ['blank', '\t '],
    ['null', null],
    ['absent', undefined],
  ])('is missing: %s', (_, signInUrl) => {
    expect(refused({ signInUrl })).toEqual({ code: 'sign_in_url_missing', details: {} });
  });

  it('is not longer than 2048 characters', () => {
    const longest = `https://idp.example/${'x'.repeat(2028)}`;
    expect(refused({ signInUrl: `${longest}x` })).toEqual({
      code: 'sign_in_url_not_a_url',
      details: { received: `${longest}…` },
    });
  });

  it('is not a list', () => {
    expect(refused({ signInUrl: [] })).toEqual({
      code: 'connection_option_invalid',
      details: { field: 'signInUrl', received: 'an array', expected: 'a string' },
    });
  });

  it.each([
    ['without a scheme', `login.microsoftonline.com/${TENANT}/saml2`, 'sign_in_url_not_a_url'],
    ['a path', '/saml2', 'sign_in_url_not_a_url'],
    ['a URN', 'urn:idp', 'sign_in_url_not_a_url'],
    ['a script', 'javascript:alert(1)//https://', 'sign_in_url_not_a_url'],
    ['another scheme', 'ftp://idp.example/', 'sign_in_url_not_a_url'],
    ['with a blank', 'https://idp.example/a b', 'sign_in_url_not_a_url'],
    ['with a line break', 'https://idp.example/a\r\nSet-Cookie:a=b', 'sign_in_url_not_a_url'],
    ['with a quotation mark', 'https://idp.example/"', 'sign_in_url_not_a_url'],
    ['with credentials', `https://a:b@login.microsoftonline.com/${TENANT}/saml2`, 'sign_in_url_not_a_url'],
    ['with an empty user', 'https://@idp.example/', 'sign_in_url_not_a_url'],
    ['with a fragment', 'https://idp.example/#top', 'sign_in_url_not_a_url'],
    ['with a host that cannot be', 'https://[::g]/', 'sign_in_url_not_a_url'],
    ['a placeholder', `${LOGIN}/<tenant id>/saml2`, 'sign_in_url_is_common'],
    ['a placeholder in braces', `${LOGIN}/{tenantid}/saml2`, 'sign_in_url_is_common'],
    ['common', `${LOGIN}/common/saml2`, 'sign_in_url_is_common'],
    ['organizations', `${LOGIN}/organizations/saml2`, 'sign_in_url_is_common'],
    ['consumers', `${LOGIN}/consumers/saml2`, 'sign_in_url_is_common'],
    ['http and common', 'http://login.microsoftonline.com/common/saml2', 'sign_in_url_is_common'],
    ['the Issuer URL', `https://sts.windows.net/${TENANT}/`, 'sign_in_url_is_issuer_url'],
    ['the Issuer URL in China', `https://sts.chinacloudapi.cn/${TENANT}/`, 'sign_in_url_is_issuer_url'],
    ['the other spelling of the Issuer URL', `${LOGIN}/${TENANT}/`, 'sign_in_url_is_issuer_url'],
    ['the issuer of Okta', 'http://www.okta.com/exk1fcia6d6EMsf331d8', 'sign_in_url_is_issuer_url'],
    ['the issuer of ADFS', 'http://adfs.example/adfs/services/trust', 'sign_in_url_is_issuer_url'],
    ['the issuer of Google', 'https://accounts.google.com/o/saml2?idpid=C01', 'sign_in_url_is_issuer_url'],
    [
      'the metadata URL',
      `${LOGIN}/${TENANT}/federationmetadata/2007-06/federationmetadata.xml`,
      'sign_in_url_is_metadata_url',
    ],
    [
      'the descriptor of Keycloak',
      'https://kc.example/realms/a/protocol/saml/descriptor',
      'sign_in_url_is_metadata_url',
    ],
    ['the OpenID Connect issuer', `${LOGIN}/${TENANT}/v2.0`, 'sign_in_url_is_oidc'],
    ['an OAuth endpoint', `${LOGIN}/${TENANT}/oauth2/authorize`, 'sign_in_url_is_oidc'],
    ['the WS-Federation endpoint', `${LOGIN}/${TENANT}/wsfed`, 'sign_in_url_is_oidc'],
    ['no tenant', `${LOGIN}/saml2`, 'sign_in_url_tenant_invalid'],
    ['no path', LOGIN, 'sign_in_url_tenant_invalid'],
    ['a tenant cut short', `${LOGIN}/${TENANT.slice(2)}/saml2`, 'sign_in_url_tenant_invalid'],
    ['a domain with an empty label', `${LOGIN}/contoso..com/saml2`, 'sign_in_url_tenant_invalid'],
    ['a domain with a hyphen at an end', `${LOGIN}/contoso-.com/saml2`, 'sign_in_url_tenant_invalid'],
    ['a domain that begins with a hyphen', `${LOGIN}/-contoso.com/saml2`, 'sign_in_url_tenant_invalid'],
    ['a domain that is too long', `${LOGIN}/${'a.'.repeat(125)}comm/saml2`, 'sign_in_url_tenant_invalid'],
    ['a label that is too long', `${LOGIN}/${'a'.repeat(64)}.com/saml2`, 'sign_in_url_tenant_invalid'],
    ['a domain with an underscore', `${LOGIN}/con_toso.com/saml2`, 'sign_in_url_tenant_invalid'],
    ['http at Entra', `http://login.microsoftonline.com/${TENANT}/saml2`, 'sign_in_url_insecure'],
    ['http elsewhere', 'http://idp.example/sso', 'sign_in_url_insecure'],
    ['http at a look-alike of loopback', 'http://127.0.0.1.example/sso', 'sign_in_url_insecure'],
    ['http at a look-alike of localhost', 'http://localhost.example/sso', 'sign_in_url_insecure'],
    ['http at any address', 'http://0.0.0.0/sso', 'sign_in_url_insecure'],
  ])('is refused as received: %s', (_, signInUrl, code) => {
    expect(refused({ signInUrl })).toEqual({ code, details: { received: signInUrl } });
  });

  it.each(['SAMLRequest', 'SAMLResponse', 'SAMLart', 'RelayState', 'SigAlg', 'Signature'])(
    'is refused with a parameter of a message, which is not shown: %s',
    (name) => {
      for (const base of [`${LOGIN}/${TENANT}/saml2`, 'https://idp.example/sso']) {
        expect(refused({ signInUrl: `${base}?a=b&${name}=fZJ` })).toEqual({
          code: 'sign_in_url_carries_message',
          details: { received: base },
        });
      }
    },
  );
});

describe('an IdP Sign-in URL of another identity provider', () => {
  const other = { issuerUrl: 'urn:idp' };

  it.each([
    ['Okta', 'https://contoso.okta.com/app/contoso_app_1/exk1fcia6d6EMsf331d8/sso/saml'],
    ['Google', 'https://accounts.google.com/o/saml2/idp?idpid=C01abc'],
    ['Keycloak', 'https://kc.example/realms/Contoso/protocol/saml'],
    ['ADFS', 'https://adfs.example/adfs/ls/'],
    ['a port', 'https://idp.example:8443/sso'],
    ['a path such as Okta’s issuer has', 'https://idp.example/exk1fcia6d6EMsf331d8'],
    ['another path at Okta’s issuer host', 'https://www.okta.com/app/exk1fcia6d6EMsf331d8'],
    ['a path such as Google’s issuer has', 'https://idp.example/o/saml2'],
    ['as long as a URL may be', `https://idp.example/${'x'.repeat(2028)}`],
  ])('is accepted to the letter: %s', (_, signInUrl) => {
    expect(accepted({ ...other, signInUrl })).toMatchObject({ signInUrl, cloud: null, tenantId: null });
    expect(warningCodes({ ...other, signInUrl })).toEqual(['not_entra']);
  });

  it.each([
    'http://127.0.0.1:3001/saml2',
    'http://127.1.2.3/saml2',
    'http://127.255.255.255/saml2',
    'http://[::1]:3001/saml2',
    'http://localhost:3001/saml2',
    'http://idp.localhost/saml2',
    'https://localhost/saml2',
  ])('may be on this machine with a warning: %s', (signInUrl) => {
    expect(accepted({ ...other, signInUrl }).warnings).toEqual([
      ON_LOOPBACK,
      expect.objectContaining({ code: 'not_entra' }),
    ]);
  });

  it('is unusual beside an issuer of Entra', () => {
    const signInUrl = 'http://127.0.0.1:3001/saml2';
    expect(accepted({ signInUrl }).warnings).toEqual([
      ON_LOOPBACK,
      {
        code: 'sign_in_url_unusual_for_entra',
        field: 'signInUrl',
        message: 'The issuer is Entra, but the IdP Sign-in URL leads to another host.',
      },
    ]);
  });
});

describe('both URLs together', () => {
  it('must name one tenant', () => {
    expect(refused({ signInUrl: `${LOGIN}/${OTHER_TENANT.toUpperCase()}/saml2` })).toEqual({
      code: 'tenant_mismatch',
      details: { issuerTenant: TENANT, signInTenant: OTHER_TENANT },
    });
  });

  it.each([
    ['sts.windows.net', 'login.partner.microsoftonline.cn'],
    ['sts.windows.net', 'login.microsoftonline.de'],
    ['sts.chinacloudapi.cn', 'login.microsoftonline.com'],
    ['sts.microsoftonline.de', 'login.microsoftonline.us'],
    ['login.microsoftonline.us', 'login.microsoftonline.com'],
  ])('must belong to one cloud: %s and %s', (issuerHost, signInHost) => {
    const urls = {
      issuerUrl: `https://${issuerHost}/${TENANT}/`,
      signInUrl: `https://${signInHost}/${OTHER_TENANT}/saml2`,
    };
    expect(refused(urls)).toEqual({ code: 'cloud_mismatch', details: { issuerHost, signInHost } });
  });

  it('leave the cloud open where the issuer’s host serves two and people sign in elsewhere', () => {
    const signInUrl = 'https://proxy.example/saml2';
    expect(accepted({ signInUrl }).cloud).toBeNull();
    expect(accepted({ signInUrl, issuerUrl: `https://sts.chinacloudapi.cn/${TENANT}/` }).cloud).toBe('china');
  });
});
