import { type Result, refusal, type Success, success } from '../errors/index.js';
import { signedLogoutPartsOf, verifyLogoutMessage } from '../logout/verify-logout-message.js';
import { answerLogoutRequest } from './answer-logout-request.js';
import { finishLogout } from './finish-logout.js';
import type { EndSessions, LogoutStep, ReceivedLogout } from './logout.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { findConnection } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/**
 * Takes a message at the Logout URL. One that cannot be authenticated is refused and not answered: under our
 * signature an answer would carry what nobody vouched for. A disabled connection can still be logged out of.
 */
export async function receiveLogout(
  settings: Settings,
  received: ReceivedLogout,
  endSessions: EndSessions,
): Promise<Success<LogoutStep> | ReferencedRefusal> {
  if (typeof endSessions !== 'function') throw new TypeError('endSessions must be a function');
  const step = await stepOf(settings, received, endSessions);
  return step.ok ? step : refused(settings, step.error, received.connectionId, 'logout_refused');
}

async function stepOf(
  settings: Settings,
  received: ReceivedLogout,
  endSessions: EndSessions,
): Promise<Result<LogoutStep>> {
  const { sessions } = settings;
  if (sessions === null) return refusal('logout_not_enabled', {});
  const now = settings.now();
  const connection = await findConnection(settings, received.connectionId);
  if (!connection.ok) return connection;
  const signed = verifyLogoutMessage(received, connection.value, now);
  if (!signed.ok) return signed;
  if (signedLogoutPartsOf(signed.value).name === 'LogoutResponse') {
    return finishLogout(settings, signed.value, now);
  }
  const answered = await answerLogoutRequest({ settings, sessions, signed: signed.value, endSessions, now });
  return success(answered.value);
}
