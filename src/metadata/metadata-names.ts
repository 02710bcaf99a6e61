/** Namespaces, bindings and elements of SAML metadata (saml-metadata 2). */
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const HTTP_REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
export const HTTP_POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
/** The older of the two namespaces of WS-Federation is the one that Entra writes. */
export const WS_FEDERATION = 'http://docs.oasis-open.org/wsfed/federation/200706';
