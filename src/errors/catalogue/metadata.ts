import type { NoDetails, Rows } from '../catalogue-row.js';
import { CHECK_INPUT } from '../public-messages.js';

export interface MetadataErrors {
  metadata_empty: NoDetails;
  metadata_too_large: { readonly size: number; readonly limit: number };
  metadata_not_utf8: NoDetails;
  metadata_is_html: NoDetails;
  metadata_is_certificate: NoDetails;
  /** `reason` is the code of the strict reader. */
  metadata_not_xml: { readonly reason: string; readonly offset: number | null };
  metadata_not_metadata: { readonly root: string };
  metadata_entity_not_found: { readonly entityId: string; readonly found: readonly string[] };
  metadata_entities_several: { readonly found: readonly string[] };
  metadata_entity_repeated: { readonly entityId: string };
  metadata_entity_id_malformed: { readonly received: string };
  metadata_names_no_tenant: { readonly received: string };
  metadata_is_service_provider: { readonly entityId: string };
  metadata_is_ws_federation: { readonly entityId: string };
  metadata_no_identity_provider: { readonly entityId: string; readonly protocols: readonly string[] };
  metadata_identity_provider_repeated: { readonly entityId: string; readonly count: number };
  metadata_time_malformed: {
    readonly element: string;
    readonly attribute: string;
    readonly received: string;
  };
  metadata_expired: { readonly validUntil: Date };
  metadata_no_signing_key: { readonly entityId: string };
  metadata_too_many_certificates: { readonly count: number; readonly limit: number };
  metadata_certificates_unusable: { readonly codes: readonly string[] };
  metadata_no_sign_in_url: { readonly entityId: string; readonly bindings: readonly string[] };
  metadata_location_forbidden: { readonly element: string; readonly received: string };
  metadata_url_invalid: { readonly received: string; readonly reason: string };
  metadata_address_forbidden: { readonly host: string; readonly address: string };
  metadata_redirect_forbidden: { readonly from: string; readonly to: string; readonly reason: string };
  metadata_redirects_too_many: { readonly url: string; readonly limit: number };
  metadata_fetch_failed: { readonly url: string; readonly reason: string };
  metadata_fetch_timed_out: { readonly url: string; readonly milliseconds: number };
  metadata_http_status: { readonly url: string; readonly status: number };
  metadata_encoding_unexpected: { readonly url: string; readonly encoding: string };
  metadata_not_over_https: { readonly url: string };
  metadata_issuer_changed: { readonly expected: string; readonly received: string };
  metadata_not_followed: { readonly connectionId: string };
  metadata_certificate_not_followed: { readonly sha256Thumbprint: string };
  metadata_last_certificate: { readonly sha256Thumbprint: string };
  metadata_refresh_contended: { readonly connectionId: string };
}

const URL_IN_ENTRA =
  'In Entra open Single sign-on › SAML Certificates and copy “App Federation Metadata Url”, or download “Federation Metadata XML”.';
const AS_PUBLISHED =
  'Give the document as the identity provider publishes it, not as an editor or a browser saved it. In Entra: Single sign-on › SAML Certificates › Federation Metadata XML.';
const ASK_PROVIDER =
  'Ask the operator of the identity provider to correct the metadata, or enter Issuer URL, Login URL and certificate by hand.';
const SERVER_OF_PROVIDER =
  'Open the URL from another network. If it answers there, try again later; otherwise upload the document itself.';

const row = (meaning: string, remedy: string, reference?: string): Rows<{ code: never }>['code'] => ({
  meaning,
  publicMessage: CHECK_INPUT,
  remedy,
  ...(reference === undefined ? {} : { reference }),
});

