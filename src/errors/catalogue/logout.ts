import type { Mismatch, NoDetails, Rows } from '../catalogue-row.js';
import { LOGOUT_INCOMPLETE, START_AGAIN, TRY_LATER } from '../public-messages.js';

/** A logout message, by its name in saml-core 3.7. */
export type LogoutMessageName = 'LogoutRequest' | 'LogoutResponse';

interface LogoutTime {
  readonly received: string;
  readonly now: string;
  readonly skewSeconds: number;
}

export interface LogoutErrors {
  logout_not_enabled: NoDetails;
  logout_not_configured: { readonly connectionId: string };
  logout_message_missing: NoDetails;
  logout_parameter_repeated: { readonly parameter: string };
  logout_query_malformed: { readonly parameter: string; readonly reason: string };
  logout_query_too_long: { readonly length: number; readonly limit: number };
  logout_encoding_not_supported: { readonly received: string };
  logout_message_not_base64: NoDetails;
  logout_message_not_deflated: { readonly reason: string };
  logout_message_unexpected: { readonly expected: LogoutMessageName; readonly received: string };
  logout_version_not_supported: { readonly received: string | null };
  logout_signature_missing: { readonly missing: readonly string[] };
  logout_signature_misplaced: NoDetails;
  logout_issuer_mismatch: Mismatch;
  logout_destination_missing: { readonly expected: string };
  logout_destination_mismatch: Mismatch;
  logout_issue_instant_in_future: LogoutTime;
  logout_issue_instant_too_old: LogoutTime & { readonly maxAgeSeconds: number };
  logout_request_expired: LogoutTime;
  logout_name_id_missing: NoDetails;
  logout_session_indexes_too_many: { readonly count: number; readonly limit: number };
  logout_request_replayed: { readonly requestId: string };
  logout_hook_failed: { readonly reason: string };
  logged_out_hook_failed: { readonly reason: string };
  logout_response_unsolicited: { readonly inResponseTo: string | null };
  logout_response_too_late: { readonly inResponseTo: string };
  logout_response_already_used: { readonly inResponseTo: string };
  logout_status_not_success: {
    readonly statusCode: string;
    readonly secondLevel: string | null;
    readonly statusMessage: string | null;
  };
  logout_session_unknown: { readonly connectionId: string };
  session_already_logged_out: { readonly assertionId: string };
}

const ENDPOINT = 'Only the identity provider’s logout messages go to the Logout URL.';
const CLOCKS = 'Compare the clocks of both sides; the message may also have lain in a browser for too long.';
const ATTACK = 'If it repeats, treat it as an attack.';

const row = (
  meaning: string,
  remedy: string,
  reference: string,
  publicMessage: string = LOGOUT_INCOMPLETE,
): { meaning: string; publicMessage: string; remedy: string; reference: string } => ({
  meaning,
  publicMessage,
  remedy,
  reference,
});

