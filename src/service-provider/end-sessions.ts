import { type Result, refusal, success } from '../errors/index.js';
import type { IndexedSession, SessionIndexStore } from '../stores/interfaces.js';
import { askStore } from './ask-store.js';
import type { EndSessions, SessionsLeft } from './logout.js';

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
  let left: SessionsLeft | null;
  try {
    left = (await endSessions(sessions)) || null;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('logout_hook_failed', { reason }, { cause });
  }
  const remaining = new Set(left?.remaining);
  const over = sessions.filter(({ sessionKey }) => !remaining.has(sessionKey));
  for (const { connectionId, organizationId, sessionKey } of over) {
    const removed = await askStore('sessions', () => store.remove(organizationId, connectionId, sessionKey));
    if (!removed.ok) return removed;
  }
  return success(over.length === sessions.length ? 'success' : 'partial');
}
