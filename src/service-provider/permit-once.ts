import { type Result, success } from '../errors/index.js';
import { type DecryptionPermit, permitDecryption } from '../response/decryption-permit.js';
import { isEncrypted, sealedResponse } from '../response/sealed-response.js';
import { consumeRequest } from './admit-once.js';
import { askStore } from './ask-store.js';
import type { MatchedAnswer } from './match-answer.js';
import type { Settings } from './settings.js';

/** What was done with an answer before its walk. */
export interface Opening {
  /** Permission to decrypt; null for an answer that is not encrypted. */
  readonly permit: Result<DecryptionPermit | null>;
  /** Whether the request was consumed already. */
  readonly consumed: boolean;
}

/**
 * How long a wrapped key stays taken. Somebody with a captured ciphertext then has one attempt a day, of which each
 * costs a sign-in that is under way, and learns from it that it failed.
 */
const RESERVED_MILLISECONDS = 86_400_000;

const NOT_ENCRYPTED: Opening = { permit: success(null), consumed: false };

/**
 * What must happen before anything is decrypted, so that nobody can use us as an oracle: the signature of the Response
 * verifies where there is one, the request is consumed, and the wrapped key is reserved. An unsolicited answer has no
 * request, but its key is reserved all the same.
 */
export async function permitOnce(
  settings: Settings,
  { connection, unverified, request }: MatchedAnswer,
  now: Date,
): Promise<Opening> {
  if (!isEncrypted(unverified)) return NOT_ENCRYPTED;
  const sealed = sealedResponse(unverified, connection, now);
  if (!sealed.ok) return { permit: sealed, consumed: false };
  const notConsumed = request && (await consumeRequest(settings, request));
  if (notConsumed !== null) return { permit: notConsumed, consumed: request !== null };
  const until = new Date(now.getTime() + RESERVED_MILLISECONDS);
  const permit = await permitDecryption(sealed.value, (wrappedKeyHash) =>
    askStore('replays', () => settings.replays.reserve(`encrypted-key:${wrappedKeyHash}`, until)),
  );
  return { permit, consumed: request !== null };
}