export const logoutRows: Rows<LogoutErrors> = {
  logout_not_enabled: row(
    'The service provider keeps no index of sessions, so it takes no part in single logout.',
    'Give createServiceProvider a store as sessions, and createHandlers an onLogout.',
    'saml-profiles 4.4',
  ),
  logout_not_configured: row(
    'The connection knows no address at the identity provider for logout messages.',
    'Copy “Logout URL” from Single sign-on › Set up <application> in Entra into logoutUrl of the connection.',
    'saml-profiles 4.4',
  ),
  logout_message_missing: row(
    'The Logout URL was called without SAMLRequest and SAMLResponse; nobody is logged out by that.',
    `${ENDPOINT} The application starts a logout itself, by a POST of its own and startLogout.`,
    'saml-bindings 3.4.4, 3.5.4',
  ),
  logout_parameter_repeated: row(
    'A parameter of the binding occurs twice, or SAMLRequest and SAMLResponse occur together.',
    `No identity provider sends this; look for a proxy that rewrites the query. ${ATTACK}`,
    'saml-bindings 3.4.4.1',
  ),
  logout_query_malformed: row(
    'A parameter of the binding is not percent-encoded as a query must be.',
    'Look for a proxy or framework that decodes the query before it reaches the handler.',
    'saml-bindings 3.4.4.1',
  ),
  logout_query_too_long: row(
    'The query, the message or its RelayState is longer than the limit; nothing of it was decoded.',
    ENDPOINT,
    'saml-bindings 3.4.3',
  ),
  logout_encoding_not_supported: row(
    'SAMLEncoding names another encoding than DEFLATE.',
    'Configure the identity provider to use the DEFLATE encoding of the HTTP-Redirect binding.',
    'saml-bindings 3.4.4',
  ),
  logout_message_not_base64: row(
    'The logout message is not strict base64.',
    `${ENDPOINT} Look for a proxy that rewrites the query.`,
    'saml-bindings 3.4.4.1',
  ),
  logout_message_not_deflated: row(
    'The logout message is no raw DEFLATE stream, has something behind it, or grows beyond the limit.',
    `Configure the identity provider to deflate without zlib header. ${ATTACK}`,
    'saml-bindings 3.4.4.1',
  ),
  logout_message_unexpected: row(
    'The parameter holds another message than a LogoutRequest in SAMLRequest or a LogoutResponse in SAMLResponse.',
    ENDPOINT,
    'saml-core 3.7',
  ),
  logout_version_not_supported: row(
    'The logout message is not of SAML 2.0.',
    'Configure the identity provider for SAML 2.0.',
    'saml-core 3.2.1',
  ),
  logout_signature_missing: row(
    'The logout message is not signed.',
    'Configure the identity provider to sign logout messages; Entra always does. Look for a proxy that drops SigAlg or Signature.',
    'saml-profiles 4.4.4.1',
  ),
  logout_signature_misplaced: row(
    'A message that came by HTTP-Redirect holds an XML signature; there the signature stands in the query.',
    'Configure the identity provider for the DEFLATE encoding of the HTTP-Redirect binding.',
    'saml-bindings 3.4.4.1',
  ),
  logout_issuer_mismatch: row(
    'The logout message is from another identity provider than the connection’s.',
    'Compare the Issuer URL of the connection with “Microsoft Entra Identifier”, and the Logout URL entered in Entra with the one of this connection.',
    'saml-profiles 4.4.4',
  ),
  logout_destination_missing: row(
    'The signed logout message does not say for which address it is.',
    'Configure the identity provider to write Destination into logout messages, as the bindings demand of signed ones.',
    'saml-bindings 3.4.5.2, 3.5.5.2',
  ),
  logout_destination_mismatch: row(
    'The logout message is for another address.',
    'Enter the Logout URL of this connection in Entra’s Basic SAML Configuration, letter by letter.',
    'saml-core 3.2.1',
  ),
  logout_issue_instant_in_future: row(
    'The logout message was issued in the future.',
    CLOCKS,
    'saml-core 3.2.1',
  ),
  logout_issue_instant_too_old: row('The logout message is too old.', CLOCKS, 'saml-core 3.2.1'),
  logout_request_expired: row('The LogoutRequest has expired.', CLOCKS, 'saml-core 3.7.1'),
  logout_name_id_missing: row(
    'The LogoutRequest has no NameID, an empty or an encrypted one.',
    'Configure the identity provider to name the person by a NameID in the clear.',
    'saml-core 3.7.1',
  ),
  logout_session_indexes_too_many: row(
    'The LogoutRequest names more sessions than one person has.',
    ATTACK,
    'saml-core 3.7.1',
  ),
  logout_request_replayed: row(
    'This LogoutRequest was taken before.',
    `A browser may repeat a request when its page is loaded again. ${ATTACK}`,
    'saml-core 1.3.4',
  ),
  logout_hook_failed: row(
    'The application’s own onLogout failed; its sessions may go on.',
    'Look at the error that the application’s onLogout threw (error.cause).',
    'saml-profiles 4.4.3.4',
    TRY_LATER,
  ),
  logged_out_hook_failed: row(
    'The application’s own onLoggedOut failed, at the end of a logout that the identity provider confirmed.',
    'Look at the error that the application’s onLoggedOut threw (error.cause); it returns a Response or undefined.',
    'saml-profiles 4.4.3.6',
  ),
  logout_response_unsolicited: row(
    'The LogoutResponse answers no LogoutRequest of this connection.',
    `Start the logout from the application again. With several instances they must share one request store. ${ATTACK}`,
    'saml-core 3.2.2',
  ),
  logout_response_too_late: row(
    'The LogoutResponse came later than a request lives.',
    'Nothing need be done: the session here was ended before the request was sent.',
    'saml-core 3.2.2',
  ),
  logout_response_already_used: row(
    'The LogoutRequest was answered before; each request admits one answer.',
    'Nothing need be done: the session here was ended before the request was sent.',
    'saml-core 3.2.2',
  ),
  logout_status_not_success: row(
    'The identity provider reports that the logout failed.',
    'Look at details.statusCode and details.statusMessage. The session here was ended before the request was sent.',
    'saml-core 3.2.2.2',
  ),
  logout_session_unknown: row(
    'No session with this key is in the index; it was logged out before, or it has expired.',
    'End the application’s own session; there is nothing to tell the identity provider.',
    'saml-profiles 4.4',
  ),
  session_already_logged_out: row(
    'The identity provider logged this session out before its assertion arrived.',
    'Nothing need be done: the person signs in again.',
    'saml-core 3.7.3.1',
    START_AGAIN,
  ),
};
