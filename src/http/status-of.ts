import type { ErrorCode } from '../errors/index.js';

// HTTP's own failures keep their status. A message that fails in SAML processing is answered with 200:
// saml-bindings 3.5.6 forbids HTTP error codes for that; see docs/decisions/0005-http.md.
const STATUSES: ReadonlyMap<ErrorCode, number> = new Map<ErrorCode, number>([
  ['body_not_readable', 400],
  ['logout_message_missing', 400],
  ['logout_parameter_repeated', 400],
  ['logout_query_malformed', 400],
  ['logout_query_too_long', 400],
  ['parameter_in_query', 400],
  ['relay_state_repeated', 400],
  ['response_missing', 400],
  ['response_repeated', 400],
  ['return_to_not_allowed', 400],
  ['saml_request_unexpected', 400],
  ['sign_in_email_invalid', 400],
  ['connection_unknown', 404],
  ['logout_not_enabled', 404],
  ['path_unknown', 404],
  ['method_not_allowed', 405],
  ['body_too_large', 413],
  ['content_type_not_supported', 415],
  ['logged_out_hook_failed', 500],
  ['sign_in_hook_failed', 500],
  ['test_sign_in_hook_failed', 500],
  ['store_unavailable', 503],
]);

/** The HTTP status of the page for a refusal. */
export function statusOf(code: ErrorCode): number {
  return STATUSES.get(code) ?? 200;
}
