import { type Result, refusal, success } from '../errors/index.js';
import type { ConnectionWarning, MicrosoftCloud } from './connection.js';
import {
  cloudOfLoginHost,
  cloudsOfIssuerHost,
  containsPlaceholder,
  isExternalIdHost,
  isGuid,
  isIssuerUrlOfOthers,
  isLoopbackHost,
  isMetadataUrl,
  isOidcUrl,
  namesNoTenant,
  readUrl,
  type TypedUrl,
} from './entra-urls.js';

/** What the IdP Sign-in URL tells of the identity provider. */
export interface ReadSignInUrl {
  readonly signInUrl: string;
  readonly host: string;
  /** The tenant's GUID in lower case; null where the URL names it by a domain or is not Entra's. */
  readonly tenantId: string | null;
  /** Null where the URL is not Entra's. */
  readonly cloud: MicrosoftCloud | null;
  readonly warnings: readonly ConnectionWarning[];
}

const LONGEST_URL = 2048;
const MESSAGE_PARAMETERS = ['SAMLRequest', 'SAMLResponse', 'SAMLart', 'RelayState', 'SigAlg', 'Signature'];

/**
 * Reads an IdP Sign-in URL: where the browser is sent with our request. https, or http on this machine only.
 * At Entra the path is `/<tenant id or verified domain>/saml2`, for one service principal followed by its id.
 */
export function readSignInUrl(signInUrl: string): Result<ReadSignInUrl> {
  const received = signInUrl;
  if (signInUrl === '') return refusal('sign_in_url_missing', {});
  if (containsPlaceholder(signInUrl)) return refusal('sign_in_url_is_common', { received });
  const url = signInUrl.length > LONGEST_URL ? null : readUrl(signInUrl);
  if (url === null || url.fragment !== '' || url.authority.includes('@')) {
    return refusal('sign_in_url_not_a_url', { received });
  }
  if (isMetadataUrl(url)) return refusal('sign_in_url_is_metadata_url', { received });
  if (isOidcUrl(url)) return refusal('sign_in_url_is_oidc', { received });
  if (carriesMessage(url)) return refusal('sign_in_url_carries_message', { received: withoutQuery(url) });
  const issuerHost = cloudsOfIssuerHost(url.host) !== undefined;
  if (issuerHost || isIssuerUrlOfOthers(url)) return refusal('sign_in_url_is_issuer_url', { received });
  const cloud = cloudOfLoginHost(url.host);
  return cloud === undefined ? readOther(url) : readEntra(url, cloud);
}

function readEntra(url: TypedUrl, cloud: MicrosoftCloud): Result<ReadSignInUrl> {
  const received = url.text;
  const [tenant = '', endpoint = ''] = url.segments;
  if (namesNoTenant(url)) return refusal('sign_in_url_is_common', { received });
  const guid = tenant.toLowerCase();
  const tenantId = isGuid(guid) ? guid : null;
  if (tenantId === null && !isDomainName(guid)) return refusal('sign_in_url_tenant_invalid', { received });
  if (url.segments.length === 1) return refusal('sign_in_url_is_issuer_url', { received });
  if (endpoint.toLowerCase() === 'wsfed') return refusal('sign_in_url_is_oidc', { received });
  if (url.scheme === 'http') return refusal('sign_in_url_insecure', { received });
  const warnings = isUsual(url) ? [] : [unusual()];
  return success({ signInUrl: url.text, host: url.host, tenantId, cloud, warnings });
}

/** The Login URL as Entra shows it, or the endpoint of one service principal. */
function isUsual(url: TypedUrl): boolean {
  const [, endpoint = '', servicePrincipal, ...further] = url.segments;
  return (
    endpoint.toLowerCase() === 'saml2' &&
    (servicePrincipal === undefined || isGuid(servicePrincipal.toLowerCase())) &&
    further.length === 0 &&
    url.query === '' &&
    url.authority.toLowerCase() === url.host &&
    !isExternalIdHost(url.host)
  );
}

function unusual(): ConnectionWarning {
  return {
    code: 'sign_in_url_unusual_for_entra',
    field: 'signInUrl',
    message: 'Entra’s Login URL looks like https://login.microsoftonline.com/<tenant id>/saml2.',
  };
}

function readOther(url: TypedUrl): Result<ReadSignInUrl> {
  const loopback = isLoopbackHost(url.host);
  if (url.scheme === 'http' && !loopback) return refusal('sign_in_url_insecure', { received: url.text });
  const warning: ConnectionWarning = {
    code: 'sign_in_url_on_loopback',
    field: 'signInUrl',
    message: 'The IdP Sign-in URL leads to this machine itself, which is right in development only.',
  };
  return success({
    signInUrl: url.text,
    host: url.host,
    tenantId: null,
    cloud: null,
    warnings: loopback ? [warning] : [],
  });
}

/** Copied from the address bar in the middle of a sign-in: every sign-in would send that old request again. */
export function carriesMessage(url: TypedUrl): boolean {
  const parameters = new URLSearchParams(url.query);
  return MESSAGE_PARAMETERS.some((name) => parameters.has(name));
}

export function withoutQuery(url: TypedUrl): string {
  return url.text.slice(0, url.text.length - url.query.length);
}

/** A domain name of at least two labels, as a tenant's verified domains have. */
function isDomainName(value: string): boolean {
  const labels = value.split('.');
  return (
    value.length <= 253 &&
    labels.length > 1 &&
    labels.every((label) => /^[a-z0-9-]{1,63}$/.test(label) && !label.startsWith('-') && !label.endsWith('-'))
  );
}
