import { type Result, refusal, success } from '../errors/index.js';
import type { ConnectionWarning, MicrosoftCloud } from './connection.js';
import {
  cloudOfLoginHost,
  cloudsOfIssuerHost,
  containsPlaceholder,
  isExternalIdHost,
  isGuid,
  isMetadataUrl,
  isOidcUrl,
  isSignInUrlOfOthers,
  namesNoTenant,
  readUrl,
  type TypedUrl,
} from './entra-urls.js';

/** What the Issuer URL tells of the identity provider. */
export interface ReadIssuerUrl {
  readonly issuerUrl: string;
  /** Empty where the issuer is neither an http nor an https URL. */
  readonly host: string;
  /** The tenant's GUID in lower case; null where the issuer is not Entra's. */
  readonly tenantId: string | null;
  /** The clouds that issue under this host; empty where the issuer is not Entra's. */
  readonly clouds: readonly MicrosoftCloud[];
  readonly warnings: readonly ConnectionWarning[];
}

/** saml-core 8.3.6: an entity identifier is a URI of at most 1024 characters. */
const LONGEST_URI = 1024;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+-]*:[^\p{C}\p{Z}]+$/u;

/**
 * Reads an Issuer URL. It is compared to the letter with what the identity provider sends, so what Entra never
 * sends is refused with the likely mistake named, and nothing is corrected. Other providers may send any URI.
 */
export function readIssuerUrl(issuerUrl: string, own: readonly (string | null)[]): Result<ReadIssuerUrl> {
  const received = issuerUrl;
  if (issuerUrl === '') return refusal('issuer_url_missing', {});
  if (own.includes(issuerUrl)) return refusal('issuer_url_is_own_entity_id', { received });
  if (containsPlaceholder(issuerUrl)) return refusal('issuer_url_is_common', { received });
  if (issuerUrl.length > LONGEST_URI || !ABSOLUTE_URI.test(issuerUrl)) {
    return refusal('issuer_url_not_a_uri', { received });
  }
  if (!/^https?:/i.test(issuerUrl)) return success(notEntra(issuerUrl, ''));
  const url = readUrl(issuerUrl);
  if (url === null) return refusal('issuer_url_not_a_uri', { received });
  if (isMetadataUrl(url)) return refusal('issuer_url_is_metadata_url', { received });
  if (isOidcUrl(url)) return refusal('issuer_url_is_oidc', { received });
  if (isSignInUrlOfOthers(url)) return refusal('issuer_url_is_sign_in_url', { received });
  const clouds = cloudsOfIssuerHost(url.host);
  if (clouds !== undefined) return readEntraIssuer(url, clouds);
  const cloud = cloudOfLoginHost(url.host);
  return cloud === undefined ? success(notEntra(issuerUrl, url.host)) : readLoginHostIssuer(url, cloud);
}

function notEntra(issuerUrl: string, host: string): ReadIssuerUrl {
  return { issuerUrl, host, tenantId: null, clouds: [], warnings: [] };
}

/** `https://sts.windows.net/<tenant id>/` and its like in other clouds. */
function readEntraIssuer(url: TypedUrl, clouds: readonly MicrosoftCloud[]): Result<ReadIssuerUrl> {
  const checked = checkTenant(url);
  if (!checked.ok) return checked;
  const tenantId = checked.value;
  const expected = `https://${url.host}/${tenantId}/`;
  const read = { issuerUrl: url.text, host: url.host, tenantId, clouds };
  if (url.text === expected) return success({ ...read, warnings: [] });
  const applicationId = url.segments[1];
  if (
    isGuid(applicationId) &&
    [expected + applicationId, `${expected}${applicationId}/`].includes(url.text)
  ) {
    const message =
      'The issuer ends with an application id, which Entra sends in IdP-initiated sign-ins only, where “Append application ID to issuer” is set.';
    return success({ ...read, warnings: [unusual(message)] });
  }
  if (`${url.text}/` === expected) {
    return refusal('issuer_url_missing_trailing_slash', { received: url.text, expected });
  }
  return refusal('issuer_url_altered', { received: url.text, expected });
}

/** `https://login.microsoftonline.com/<tenant id>/`, which some of Microsoft's samples show as an issuer. */
function readLoginHostIssuer(url: TypedUrl, cloud: MicrosoftCloud): Result<ReadIssuerUrl> {
  const received = url.text;
  const endpoint = (url.segments[1] ?? '').toLowerCase();
  if (endpoint === 'saml2' || endpoint === 'wsfed') return refusal('issuer_url_is_sign_in_url', { received });
  const checked = checkTenant(url);
  if (!checked.ok) return checked;
  const tenantId = checked.value;
  const expected = `https://${url.host}/${tenantId}/`;
  if (`${url.text}/` === expected && !isExternalIdHost(url.host)) {
    return refusal('issuer_url_missing_trailing_slash', { received, expected });
  }
  const message = 'Entra signs as https://sts.windows.net/<tenant id>/ in most tenants, not under this host.';
  const warnings = [unusual(message)];
  return success({ issuerUrl: url.text, host: url.host, tenantId, clouds: [cloud], warnings });
}

function checkTenant(url: TypedUrl): Result<string> {
  const received = url.text;
  const tenant = url.segments[0];
  if (namesNoTenant(url)) return refusal('issuer_url_is_common', { received });
  if (!isGuid(tenant)) return refusal('issuer_url_tenant_invalid', { received });
  if (url.scheme === 'http') {
    return refusal('issuer_url_insecure', { received, expected: `https://${url.host}/${tenant}/` });
  }
  return success(tenant);
}

function unusual(message: string): ConnectionWarning {
  return { code: 'issuer_url_unusual_for_entra', field: 'issuerUrl', message };
}
