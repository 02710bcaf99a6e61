import type { ErrorCode, ErrorDetails } from './catalogue/index.js';
import { type AnySsoError, SsoError } from './sso-error.js';

/** Success with a value, or a refusal with a code. Whatever a sender can cause is a Result, never an exception. */
export type Result<Value> = Success<Value> | Refusal;

export interface Success<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Refusal {
  readonly ok: false;
  readonly error: AnySsoError;
}

export function success<Value>(value: Value): Success<Value> {
  return { ok: true, value };
}

export function refusal<Code extends ErrorCode>(
  code: Code,
  details: ErrorDetails[Code],
  options?: ErrorOptions,
): Refusal {
  return { ok: false, error: new SsoError(code, details, options) as unknown as AnySsoError };
}
