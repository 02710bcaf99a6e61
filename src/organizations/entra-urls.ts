import type { MicrosoftCloud } from './connection.js';

/** A URL as it was typed, taken apart without normalising: what an issuer is compared to is the letter. */
export interface TypedUrl {
  readonly text: string;
  readonly scheme: 'http' | 'https';
  /** Host, port and credentials as typed. */
  readonly authority: string;
  /** Lower case, without port and credentials. */
  readonly host: string;
  readonly path: string;
  /** The parts of the path between slashes; empty ones (at the end, too) are left out. */
  readonly segments: readonly string[];
  /** With its question mark; empty where there is none. */
  readonly query: string;
  readonly fragment: string;
}

/** Hosts of sign-in pages, with the cloud each belongs to. */
const LOGIN_HOSTS: ReadonlyMap<string, MicrosoftCloud> = new Map([
  ['login.microsoftonline.com', 'global'],
  ['login.windows.net', 'global'],
  ['login.microsoft.com', 'global'],
  ['login.microsoftonline.us', 'us-government'],
  ['login.partner.microsoftonline.cn', 'china'],
  ['login.chinacloudapi.cn', 'china'],
  ['login.microsoftonline.de', 'germany'],
]);

/** Hosts of Issuer URLs. The government cloud of the United States issues as the global one does. */
const ISSUER_HOSTS: ReadonlyMap<string, readonly MicrosoftCloud[]> = new Map([
  ['sts.windows.net', ['global', 'us-government']],
  ['sts.chinacloudapi.cn', ['china']],
  ['sts.microsoftonline.de', ['germany']],
]);

/** Sign-in hosts of Entra External ID carry the tenant's name in front. */
const EXTERNAL_ID_SUFFIX = '.ciamlogin.com';

const TENANTLESS: ReadonlySet<string> = new Set(['common', 'organizations', 'consumers']);
const URL_PARTS = /^(https?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i;
/** RFC 3986 §2: all characters that a URI may have. */
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Takes an absolute http or https URL apart; null for anything else. */
export function readUrl(text: string): TypedUrl | null {
  const parts = URL_PARTS.exec(text);
  if (parts === null || !URI_CHARACTERS.test(text) || !URL.canParse(text)) return null;
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = parts;
  // URL would take the first part of the path for the host.
  if (authority === '') return null;
  return {
    text,
    scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http',
    authority,
    host: new URL(text).hostname,
    path,
    segments: path.split('/').filter((segment) => segment !== ''),
    query,
    fragment,
  };
}

/** The clouds that issue under this host; undefined where it is no issuer of Entra's. */
export function cloudsOfIssuerHost(host: string): readonly MicrosoftCloud[] | undefined {
  return ISSUER_HOSTS.get(host);
}

/** The cloud whose people sign in at this host; undefined where it is not Entra's. */
export function cloudOfLoginHost(host: string): MicrosoftCloud | undefined {
  return host.endsWith(EXTERNAL_ID_SUFFIX) ? 'global' : LOGIN_HOSTS.get(host);
}

/** The hosts at which people of these clouds sign in. */
export function loginHostsOf(clouds: readonly MicrosoftCloud[]): readonly string[] {
  return [...LOGIN_HOSTS].filter(([, cloud]) => clouds.includes(cloud)).map(([host]) => host);
}

export function isExternalIdHost(host: string): boolean {
  return host.endsWith(EXTERNAL_ID_SUFFIX);
}

/** Lower case only, as Entra writes it. */
export function isGuid(value: string | undefined): value is string {
  return value !== undefined && GUID.test(value);
}

/** Whether the first part of the path stands for any tenant instead of naming one. */
export function namesNoTenant(url: TypedUrl): boolean {
  return TENANTLESS.has((url.segments[0] ?? '').toLowerCase());
}

/** A placeholder of a guide, such as `{tenantid}` or `<tenant id>`; no URI contains these characters. */
export function containsPlaceholder(text: string): boolean {
  return /[{}<>]/.test(text) || /%7[bd]/i.test(text);
}

/** Federation metadata of Entra and ADFS, the SAML descriptor of Keycloak: documents, neither issuer nor sign-in. */
export function isMetadataUrl(url: TypedUrl): boolean {
  const path = url.path.toLowerCase();
  return path.includes('/federationmetadata') || path.endsWith('/protocol/saml/descriptor');
}

/** Endpoints and issuers of OpenID Connect and OAuth. `/v2.0` means that with Microsoft only. */
export function isOidcUrl(url: TypedUrl): boolean {
  const parts = url.segments.map((segment) => segment.toLowerCase());
  if (parts.includes('openid-configuration')) return true;
  const microsoft = cloudsOfIssuerHost(url.host) !== undefined || cloudOfLoginHost(url.host) !== undefined;
  return microsoft && (parts.includes('v2.0') || parts.includes('oauth2'));
}

/** Where a browser sends a SAML request at ADFS, Keycloak and Google; never a name of theirs. */
export function isSignInUrlOfOthers(url: TypedUrl): boolean {
  const path = url.path.toLowerCase();
  return (
    path === '/adfs/ls' ||
    path === '/adfs/ls/' ||
    path.endsWith('/protocol/saml') ||
    (url.host === 'accounts.google.com' && path === '/o/saml2/idp')
  );
}

/** The names under which ADFS, Okta and Google issue; no browser can sign in there. */
export function isIssuerUrlOfOthers(url: TypedUrl): boolean {
  const path = url.path.toLowerCase();
  return (
    path === '/adfs/services/trust' ||
    (url.host === 'www.okta.com' && path.startsWith('/exk')) ||
    (url.host === 'accounts.google.com' && path === '/o/saml2')
  );
}

/** Hosts that lead to the same machine: RFC 6761 §6.3, RFC 1122 §3.2.1.3. */
export function isLoopbackHost(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}
