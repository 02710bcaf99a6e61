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
  const error = new SsoError(code, withoutLongTexts(details), options);
  return { ok: false, error: error as unknown as AnySsoError };
}

/** Longest text of a sender that a refusal carries into a log. */
const MAX_TEXT = 2_048;

function withoutLongTexts<Details extends object>(details: Details): Details {
  const entries = Object.entries(details);
  if (!entries.some(([, value]) => isLong(value))) return details;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isLong(value) ? `${value.slice(0, MAX_TEXT)}…` : value]),
  ) as Details;
}

function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.length > MAX_TEXT;
}
