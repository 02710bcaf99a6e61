import { type Result, refusal, success } from '../errors/index.js';
import type { IndexedSession, SessionIndexStore } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import type { EndSessions } from './logout.js';

/**
 * Lets the application end its sessions, then takes those that are over out of the index: what could not be ended
 * stays, so that another logout finds it.
 */
export async function endSessionsWith(
  store: SessionIndexStore,
  endSessions: EndSessions,
  sessions: readonly IndexedSession[],
): Promise<Result<'success' | 'partial'>> {
  if (sessions.length === 0) return success('success');
  let remaining: ReadonlySet<string>;
  try {
    remaining = remainingOf(await endSessions(sessions));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('logout_hook_failed', { reason }, { cause });
  }
  const over = sessions.filter(({ sessionKey }) => !remaining.has(sessionKey));
  for (const { connectionId, organizationId, sessionKey } of over) {
    const removed = await askStore('sessions', () => store.remove(organizationId, connectionId, sessionKey));
    if (!removed.ok) return removed;
  }
  return success(over.length === sessions.length ? 'success' : 'partial');
}

/**
 * Whatever a hook returns beside `remaining` means nothing; what it says there must be what it was asked for. Of a
 * string every letter would be a key, and sessions that go on would count as over.
 */
function remainingOf(answer: unknown): ReadonlySet<string> {
  if (typeof answer !== 'object' || answer === null || !('remaining' in answer)) return new Set();
  const { remaining } = answer;
  if (!Array.isArray(remaining) || !remaining.every((key) => typeof key === 'string')) {
    throw new TypeError('remaining must be an array of session keys');
  }
  return new Set(remaining);
}
