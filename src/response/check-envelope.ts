import { type Refusal, refusal } from '../errors/index.js';
import { isInFuture, timeDetails } from './check-time.js';
import type { Envelope } from './envelope.js';
import type { Expectations } from './expectations.js';
import type { Extracted } from './extract.js';
import { STATUS_SUCCESS, TOP_LEVEL_STATUS_CODES } from './names.js';

/** Longest part of a StatusMessage that is kept for the log. */
const MAX_STATUS_MESSAGE = 2_000;

/** Refuses a Response that does not report success (saml-core 3.2.2.2); null when it does. */
export function statusViolation({
  statusCode,
  secondLevelStatusCode,
  statusMessage,
}: Envelope): Refusal | null {
  if (statusCode === STATUS_SUCCESS) return null;
  if (!TOP_LEVEL_STATUS_CODES.has(statusCode))
    return refusal('status_code_unknown', { received: statusCode });
  const message = statusMessage?.slice(0, MAX_STATUS_MESSAGE) ?? null;
  return refusal('status_not_success', {
    statusCode,
    secondLevel: secondLevelStatusCode,
    statusMessage: message,
    correlationId: message?.match(/Correlation ID: ([0-9a-f-]{36})/i)?.[1] ?? null,
  });
}

/** What a Response says around the assertion; unsigned or not, it must agree with what is expected. */
export function envelopeViolation(
  { envelope, envelopeIsSigned, assertionWasEncrypted }: Extracted,
  expectations: Expectations,
): Refusal | null {
  const { issuer, destination } = envelope;
  const { connection, assertionConsumerServiceUrl } = expectations;
  const status = statusViolation(envelope);
  if (status !== null) return status;
  // saml-profiles 4.1.4.2
  if (issuer === null && (envelopeIsSigned || assertionWasEncrypted))
    return refusal('response_issuer_missing', {});
  if (issuer !== null && issuer !== connection.issuerUrl) {
    return refusal('response_issuer_mismatch', { expected: connection.issuerUrl, received: issuer });
  }
  if (destination === null && envelopeIsSigned) return refusal('destination_missing', {});
  if (destination !== null && destination !== assertionConsumerServiceUrl) {
    return refusal('destination_mismatch', { expected: assertionConsumerServiceUrl, received: destination });
  }
  if (isInFuture(envelope.issueInstant, expectations)) {
    const details = timeDetails('Response/@IssueInstant', envelope.issueInstant, expectations);
    return refusal('response_issue_instant_in_future', details);
  }
  return inResponseToViolation(envelope.inResponseTo, expectations.inResponseTo);
}

function inResponseToViolation(received: string | null, expected: string | null): Refusal | null {
  if (expected === null) {
    return received === null ? null : refusal('response_in_response_to_unsolicited', { received });
  }
  if (received === null) return refusal('response_in_response_to_missing', { expected });
  return received === expected ? null : refusal('response_in_response_to_mismatch', { expected, received });
}
