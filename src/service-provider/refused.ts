import type { AnySsoError, Refusal } from '../errors/index.js';
import { redactResponse } from '../response/redact-response.js';
import type { LogoutRefused, SignInRefused, TestSignInRefused } from './events.js';
import { newReference } from './reference.js';
import type { Settings } from './settings.js';

/** A refusal that is in the log under a reference. */
export interface ReferencedRefusal extends Refusal {
  /** Ten characters of Crockford's base32; the event `sign_in_refused` or `logout_refused` has the same. */
  readonly reference: string;
}

/** Gives a refusal its reference and tells the event listener. `samlResponse` is what was posted, where anything was. */
export function refused(
  settings: Settings,
  error: AnySsoError,
  connectionId: string | null,
  type: (SignInRefused | LogoutRefused | TestSignInRefused)['type'] = 'sign_in_refused',
  samlResponse: string | null = null,
): ReferencedRefusal {
  const reference = newReference();
  const at = settings.now();
  const { code, stage } = error;
  const told = { at, code, stage, connectionId, reference, error };
  settings.emit(
    type === 'sign_in_refused'
      ? { type, ...told, redactedResponse: redacted(settings, samlResponse) }
      : ({ type, ...told } as LogoutRefused | TestSignInRefused),
  );
  if (code === 'readers_disagree' || code === 'second_reader_failed') {
    settings.emit({ type: 'readers_disagree', at, code, connectionId, reference });
  }
  return { ok: false, error, reference };
}

function redacted({ keepRedactedResponses }: Settings, samlResponse: string | null): string | null {
  return keepRedactedResponses && samlResponse !== null ? redactResponse(samlResponse) : null;
}
