import { type ErrorCode, type ErrorDetails, type Result, refusal, success } from '../errors/index.js';

/**
 * Carries a refusal out of the depth of the reader. It never leaves the room: `guarded` turns it into a
 * Result, and having no stack trace it costs a hostile message no more than a return would.
 */
export class XmlRefusal<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly details: ErrorDetails[Code];

  constructor(code: Code, details: ErrorDetails[Code]) {
    this.code = code;
    this.details = details;
  }
}

/** Throws an `xml_not_well_formed` refusal. */
export function notWellFormed(reason: string, offset: number): never {
  throw new XmlRefusal('xml_not_well_formed', { reason, offset });
}

/** Throws an `xml_limit_exceeded` refusal. */
export function limitExceeded(limit: string, maximum: number, offset: number): never {
  throw new XmlRefusal('xml_limit_exceeded', { limit, maximum, offset });
}

/** What `work` returns, or the refusal that it throws. */
export function guarded<Value>(work: () => Value): Result<Value> {
  try {
    return success(work());
  } catch (thrown) {
    if (thrown instanceof XmlRefusal) return refusal(thrown.code, thrown.details);
    throw thrown;
  }
}
