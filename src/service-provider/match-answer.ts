import { types } from 'node:util';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { browserCookieName, matchesBrowser } from '../request/browser-binding.js';
import { statusViolation } from '../response/check-envelope.js';
import { namedCertificateOf } from '../response/key-info.js';
import { partsOf, readUnverifiedResponse, type UnverifiedResponse } from '../response/structure.js';
import type { PendingRequest } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import type { PostedAnswer } from './posted-answer.js';
import { findConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import { connectionOfAddress, connectionOfIssuer, connectionOfRequest, SHARED } from './shared-address.js';

/** A posted message beside what it claims to answer; nothing of the message is verified yet. */
export interface MatchedAnswer {
  /** Of the address where the message arrived; at the shared one of the request, or of the Issuer. */
  readonly connection: Connection;
  readonly unverified: UnverifiedResponse;
  /** Our own record of the request; null for an unsolicited message. */
  readonly request: PendingRequest | null;
}

/** What may become a sign-in: the answer to one, or an unsolicited message. */
export interface MatchedSignIn extends MatchedAnswer {
  readonly request: (PendingRequest & { readonly purpose: 'sign-in' }) | null;
}

/** The answer to a test sign-in, of a connection that need not be enabled. No SignIn is ever made of it. */
export interface MatchedTest extends MatchedAnswer {
  readonly request: PendingRequest & { readonly purpose: 'test' };
}

export function isTest(matched: MatchedSignIn | MatchedTest): matched is MatchedTest {
  return matched.request?.purpose === 'test';
}

/** Ours are shorter; a longer one need not be looked up. */
const LONGEST_REQUEST_ID = 128;

/**
 * Takes the connection from the address (at the shared one: from our own request, or from the Issuer where there is
 * none), reads the message's structure, and finds the request that it claims to answer. The request must be this
 * connection's and this browser's own (saml-profiles 4.1.4.3): everything that is compared here is our own record,
 * looked up by one unverified id.
 */
export async function matchAnswer(
  settings: Settings,
  answer: PostedAnswer,
  now: Date,
): Promise<Result<MatchedSignIn | MatchedTest>> {
  const addressed = await connectionOfAddress(settings, answer.connectionId);
  if (!addressed.ok) return (await matchTestOfDisabled(settings, answer, now, addressed)) ?? addressed;
  const unverified = readUnverifiedResponse(answer.samlResponse);
  if (!unverified.ok) return unverified;

  const inResponseTo = unverified.value.unverifiedInResponseTo;
  if (inResponseTo === null) return matchUnsolicited(settings, addressed.value, unverified.value);
  const request = await findRequest(settings, inResponseTo);
  if (!request.ok) return request;
  const { connectionId, purpose } = request.value;
  if (purpose === 'test') return matchTest(settings, answer, unverified.value, request.value, now);
  const connection =
    addressed.value === null
      ? await connectionOfRequest(settings, connectionId)
      : success<Connection>(addressed.value);
  if (!connection.ok) return connection;
  const violation = requestViolation(request.value, connection.value, answer, now);
  if (violation !== null) return violation;
  return success({
    connection: connection.value,
    unverified: unverified.value,
    request: { ...request.value, purpose: 'sign-in' },
  });
}

/** Only the answer to a test sign-in gets past a connection that is not enabled. Null for anything else. */
async function matchTestOfDisabled(
  settings: Settings,
  answer: PostedAnswer,
  now: Date,
  { error }: Refusal,
): Promise<Result<MatchedTest> | null> {
  const unverified =
    error.code === 'connection_disabled' ? readUnverifiedResponse(answer.samlResponse) : null;
  if (!unverified?.ok || unverified.value.unverifiedInResponseTo === null) return null;
  const request = await findRequest(settings, unverified.value.unverifiedInResponseTo);
  if (!request.ok || request.value.purpose !== 'test') return null;
  return matchTest(settings, answer, unverified.value, request.value, now);
}

/** A test sign-in leads to the connection of our own request, at the address that it has. */
async function matchTest(
  settings: Settings,
  answer: PostedAnswer,
  unverified: UnverifiedResponse,
  request: PendingRequest,
  now: Date,
): Promise<Result<MatchedTest>> {
  const found = await findConnection(settings, request.connectionId);
  if (!found.ok) return found;
  const connection = found.value;
  const expected = connection.addresses === 'shared' ? SHARED : connection.id;
  const received = answer.connectionId ?? SHARED;
  if (received !== expected) return refusal('connection_mismatch', { expected, received });
  const violation = requestViolation(request, connection, answer, now);
  return violation ?? success({ connection, unverified, request: { ...request, purpose: 'test' } });
}

/** A report of failure signs nobody in, so that what it says comes before what the connection allows. */
async function matchUnsolicited(
  settings: Settings,
  addressed: Connection | null,
  unverified: UnverifiedResponse,
): Promise<Result<MatchedSignIn>> {
  const failure = statusViolation(partsOf(unverified).envelope);
  if (failure !== null) return failure;
  const connection =
    addressed === null
      ? await connectionOfIssuer(settings, unverified.unverifiedIssuer, certificateOf(unverified))
      : success<Connection>(addressed);
  if (!connection.ok) return connection;
  return connection.value.allowIdpInitiated === true
    ? success({ connection: connection.value, unverified, request: null })
    : refusal('unsolicited_not_allowed', { connectionId: connection.value.id });
}

/** The certificate that the message names, which proves nothing; null where it names none, or encrypts it. */
function certificateOf(unverified: UnverifiedResponse): string | null {
  const { assertionSignature, responseSignature } = partsOf(unverified);
  const signature = assertionSignature ?? responseSignature;
  return signature && namedCertificateOf(signature);
}

async function findRequest(settings: Settings, inResponseTo: string): Promise<Result<PendingRequest>> {
  const unknown = refusal('request_unknown', { inResponseTo });
  if (inResponseTo.length > LONGEST_REQUEST_ID) return unknown;
  const found = await askStore('requests', () => settings.requests.find(inResponseTo));
  if (!found.ok) return found;
  const request = found.value ?? null;
  if (request !== null && !(types.isDate(request.expiresAt) && types.isDate(request.issuedAt))) {
    return refusal('store_unavailable', { store: 'requests', reason: 'a request came back without Dates' });
  }
  // Compared again here: some databases compare without regard to case.
  const isOurs =
    request?.id === inResponseTo && (request.purpose === 'sign-in' || request.purpose === 'test');
  return isOurs ? success(request) : unknown;
}

function requestViolation(
  request: PendingRequest,
  connection: Connection,
  answer: PostedAnswer,
  now: Date,
): Refusal | null {
  // Written so that an invalid date counts as expired.
  if (!(now.getTime() < request.expiresAt.getTime())) {
    return refusal('request_expired', { inResponseTo: request.id });
  }
  if (request.connectionId !== connection.id) {
    return refusal('connection_mismatch', { expected: request.connectionId, received: connection.id });
  }
  if (
    request.connectionVersion !== connection.version ||
    request.organizationId !== connection.organizationId
  ) {
    return refusal('connection_changed', { connectionId: connection.id });
  }
  return browserViolation(request, answer) ?? relayStateViolation(request, answer);
}

function browserViolation(request: PendingRequest, answer: PostedAnswer): Refusal | null {
  const secret = answer.cookie(browserCookieName(request.id));
  if (typeof secret !== 'string' || secret === '') {
    return refusal('browser_mismatch', { cookie: 'missing' });
  }
  return matchesBrowser(request.browserHash, secret)
    ? null
    : refusal('browser_mismatch', { cookie: 'different' });
}

/** Some identity providers drop RelayState or send it empty; it proves nothing that the cookie does not. */
function relayStateViolation(request: PendingRequest, answer: PostedAnswer): Refusal | null {
  if (!answer.relayState || answer.relayState === request.relayState) return null;
  return refusal('relay_state_mismatch', {});
}
