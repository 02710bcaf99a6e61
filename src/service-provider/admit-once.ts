import { createHash } from 'node:crypto';
import { type Refusal, refusal } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import type { Assertion } from '../response/assertion.js';
import type { PendingRequest } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import { findEnabledConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/** The largest skew that a connection may allow: raising it later must not outlive a reservation. */
const LARGEST_SKEW_MILLISECONDS = 300_000;

/**
 * Admits a valid assertion once: answers the request (null where there is none to answer any more), reserves the assertion, and looks at the connection again.
 * `find` says which connections count: a test sign-in takes disabled ones. Both stores are atomic, so that of any number of equal posts one comes through. Null when admitted.
 */
export async function admitOnce(
  settings: Settings,
  connection: Connection,
  request: PendingRequest | null,
  assertion: Assertion,
  find: typeof findEnabledConnection = findEnabledConnection,
): Promise<Refusal | null> {
  return (
    (request && (await consumeRequest(settings, request))) ??
    (await reserveAssertion(settings, assertion)) ??
    (await connectionViolation(settings, connection, find))
  );
}

/** Answers the request, which admits one answer. Null when it was this one. */
export async function consumeRequest(settings: Settings, request: PendingRequest): Promise<Refusal | null> {
  const consumed = await askStore('requests', () => settings.requests.consume(request.id));
  if (!consumed.ok) return consumed;
  return consumed.value === true ? null : refusal('request_already_used', { inResponseTo: request.id });
}

async function reserveAssertion(settings: Settings, assertion: Assertion): Promise<Refusal | null> {
  const key = replayKey(assertion);
  const until = acceptableUntil(assertion);
  const reserved = await askStore('replays', () => settings.replays.reserve(key, until));
  if (!reserved.ok) return reserved;
  return reserved.value === true ? null : refusal('assertion_replayed', { assertionId: assertion.id });
}

/** An issuer gives each assertion another ID (saml-core 1.3.4), so both name it. XML text cannot hold a NUL. */
function replayKey({ issuer, id }: Assertion): string {
  return createHash('sha256').update(`${issuer}\0${id}`, 'utf8').digest('base64url');
}

/**
 * From this moment no check would accept the assertion again. Conditions and one SubjectConfirmation must both
 * hold, so the earlier end of the two counts; the check stage demands both.
 */
function acceptableUntil({ id, conditions, subjectConfirmations }: Assertion): Date {
  const confirmationEnds = subjectConfirmations.map(
    ({ data }) => data?.notOnOrAfter ?? Number.NEGATIVE_INFINITY,
  );
  const end = Math.min(
    conditions.notOnOrAfter ?? Number.POSITIVE_INFINITY,
    confirmationEnds.reduce((latest, next) => Math.max(latest, next), Number.NEGATIVE_INFINITY),
  );
  if (!Number.isFinite(end)) throw new TypeError(`A valid assertion without an end: ${JSON.stringify(id)}`);
  return new Date(end + LARGEST_SKEW_MILLISECONDS);
}

/** The connection may have been changed, disabled or removed while the message was on its way through. */
async function connectionViolation(
  settings: Settings,
  connection: Connection,
  find: typeof findEnabledConnection,
): Promise<Refusal | null> {
  const current = await find(settings, connection.id);
  if (!current.ok) return current;
  const { version, organizationId } = current.value;
  return version === connection.version && organizationId === connection.organizationId
    ? null
    : refusal('connection_changed', { connectionId: connection.id });
}
