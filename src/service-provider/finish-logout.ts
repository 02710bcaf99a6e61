import { types } from 'node:util';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import {
  isPartialLogout,
  logoutResponseViolation,
  logoutStatusViolation,
} from '../logout/check-logout-message.js';
import { readLogoutResponse } from '../logout/read-logout-message.js';
import { type SignedLogoutMessage, signedLogoutPartsOf } from '../logout/verify-logout-message.js';
import type { Connection } from '../organizations/connection.js';
import type { PendingRequest } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import type { FinishedLogout } from './logout.js';
import { urlsOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/** Ours are shorter; a longer one need not be looked up. */
const LONGEST_REQUEST_ID = 128;

/**
 * Takes the answer to a LogoutRequest of ours: it must be from the connection's identity provider, for us, about
 * a request that is outstanding, and the first one (saml-core 3.2.2, 3.7.2).
 */
export async function finishLogout(
  settings: Settings,
  signed: SignedLogoutMessage,
  now: Date,
): Promise<Result<FinishedLogout>> {
  const { connection, relayState } = signedLogoutPartsOf(signed);
  const response = readLogoutResponse(signed);
  if (!response.ok) return response;
  const { logoutUrl } = urlsOf(settings, connection);
  const violation = logoutResponseViolation(response.value, { connection, logoutUrl, now });
  if (violation !== null) return violation;
  const request = await findRequest(settings, connection, response.value.inResponseTo);
  if (!request.ok) return request;
  const unanswerable = await requestViolation(settings, request.value, relayState, now);
  if (unanswerable !== null) return unanswerable;
  const failed = logoutStatusViolation(response.value);
  if (failed !== null) return failed;
  const { connectionId, id: requestId, organizationId, returnTo } = request.value;
  const partial = isPartialLogout(response.value);
  settings.emit({ type: 'logout_finished', at: now, organizationId, connectionId, requestId, partial });
  return success({ kind: 'finished', organizationId, connectionId, partial, returnTo });
}

async function findRequest(
  settings: Settings,
  connection: Connection,
  inResponseTo: string | null,
): Promise<Result<PendingRequest>> {
  const unsolicited = refusal('logout_response_unsolicited', { inResponseTo });
  if (inResponseTo === null || inResponseTo.length > LONGEST_REQUEST_ID) return unsolicited;
  const found = await askStore('requests', () => settings.requests.find(inResponseTo));
  if (!found.ok) return found;
  const request = found.value ?? null;
  if (request !== null && !types.isDate(request.expiresAt)) {
    return refusal('store_unavailable', { store: 'requests', reason: 'a request came back without Dates' });
  }
  // Compared again here: some databases compare without regard to case.
  const isOurs =
    request?.id === inResponseTo &&
    request.purpose === 'logout' &&
    request.connectionId === connection.id &&
    request.organizationId === connection.organizationId;
  return isOurs ? success(request) : unsolicited;
}

async function requestViolation(
  settings: Settings,
  request: PendingRequest,
  relayState: string | null,
  now: Date,
): Promise<Refusal | null> {
  const details = { inResponseTo: request.id };
  // Written so that an invalid date counts as passed.
  if (!(now.getTime() < request.expiresAt.getTime())) return refusal('logout_response_too_late', details);
  if (relayState !== null && relayState !== request.relayState) return refusal('relay_state_mismatch', {});
  const consumed = await askStore('requests', () => settings.requests.consume(request.id));
  if (!consumed.ok) return consumed;
  return consumed.value === true ? null : refusal('logout_response_already_used', details);
}
