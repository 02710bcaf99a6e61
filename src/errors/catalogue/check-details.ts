import type { Mismatch, NoDetails } from '../catalogue-row.js';

/** Times are ISO 8601 strings; `skewSeconds` is what the connection allows either way. */
export interface TimeDetails {
  readonly element: string;
  readonly received: string;
  readonly now: string;
  readonly skewSeconds: number;
}

export interface CheckErrors {
  status_not_success: {
    readonly statusCode: string;
    readonly secondLevel: string | null;
    readonly statusMessage: string | null;
    readonly correlationId: string | null;
  };
  status_code_unknown: { readonly received: string };
  response_issuer_mismatch: Mismatch;
  response_issuer_missing: NoDetails;
  assertion_issuer_mismatch: Mismatch;
  destination_mismatch: Mismatch;
  destination_missing: NoDetails;
  response_issue_instant_in_future: TimeDetails;
  issue_instant_in_future: TimeDetails;
  issue_instant_too_old: TimeDetails & { readonly maxLifetimeSeconds: number };
  response_in_response_to_missing: { readonly expected: string };
  response_in_response_to_mismatch: Mismatch;
  response_in_response_to_unsolicited: { readonly received: string };
  subject_confirmation_method_not_bearer: { readonly received: readonly string[] };
  subject_confirmation_data_missing: NoDetails;
  recipient_missing: NoDetails;
  recipient_mismatch: Mismatch;
  subject_confirmation_not_on_or_after_missing: NoDetails;
  subject_confirmation_expired: TimeDetails;
  subject_confirmation_has_not_before: { readonly received: string };
  subject_confirmation_lifetime_exceeded: { readonly seconds: number; readonly maxLifetimeSeconds: number };
  in_response_to_missing: { readonly expected: string };
  in_response_to_mismatch: Mismatch;
  in_response_to_unsolicited: { readonly received: string };
  conditions_empty_window: { readonly notBefore: string; readonly notOnOrAfter: string };
  conditions_not_on_or_after_missing: NoDetails;
  conditions_not_yet_valid: TimeDetails;
  conditions_expired: TimeDetails;
  conditions_lifetime_exceeded: { readonly seconds: number; readonly maxLifetimeSeconds: number };
  audience_restriction_missing: { readonly expected: string };
  audience_mismatch: { readonly expected: string; readonly received: readonly string[] };
  one_time_use_repeated: NoDetails;
  proxy_restriction_repeated: NoDetails;
  session_expired: TimeDetails;
  authn_instant_in_future: TimeDetails;
  authn_instant_before_request: { readonly authnInstant: string; readonly requestedAt: string };
  sp_name_qualifier_mismatch: Mismatch;
  name_qualifier_mismatch: Mismatch;
}
