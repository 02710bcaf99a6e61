import { type Result, refusal, success } from '../errors/index.js';
import { type DecryptionPermit, permitDecryption } from '../response/decryption-permit.js';
import {
  isEncrypted,
  type SealedResponse,
  sealedPartsOf,
  sealedResponse,
} from '../response/sealed-response.js';
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
 * costs a sign-in that is under way, and learns from it that it failed. An oracle for CBC needs some 128 attempts for
 * an octet, all with the one wrapped key, so that a shorter time would be so much more of the plaintext.
 */
const RESERVED_MILLISECONDS = 86_400_000;

const NOT_ENCRYPTED: Opening = { permit: success(null), consumed: false };

/**
 * What must happen before anything is decrypted, so that nobody can use us as an oracle: the signature of the Response
 * verifies where there is one, the request is consumed, and the wrapped key is reserved. An unsolicited answer has no
 * request, but its key is reserved all the same; where it is unsigned too, anybody may have written it, and what is
 * kept of such answers has a quota.
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
  const consumed = request !== null;
  if (!fitsAnyKey(sealed.value)) return { permit: refusal('decryption_failed', {}), consumed };
  const { verified } = sealedPartsOf(sealed.value);
  const isUnproven = request === null && verified === null;
  if (isUnproven && !settings.unprovenQuota.take(connection.id, now)) {
    return { permit: refusal('unsolicited_encrypted_too_many', { connectionId: connection.id }), consumed };
  }
  const until = new Date(now.getTime() + RESERVED_MILLISECONDS);
  const permit = await permitDecryption(sealed.value, (wrappedKeyHash) =>
    askStore('replays', () => settings.replays.reserve(`encrypted-key:${wrappedKeyHash}`, until)),
  );
  return { permit, consumed };
}

/** A wrapped key is as long as the modulus (RFC 8017 7.1.2). Of any other length none could be unwrapped. */
function fitsAnyKey(sealed: SealedResponse): boolean {
  const { ciphertext, keys } = sealedPartsOf(sealed);
  const bits = ciphertext.wrappedKey.length * 8;
  return [keys.current, keys.next].some((key) => key?.certificate.keyBits === bits);
}
