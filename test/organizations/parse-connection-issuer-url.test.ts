import { describe, expect, it } from 'vitest';
import { readIssuerUrl } from '../../src/organizations/issuer-url.js';
import { accepted, OTHER_TENANT, refused, TENANT } from './connection-input.js';

const STS = 'https://sts.windows.net';
const LOGIN = 'https://login.microsoftonline.com';
const UPPER = 'AAAAAAAA-2222-4333-8444-555555555555';

describe('an Issuer URL of Entra', () => {
  it.each([
    ['global', STS, LOGIN],
    ['us-government', STS, 'https://login.microsoftonline.us'],
    ['china', 'https://sts.chinacloudapi.cn', 'https://login.partner.microsoftonline.cn'],
    ['china', 'https://sts.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
    ['germany', 'https://sts.microsoftonline.de', 'https://login.microsoftonline.de'],
  ])('tells the tenant and with the Login URL the cloud: %s', (cloud, sts, login) => {
    const issuerUrl = `${sts}/${TENANT}/`;
    const connection = accepted({ issuerUrl, signInUrl: `${login}/${TENANT}/saml2` });
    expect(connection).toMatchObject({ cloud, tenantId: TENANT, issuerUrl, warnings: [] });
  });

  it.each([
    ['empty', ''],
    ['blank', ' \r\n'],
    ['null', null],
    ['absent', undefined],
  ])('is missing: %s', (_, issuerUrl) => {
    expect(refused({ issuerUrl })).toEqual({ code: 'issuer_url_missing', details: {} });
  });

  it('is not a number', () => {
    expect(refused({ issuerUrl: 7 })).toEqual({
      code: 'connection_option_invalid',
      details: { field: 'issuerUrl', received: '7', expected: 'a string' },
    });
  });

  it.each([
    ['a GUID alone', TENANT, 'issuer_url_not_a_uri'],
    ['without a scheme', `sts.windows.net/${TENANT}/`, 'issuer_url_not_a_uri'],
    ['with a port but no scheme', `sts.windows.net:443/${TENANT}/`, 'issuer_url_not_a_uri'],
    ['with a blank', `${STS}/${TENANT} /`, 'issuer_url_not_a_uri'],
    ['with a zero-width space', `${STS}/${TENANT}/\u200b`, 'issuer_url_not_a_uri'],
    ['with a no-break space', `\u00a0${STS}/${TENANT}/`, 'issuer_url_not_a_uri'],
    ['with a line break', `${STS}/\n${TENANT}/`, 'issuer_url_not_a_uri'],
    ['with backslashes', `https:\\\\sts.windows.net\\${TENANT}\\`, 'issuer_url_not_a_uri'],
    ['with a letter beyond ASCII', 'https://sts.wïndows.net/', 'issuer_url_not_a_uri'],
    ['without a host', 'https:///saml', 'issuer_url_not_a_uri'],
    ['with a port that cannot be', 'https://idp.example:99999/', 'issuer_url_not_a_uri'],
    ['too long', `urn:${'x'.repeat(1021)}`, 'issuer_url_not_a_uri'],
    ['a placeholder with blanks', `${STS}/<tenant id>/`, 'issuer_url_is_common'],
    ['a placeholder in braces', `${STS}/{tenantid}/`, 'issuer_url_is_common'],
    ['an escaped placeholder', `${STS}/%7Btenantid%7D/`, 'issuer_url_is_common'],
    ['common', `${STS}/common/`, 'issuer_url_is_common'],
    ['Organizations', `${STS}/Organizations/`, 'issuer_url_is_common'],
    ['consumers', `${LOGIN}/consumers/`, 'issuer_url_is_common'],
    ['common without https', 'http://sts.windows.net/common/', 'issuer_url_is_common'],
    ['the OpenID Connect issuer', `${LOGIN}/${TENANT}/v2.0`, 'issuer_url_is_oidc'],
    ['the OpenID Connect issuer with a slash', `${LOGIN}/${TENANT}/v2.0/`, 'issuer_url_is_oidc'],
    ['v2.0 at the issuer host', `${STS}/${TENANT}/v2.0`, 'issuer_url_is_oidc'],
    ['the OpenID Connect issuer of anyone', `${LOGIN}/common/v2.0`, 'issuer_url_is_oidc'],
    ['an OAuth endpoint', `${LOGIN}/${TENANT}/oauth2/v2.0/authorize`, 'issuer_url_is_oidc'],
    ['a discovery document', 'https://idp.example/.well-known/openid-configuration', 'issuer_url_is_oidc'],
    ['the Login URL', `${LOGIN}/${TENANT}/saml2`, 'issuer_url_is_sign_in_url'],
    ['the WS-Federation endpoint', `${LOGIN}/${TENANT}/wsfed`, 'issuer_url_is_sign_in_url'],
    [
      'the Login URL of the government cloud',
      `https://login.microsoftonline.us/${TENANT}/saml2`,
      'issuer_url_is_sign_in_url',
    ],
    ['the sign-in URL of ADFS without a slash', 'https://adfs.example/adfs/ls', 'issuer_url_is_sign_in_url'],
    ['the sign-in URL of ADFS', 'https://adfs.example/adfs/ls/', 'issuer_url_is_sign_in_url'],
    ['the sign-in URL of Keycloak', 'https://kc.example/realms/a/protocol/saml', 'issuer_url_is_sign_in_url'],
    [
      'the sign-in URL of Google',
      'https://accounts.google.com/o/saml2/idp?idpid=C01',
      'issuer_url_is_sign_in_url',
    ],
    [
      'the metadata URL',
      `${LOGIN}/${TENANT}/federationmetadata/2007-06/federationmetadata.xml?appid=${OTHER_TENANT}`,
      'issuer_url_is_metadata_url',
    ],
    [
      'the metadata URL of ADFS',
      'https://adfs.example/FederationMetadata/2007-06/FederationMetadata.xml',
      'issuer_url_is_metadata_url',
    ],
    [
      'the descriptor of Keycloak',
      'https://kc.example/realms/a/protocol/saml/descriptor',
      'issuer_url_is_metadata_url',
    ],
    ['an upper-case tenant', `${STS}/${UPPER}/`, 'issuer_url_tenant_invalid'],
    ['a tenant cut short', `${STS}/${TENANT.slice(1)}/`, 'issuer_url_tenant_invalid'],
    ['no tenant', `${STS}/`, 'issuer_url_tenant_invalid'],
    ['no path', STS, 'issuer_url_tenant_invalid'],
    ['a domain for a tenant', `${STS}/contoso.com/`, 'issuer_url_tenant_invalid'],
    ['a domain at the login host', `${LOGIN}/contoso.onmicrosoft.com/`, 'issuer_url_tenant_invalid'],
  ])('is refused as received: %s', (_, issuerUrl, code) => {
    expect(refused({ issuerUrl })).toEqual({ code, details: { received: issuerUrl } });
  });

  it('is shown without the white space around it', () => {
    expect(refused({ issuerUrl: ` ${STS}/common/` }).details).toEqual({ received: `${STS}/common/` });
  });

  const exact = `${STS}/${TENANT}/`;
  it.each([
    ['without the slash at its end', `${STS}/${TENANT}`, 'issuer_url_missing_trailing_slash', exact],
    [
      'without the slash at the login host',
      `${LOGIN}/${TENANT}`,
      'issuer_url_missing_trailing_slash',
      `${LOGIN}/${TENANT}/`,
    ],
    ['without https', `http://sts.windows.net/${TENANT}/`, 'issuer_url_insecure', exact],
    ['without https and slash', `http://sts.windows.net/${TENANT}`, 'issuer_url_insecure', exact],
    [
      'without https at the login host',
      `http://login.microsoftonline.com/${TENANT}/`,
      'issuer_url_insecure',
      `${LOGIN}/${TENANT}/`,
    ],
    ['with an upper-case host', `https://STS.windows.net/${TENANT}/`, 'issuer_url_altered', exact],
    ['with an upper-case scheme', `HTTPS://sts.windows.net/${TENANT}/`, 'issuer_url_altered', exact],
    ['with a port', `https://sts.windows.net:443/${TENANT}/`, 'issuer_url_altered', exact],
    ['with credentials', `https://a@sts.windows.net/${TENANT}/`, 'issuer_url_altered', exact],
    ['with two slashes', `${STS}//${TENANT}/`, 'issuer_url_altered', exact],
    ['with two slashes at its end', `${STS}/${TENANT}//`, 'issuer_url_altered', exact],
    ['with parameters', `${STS}/${TENANT}/?a=b`, 'issuer_url_altered', exact],
    ['with a fragment', `${STS}/${TENANT}/#`, 'issuer_url_altered', exact],
    ['with an endpoint', `${STS}/${TENANT}/saml2`, 'issuer_url_altered', exact],
    ['with an upper-case application id', `${STS}/${TENANT}/${UPPER}`, 'issuer_url_altered', exact],
  ])('is refused with the right spelling: %s', (_, issuerUrl, code, expected) => {
    expect(refused({ issuerUrl })).toEqual({ code, details: { received: issuerUrl, expected } });
  });

  const withApplication =
    'The issuer ends with an application id, which Entra sends in IdP-initiated sign-ins only, where “Append application ID to issuer” is set.';
  const ofLoginHost =
    'Entra signs as https://sts.windows.net/<tenant id>/ in most tenants, not under this host.';
  it.each([
    ['an application id', `${STS}/${TENANT}/${OTHER_TENANT}`, withApplication],
    ['an application id and a slash', `${STS}/${TENANT}/${OTHER_TENANT}/`, withApplication],
    ['the login host', `${LOGIN}/${TENANT}/`, ofLoginHost],
    ['another path at the login host', `${LOGIN}/${TENANT}/other`, ofLoginHost],
    ['External ID', `https://contoso.ciamlogin.com/${TENANT}/`, ofLoginHost],
    ['External ID without a slash', `https://contoso.ciamlogin.com/${TENANT}`, ofLoginHost],
  ])('is unusual but accepted to the letter: %s', (_, issuerUrl, message) => {
    const connection = accepted({ issuerUrl });
    expect(connection).toMatchObject({ issuerUrl, tenantId: TENANT });
    expect(connection.warnings).toEqual([
      { code: 'issuer_url_unusual_for_entra', field: 'issuerUrl', message },
    ]);
  });
});

describe('our own names as Issuer URL', () => {
  it.each(['entityId', 'assertionConsumerServiceUrl'])('are refused: %s', (field) => {
    const own = 'https://app.example/saml/contoso';
    expect(refused({ [field]: own, issuerUrl: ` ${own}` })).toEqual({
      code: 'issuer_url_is_own_entity_id',
      details: { received: own },
    });
  });
});

describe('an Issuer URL of another identity provider', () => {
  it.each([
    ['Okta', 'http://www.okta.com/exk1fcia6d6EMsf331d8'],
    ['Google', 'https://accounts.google.com/o/saml2?idpid=C01abc'],
    ['Keycloak', 'https://kc.example/realms/Contoso'],
    ['ADFS', 'http://adfs.example/adfs/services/trust'],
    ['Auth0', 'urn:dev-1.eu.auth0.com'],
    ['Shibboleth', 'https://idp.example/idp/shibboleth'],
    ['SimpleSAMLphp', 'https://idp.example/simplesaml/saml2/idp/metadata.php'],
    ['OneLogin', 'https://app.onelogin.com/saml/metadata/0b8d'],
    ['an upper-case host', 'HTTPS://IDP.example/'],
    ['a URN beyond ASCII', 'urn:exämple:idp'],
    ['a look-alike of a host', `https://sts.windows.net.example/${TENANT}`],
    ['a version in the path', 'https://idp.example/v2.0'],
    ['a path such as Google’s sign-in has', 'https://idp.example/o/saml2/idp'],
    ['a URN with a URL in it', 'urn:https:idp.example'],
    ['as long as a name may be', `urn:${'x'.repeat(1020)}`],
  ])('is accepted to the letter: %s', (_, issuerUrl) => {
    const connection = accepted({ issuerUrl, signInUrl: 'https://idp.example/sso' });
    expect(connection).toMatchObject({ issuerUrl, tenantId: null, cloud: null });
    expect(connection.warnings).toEqual([
      {
        code: 'not_entra',
        field: 'issuerUrl',
        message:
          'Neither URL is one of Microsoft Entra ID, so their spelling and their tenant cannot be checked.',
      },
    ]);
  });

  it('is unusual where people sign in at Entra', () => {
    const connection = accepted({ issuerUrl: 'urn:contoso' });
    expect(connection).toMatchObject({ tenantId: null, cloud: 'global' });
    expect(connection.warnings).toEqual([
      {
        code: 'issuer_url_unusual_for_entra',
        field: 'issuerUrl',
        message:
          'People sign in at Entra, but the issuer does not look like https://sts.windows.net/<tenant id>/.',
      },
    ]);
  });

  it.each([
    ['a URN', 'urn:contoso', ''],
    ['a URL', 'https://IDP.example:8443/', 'idp.example'],
  ])('tells neither tenant nor cloud, and a host only as a URL: %s', (_, issuerUrl, host) => {
    expect(readIssuerUrl(issuerUrl, [])).toEqual({
      ok: true,
      value: { issuerUrl, host, tenantId: null, clouds: [], warnings: [] },
    });
  });
});
