import { type AnySsoError, SsoError } from '../errors/index.js';
import { START_AGAIN_OR_ASK } from '../errors/public-messages.js';

/**
 * A refusal at the shared address, as a browser may see it. There anybody may post a message with anybody's Issuer, and
 * where two refusals said different things, they would tell which organisations are customers, which of them allow
 * IdP-initiated sign-in, and which encrypt. Everything that a connection decides before one of its keys has verified the
 * message has one sentence; code and details, for the log, stay.
 */
export function toldAlike(error: AnySsoError): AnySsoError {
  const isDecidedByConnection =
    error.stage === 'sign-in' || error.stage === 'verify' || error.stage === 'decrypt';
  if (!isDecidedByConnection || error.code === 'store_unavailable') return error;
  const { code, details, cause } = error;
  const alike = new SsoError(code, details, { cause, publicMessage: START_AGAIN_OR_ASK });
  return alike as unknown as AnySsoError;
}
