import { createHash } from 'node:crypto';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { LogoutRequest } from '../logout/logout-message.js';
import { askStore } from './ask-store.js';
import type { Settings } from './settings.js';

/** Longer than a message of the greatest age and skew is accepted. */
const REPLAY_MILLISECONDS = 30 * 60_000;
/** One, and two more for a store or a hook that fails. */
const MOST_ATTEMPTS = 3;

/** An attempt to follow one LogoutRequest. */
export interface LogoutAttempt {
  /** Keys of the attempts that are left when this one fails. */
  readonly left: readonly string[];
  readonly until: Date;
}

/**
 * Takes one of the attempts that a LogoutRequest has. A store only says whether a key was free, and forgets none on
 * demand, so that an attempt is a key: one that fails leaves the next, and one that ends takes all that are left.
 * Repeated afterwards, the request could end a session that began since.
 */
export async function beginAttempt(
  settings: Settings,
  connectionId: string,
  request: LogoutRequest,
  now: Date,
): Promise<Result<LogoutAttempt>> {
  const until = new Date(now.getTime() + REPLAY_MILLISECONDS);
  const keys = Array.from({ length: MOST_ATTEMPTS }, (_, attempt) => keyOf(connectionId, request, attempt));
  for (const [index, key] of keys.entries()) {
    const reserved = await askStore('replays', () => settings.replays.reserve(key, until));
    if (!reserved.ok) return reserved;
    if (reserved.value === true) return success({ left: keys.slice(index + 1), until });
  }
  return refusal('logout_request_replayed', { requestId: request.id });
}

/** Takes the attempts that are left: the request was followed. Null when they are taken. */
export async function endAttempts(
  settings: Settings,
  { left, until }: LogoutAttempt,
): Promise<Refusal | null> {
  for (const key of left) {
    const reserved = await askStore('replays', () => settings.replays.reserve(key, until));
    if (!reserved.ok) return reserved;
  }
  return null;
}

function keyOf(connectionId: string, { id, issuer }: LogoutRequest, attempt: number): string {
  const named = `logout\0${connectionId}\0${issuer}\0${id}\0${attempt}`;
  return createHash('sha256').update(named, 'utf8').digest('base64url');
}
