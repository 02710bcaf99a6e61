import type { AnySsoError, Refusal } from '../errors/index.js';
import type { LogoutRefused, SignInRefused } from './events.js';
import { newReference } from './reference.js';
import type { Settings } from './settings.js';

/** A refusal that is in the log under a reference. */
export interface ReferencedRefusal extends Refusal {
  /** Ten characters of Crockford's base32; the event `sign_in_refused` or `logout_refused` has the same. */
  readonly reference: string;
}

/** Gives a refusal its reference and tells the event listener. */
export function refused(
  settings: Settings,
  error: AnySsoError,
  connectionId: string | null,
  type: (SignInRefused | LogoutRefused)['type'] = 'sign_in_refused',
): ReferencedRefusal {
  const reference = newReference();
  const at = settings.now();
  const { code, stage } = error;
  const told = { at, code, stage, connectionId, reference, error };
  settings.emit(type === 'logout_refused' ? { type, ...told } : { type, ...told });
  if (code === 'readers_disagree' || code === 'second_reader_failed') {
    settings.emit({ type: 'readers_disagree', at, code, connectionId, reference });
  }
  return { ok: false, error, reference };
}
