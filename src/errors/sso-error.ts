import { type ErrorCode, type ErrorDetails, errorCatalogue } from './catalogue/index.js';
import type { Stage } from './catalogue-row.js';

const marker: unique symbol = Symbol.for('claimgate.SsoError') as never;

/** What an error has beside its code. */
export interface SsoErrorOptions extends ErrorOptions {
  /** Another static sentence than the catalogue's. */
  readonly publicMessage?: string;
}

/**
 * A refusal: one code per cause. `details` and `message` are for logs and administrators and may hold values
 * that came from outside; `publicMessage` is static text that a browser may show.
 */
export class SsoError<Code extends ErrorCode = ErrorCode> extends Error {
  /** Stable name of the cause; `switch (error.code)` narrows `details`. */
  readonly code: Code;
  /** Where on the walk of a response (or in which room) the refusal arose. */
  readonly stage: Stage;
  /** What was expected and received; its shape depends on the code. Never show it in a browser. */
  readonly details: ErrorDetails[Code];
  /** Static sentence for the person at the browser. */
  readonly publicMessage: string;
  /** What an administrator or developer can do about it. */
  readonly remedy: string;

  constructor(code: Code, details: ErrorDetails[Code], options?: SsoErrorOptions) {
    const row = errorCatalogue.get(code);
    if (row === undefined) throw new TypeError(`claimgate has no error code ${JSON.stringify(code)}`);
    super(`${code}: ${row.meaning}`, options);
    this.name = 'SsoError';
    this.code = code;
    this.stage = row.stage;
    this.details = details;
    this.publicMessage = options?.publicMessage ?? row.publicMessage;
    this.remedy = row.remedy;
    // A descriptor without prototype: an inherited `get` would make this throw.
    Object.defineProperty(this, marker, Object.assign(Object.create(null), { value: true }));
  }
}

/** Any refusal, as a union over the codes: `switch (error.code)` narrows `error.details`. */
export type AnySsoError = { [Code in ErrorCode]: SsoError<Code> }[ErrorCode];

/** Whether `value` is a refusal of claimgate, also of another copy of the library (ESM beside CommonJS). */
export function isSsoError(value: unknown): value is AnySsoError {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, marker);
}
