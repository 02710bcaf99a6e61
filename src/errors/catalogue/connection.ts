import type { NoDetails, Rows } from '../catalogue-row.js';
import { CHECK_INPUT } from '../public-messages.js';

export interface ConnectionErrors {
  connection_option_invalid: {
    readonly field: string;
    readonly received: string;
    readonly expected: string;
  };
  certificates_missing: NoDetails;
  signing_key_missing: NoDetails;
  issuer_url_missing: NoDetails;
  issuer_url_not_a_uri: { readonly received: string };
  issuer_url_is_own_entity_id: { readonly received: string };
  issuer_url_is_sign_in_url: { readonly received: string };
  issuer_url_is_oidc: { readonly received: string };
  issuer_url_is_metadata_url: { readonly received: string };
  issuer_url_is_common: { readonly received: string };
  issuer_url_missing_trailing_slash: { readonly received: string; readonly expected: string };
  issuer_url_insecure: { readonly received: string; readonly expected: string };
  issuer_url_tenant_invalid: { readonly received: string };
  issuer_url_altered: { readonly received: string; readonly expected: string };
  sign_in_url_missing: NoDetails;
  sign_in_url_not_a_url: { readonly received: string };
  sign_in_url_insecure: { readonly received: string };
  sign_in_url_is_issuer_url: { readonly received: string };
  sign_in_url_is_metadata_url: { readonly received: string };
  sign_in_url_is_oidc: { readonly received: string };
  sign_in_url_is_common: { readonly received: string };
  sign_in_url_tenant_invalid: { readonly received: string };
  sign_in_url_carries_message: { readonly received: string };
  tenant_mismatch: { readonly issuerTenant: string; readonly signInTenant: string };
  cloud_mismatch: { readonly issuerHost: string; readonly signInHost: string };
}

const IDENTIFIER =
  'Copy “Microsoft Entra Identifier” from Single sign-on › Set up <application> in Entra; it looks like https://sts.windows.net/<tenant id>/ with a slash at the end.';
const LOGIN_URL =
  'Copy “Login URL” from Single sign-on › Set up <application> in Entra; it looks like https://login.microsoftonline.com/<tenant id>/saml2.';

const issuer = (
  meaning: string,
  remedy = IDENTIFIER,
): { meaning: string; publicMessage: string; remedy: string } => ({
  meaning,
  publicMessage: CHECK_INPUT,
  remedy,
});
const signIn = (
  meaning: string,
  remedy = LOGIN_URL,
): { meaning: string; publicMessage: string; remedy: string } => ({
  meaning,
  publicMessage: CHECK_INPUT,
  remedy,
});

export const connectionRows: Rows<ConnectionErrors> = {
  connection_option_invalid: {
    meaning: 'An option of the connection is missing, of the wrong type or out of its range.',
    publicMessage: CHECK_INPUT,
    remedy: 'Correct the option that details.field names; details.expected says what it takes.',
  },
  certificates_missing: {
    meaning: 'The connection has no certificate, so nothing could ever be verified.',
    publicMessage: CHECK_INPUT,
    remedy: 'Upload “Certificate (Base64)” from Single sign-on › SAML Certificates in Entra.',
  },
  signing_key_missing: {
    meaning: 'The connection shall sign its requests, but it has no key.',
    publicMessage: CHECK_INPUT,
    remedy: 'Give the connection keys beside signAuthnRequests; createServiceProviderKey makes one.',
  },
  issuer_url_missing: issuer('The Issuer URL is empty.'),
  issuer_url_not_a_uri: issuer('The Issuer URL is not an absolute URI, or it contains blanks.'),
  issuer_url_is_own_entity_id: issuer(
    'The Issuer URL is this application’s own entity ID; the two are mixed up.',
  ),
  issuer_url_is_sign_in_url: issuer('The Login URL was pasted as Issuer URL.'),
  issuer_url_is_oidc: issuer(
    'The Issuer URL is an OpenID Connect issuer (…/v2.0); no SAML assertion carries it.',
  ),
  issuer_url_is_metadata_url: issuer('The metadata URL was pasted as Issuer URL.'),
  issuer_url_is_common: issuer(
    'The Issuer URL names no tenant (common, organizations, consumers or a placeholder).',
  ),
  issuer_url_missing_trailing_slash: issuer(
    'The Issuer URL lacks the slash at its end; it is compared to the letter.',
  ),
  issuer_url_insecure: issuer('The Issuer URL of Entra starts with https://; it is compared to the letter.'),
  issuer_url_tenant_invalid: issuer(
    'The tenant in the Issuer URL is not a lower-case GUID as Entra writes it.',
  ),
  issuer_url_altered: issuer(
    'The Issuer URL is not spelt as Entra sends it (other case, port, path or parameters); it is compared to the letter.',
  ),
  sign_in_url_missing: signIn('The IdP Sign-in URL is empty.'),
  sign_in_url_not_a_url: signIn(
    'The IdP Sign-in URL is not an absolute http(s) URL, or it carries credentials or a fragment.',
  ),
  sign_in_url_insecure: signIn('The IdP Sign-in URL is not https.'),
  sign_in_url_is_issuer_url: signIn('The Issuer URL was pasted as IdP Sign-in URL.'),
  sign_in_url_is_metadata_url: signIn('The metadata URL was pasted as IdP Sign-in URL.'),
  sign_in_url_is_oidc: signIn(
    'The IdP Sign-in URL is an OAuth, OpenID Connect or WS-Federation endpoint, not the SAML one.',
  ),
  sign_in_url_is_common: signIn(
    'The IdP Sign-in URL names no tenant (common, organizations, consumers or a placeholder).',
  ),
  sign_in_url_tenant_invalid: signIn('The tenant in the IdP Sign-in URL is not a GUID or a domain name.'),
  sign_in_url_carries_message: signIn(
    'The IdP Sign-in URL carries a SAML message or its parameters: it was copied from the address bar during a sign-in.',
  ),
  tenant_mismatch: issuer(
    'The Issuer URL and the IdP Sign-in URL name two different tenants.',
    'Copy “Login URL” and “Microsoft Entra Identifier” from the same application in Entra.',
  ),
  cloud_mismatch: issuer(
    'The Issuer URL and the IdP Sign-in URL belong to two different Microsoft clouds.',
    'Copy “Login URL” and “Microsoft Entra Identifier” from the same application in Entra.',
  ),
};