export const metadataRows: Rows<MetadataErrors> = {
  metadata_empty: row('The metadata document is empty.', URL_IN_ENTRA),
  metadata_too_large: row(
    'The metadata document is larger than one that describes a few identity providers.',
    'Give the metadata of the one identity provider, not those of a whole federation.',
  ),
  metadata_not_utf8: row('The metadata document is not valid UTF-8 text.', AS_PUBLISHED),
  metadata_is_html: row(
    'Instead of metadata there is a web page.',
    `The address probably leads to a page for people or asks for a sign-in. ${URL_IN_ENTRA}`,
  ),
  metadata_is_certificate: row(
    'Instead of metadata there is a certificate.',
    'Upload it as the certificate of the connection, or download “Federation Metadata XML” one line below it.',
  ),
  metadata_not_xml: row(
    'The metadata document is not XML that the strict reader accepts (document types, CDATA, processing instructions and comments within text are refused).',
    AS_PUBLISHED,
    'saml-metadata 2',
  ),
  metadata_not_metadata: row(
    'The root of the document is neither EntityDescriptor nor EntitiesDescriptor.',
    URL_IN_ENTRA,
    'saml-metadata 2.3',
  ),
  metadata_entity_not_found: row(
    'The metadata do not describe the entity that was asked for.',
    'Compare the entity ID with details.found; at Entra it is the “Microsoft Entra Identifier”.',
    'saml-metadata 2.3.2',
  ),
  metadata_entities_several: row(
    'The metadata describe several identity providers and none was chosen.',
    'Choose one of details.found with the option entityId.',
    'saml-metadata 2.3.1',
  ),
  metadata_entity_repeated: row(
    'The metadata describe one entity ID more than once.',
    ASK_PROVIDER,
    'saml-metadata 2.3.1',
  ),
  metadata_entity_id_malformed: row(
    'The entityID is missing, longer than 1024 characters or not an absolute URI.',
    ASK_PROVIDER,
    'saml-metadata 2.3.2',
  ),
  metadata_names_no_tenant: row(
    'These are the metadata for any tenant: the entity ID holds a placeholder, and no assertion carries it.',
    'Take the address with your tenant id and the application’s id instead of “common”. In Entra: Single sign-on › SAML Certificates › App Federation Metadata Url.',
  ),
  metadata_is_service_provider: row(
    'These are the metadata of a service provider, such as this application’s own.',
    URL_IN_ENTRA,
  ),
  metadata_is_ws_federation: row(
    'The metadata offer WS-Federation only: there is no IDPSSODescriptor.',
    `Take the metadata of an application that is set up for SAML. ${URL_IN_ENTRA}`,
    'saml-metadata 2.4.3',
  ),
  metadata_no_identity_provider: row(
    'The metadata have no IDPSSODescriptor for SAML 2.0.',
    URL_IN_ENTRA,
    'saml-metadata 2.4.3',
  ),
  metadata_identity_provider_repeated: row(
    'The entity has several IDPSSODescriptor for SAML 2.0, so it is not clear which keys and addresses hold.',
    ASK_PROVIDER,
    'saml-metadata 2.4.3',
  ),
  metadata_time_malformed: row(
    'In the metadata validUntil or cacheDuration is no time or duration of XML Schema.',
    ASK_PROVIDER,
    'saml-metadata 2.3.2',
  ),
  metadata_expired: row(
    'The metadata are past their validUntil.',
    'Download the metadata again; the old copy must not be used any more.',
    'IIP-MD04',
  ),
  metadata_no_signing_key: row(
    'The IDPSSODescriptor has no certificate for signing.',
    ASK_PROVIDER,
    'saml-metadata 2.4.1.1',
  ),
  metadata_too_many_certificates: row(
    'The metadata list more signing certificates than a connection may have.',
    'Remove the certificates that are not used any more: in Entra under Single sign-on › SAML Certificates › Edit.',
  ),
  metadata_certificates_unusable: row(
    'None of the signing certificates in the metadata can be used.',
    'Look up details.codes for what is wrong with each. In Entra create a certificate under Single sign-on › SAML Certificates › Edit › New Certificate.',
  ),
  metadata_no_sign_in_url: row(
    'The metadata have no SingleSignOnService for HTTP-Redirect or HTTP-POST.',
    ASK_PROVIDER,
    'saml-metadata 2.4.3',
  ),
  metadata_location_forbidden: row(
    'An address in the metadata is no https URL (http is for loopback hosts only), or it carries credentials or a fragment.',
    ASK_PROVIDER,
    'saml-metadata 2.2.2',
  ),
  metadata_url_invalid: row('The metadata URL is not an https URL that may be fetched.', URL_IN_ENTRA),
  metadata_address_forbidden: row(
    'The host of the metadata URL leads to a private, local or reserved network address, which is never fetched.',
    'Upload the document itself. Only where the identity provider really runs on your own network, name its addresses in dangerouslyAllowAddresses.',
    'RFC 6890',
  ),
  metadata_redirect_forbidden: row(
    'The server of the metadata URL redirects to an address that may not be fetched.',
    'Give the final address of the metadata, beginning with https://.',
  ),
  metadata_redirects_too_many: row(
    'The server of the metadata URL redirects again and again.',
    'Give the final address of the metadata.',
  ),
  metadata_fetch_failed: row(
    'The metadata URL could not be fetched: no such host, no connection, or no valid TLS certificate.',
    SERVER_OF_PROVIDER,
  ),
  metadata_fetch_timed_out: row('The metadata URL did not answer completely in time.', SERVER_OF_PROVIDER),
  metadata_http_status: row(
    'The server of the metadata URL answered with an error.',
    'Compare the URL to the letter, with its appid. If it is right, try again later or upload the document itself.',
  ),
  metadata_encoding_unexpected: row(
    'The server compressed the metadata although it was asked not to.',
    'Upload the document itself, or ask the operator to honour “Accept-Encoding: identity”.',
    'RFC 9110 12.5.3',
  ),
  metadata_not_over_https: row(
    'The metadata came over http from this machine, so their keys are not trusted.',
    'Give an address that begins with https://. In development dangerouslyAllowLoopback of the refresher takes them.',
  ),
  metadata_issuer_changed: row(
    'The metadata now describe another entity than the connection trusts; the keys on file stay.',
    'If the identity provider really changed its entity ID, make a new connection with the new metadata. Otherwise the address serves somebody else’s metadata.',
  ),
  metadata_not_followed: row(
    'No metadata are followed for this connection.',
    'Save the result of startMetadataRefresh for the connection first.',
  ),
  metadata_certificate_not_followed: row(
    'The connection’s metadata never listed a certificate with this thumbprint.',
    'Compare the SHA-256 thumbprint with those of the refresh state.',
  ),
  metadata_last_certificate: row(
    'It is the last certificate that verifies anything for this connection.',
    'Disable the connection instead, or add the new certificate first.',
  ),
  metadata_refresh_contended: row(
    'Other instances changed the refresh state again and again at the same moment.',
    'Nothing needs to be done: the next refresh is on schedule. If it repeats, check save() of the refresh store.',
  ),
};
