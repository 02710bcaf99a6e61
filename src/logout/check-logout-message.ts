import { type Refusal, refusal } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { cloudsOfIssuerHost, loginHostsOf } from '../organizations/entra-urls.js';
import type { LogoutMessageHead, LogoutRequest, LogoutResponse } from './logout-message.js';
import { PARTIAL_LOGOUT, STATUS_SUCCESS } from './logout-status.js';

/** What a logout message must be to be believed. */
export interface LogoutExpectations {
  readonly connection: Connection;
  /** Our Logout URL of this connection, where the message arrived. */
  readonly logoutUrl: string;
  readonly now: Date;
}

/** A browser carries a message on at once; at most it waits for a person to choose an account. */
const MAX_AGE_SECONDS = 600;
/** Longest part of a StatusMessage that is kept for the log. */
const MAX_STATUS_MESSAGE = 2_000;

/** Refuses a LogoutRequest that is not from this identity provider, for us and of now (saml-core 3.7.1, 3.7.3). */
export function logoutRequestViolation(
  request: LogoutRequest,
  expectations: LogoutExpectations,
): Refusal | null {
  const { connection, now } = expectations;
  const { issuer, notOnOrAfter } = request;
  if (issuer !== connection.issuerUrl) return issuerMismatch(connection, issuer);
  if (request.destination === null) return destinationMissing(expectations);
  const violation = headViolation(request, expectations);
  if (violation !== null) return violation;
  if (notOnOrAfter === null || now.getTime() < notOnOrAfter + skewOf(connection)) return null;
  return refusal('logout_request_expired', timeDetails(notOnOrAfter, expectations));
}

/**
 * Refuses a LogoutResponse that is not from this identity provider, for us and of now. Entra sends it under the
 * name of its sign-in host, `https://login.microsoftonline.com/<tenant id>/`, which is accepted here and nowhere
 * else, for the connection's own tenant and cloud. Microsoft documents it without Destination, so that Entra alone may
 * leave it out: an answer does nothing but end the logout that it names.
 */
export function logoutResponseViolation(
  response: LogoutResponse,
  expectations: LogoutExpectations,
): Refusal | null {
  const { connection } = expectations;
  if (response.issuer !== connection.issuerUrl && !entraIssuersOf(connection).includes(response.issuer)) {
    return issuerMismatch(connection, response.issuer);
  }
  if (response.destination === null && connection.tenantId === null) return destinationMissing(expectations);
  return headViolation(response, expectations);
}

/** Refuses what is neither success nor a logout that reached some of the participants (saml-core 3.7.3.2). */
export function logoutStatusViolation(response: LogoutResponse): Refusal | null {
  const { secondLevelStatusCode: secondLevel, statusCode } = response;
  if (statusCode === STATUS_SUCCESS || isPartialLogout(response)) return null;
  const statusMessage = response.statusMessage?.slice(0, MAX_STATUS_MESSAGE) ?? null;
  return refusal('logout_status_not_success', { statusCode, secondLevel, statusMessage });
}

/** PartialLogout is a second-level code; node-samlp, and so Auth0, writes it at the top level. */
export function isPartialLogout({ secondLevelStatusCode, statusCode }: LogoutResponse): boolean {
  return secondLevelStatusCode === PARTIAL_LOGOUT || statusCode === PARTIAL_LOGOUT;
}

function entraIssuersOf({ cloud, issuerUrl, tenantId }: Connection): readonly string[] {
  if (tenantId === null) return [];
  const clouds = cloud === null ? (cloudsOfIssuerHost(new URL(issuerUrl).hostname) ?? []) : [cloud];
  return loginHostsOf(clouds).map((host) => `https://${host}/${tenantId}/`);
}

function issuerMismatch({ issuerUrl: expected }: Connection, received: string): Refusal {
  return refusal('logout_issuer_mismatch', { expected, received });
}

/** A signed message without it could be one for another application, carried on to us (saml-bindings 3.4.5.2, 3.5.5.2). */
function destinationMissing({ logoutUrl: expected }: LogoutExpectations): Refusal {
  return refusal('logout_destination_missing', { expected });
}

function headViolation(
  { destination, issueInstant }: LogoutMessageHead,
  expectations: LogoutExpectations,
): Refusal | null {
  const { connection, logoutUrl, now } = expectations;
  if (destination !== null && destination !== logoutUrl) {
    return refusal('logout_destination_mismatch', { expected: logoutUrl, received: destination });
  }
  const skew = skewOf(connection);
  const details = timeDetails(issueInstant, expectations);
  if (issueInstant > now.getTime() + skew) return refusal('logout_issue_instant_in_future', details);
  if (now.getTime() < issueInstant + MAX_AGE_SECONDS * 1000 + skew) return null;
  return refusal('logout_issue_instant_too_old', { ...details, maxAgeSeconds: MAX_AGE_SECONDS });
}

function skewOf({ clockSkewSeconds }: Connection): number {
  return clockSkewSeconds * 1000;
}

function timeDetails(
  time: number,
  { connection, now }: LogoutExpectations,
): { readonly received: string; readonly now: string; readonly skewSeconds: number } {
  return {
    received: new Date(time).toISOString(),
    now: now.toISOString(),
    skewSeconds: connection.clockSkewSeconds,
  };
}
