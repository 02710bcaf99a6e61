/** Status codes of logout (saml-core 3.2.2.2). */
export const STATUS_SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const REQUESTER = 'urn:oasis:names:tc:SAML:2.0:status:Requester';
const RESPONDER = 'urn:oasis:names:tc:SAML:2.0:status:Responder';
export const PARTIAL_LOGOUT = 'urn:oasis:names:tc:SAML:2.0:status:PartialLogout';
const REQUEST_DENIED = 'urn:oasis:names:tc:SAML:2.0:status:RequestDenied';

/**
 * How we answer a LogoutRequest: every session named is ended, some are not, the request is at fault, or we are.
 */
export type LogoutStatus = 'success' | 'partial' | 'requester' | 'responder';

/**
 * Top-level and second-level status code of an answer. Partial is no success: identity providers read the top-level
 * code alone and would tell the person that every session is over.
 */
export const LOGOUT_STATUS_CODES: Readonly<Record<LogoutStatus, readonly [string, string | null]>> = {
  success: [STATUS_SUCCESS, null],
  partial: [RESPONDER, PARTIAL_LOGOUT],
  requester: [REQUESTER, REQUEST_DENIED],
  responder: [RESPONDER, null],
};
