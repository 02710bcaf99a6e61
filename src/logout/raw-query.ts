import { type Refusal, type Result, refusal, success } from '../errors/index.js';

/** One parameter of the binding: as it was received, and decoded. */
export interface RawParameter {
  /** `name=value` to the letter. */
  readonly pair: string;
  readonly value: string;
}

export type RawQuery = ReadonlyMap<string, RawParameter>;

const NAMES: ReadonlySet<string> = new Set([
  'SAMLRequest',
  'SAMLResponse',
  'RelayState',
  'SigAlg',
  'Signature',
  'SAMLEncoding',
]);
/** Longer than any server takes by default. */
const MAX_QUERY_LENGTH = 65_536;

/**
 * Picks the parameters of the HTTP-Redirect binding out of a query as it was received (saml-bindings 3.4.4.1).
 * Names are compared to the letter and whole; one that occurs twice, in whatever spelling, is refused, since two
 * readers could choose two different ones. Values are never encoded again.
 */
export function readRawQuery(query: string): Result<RawQuery> {
  if (query.length > MAX_QUERY_LENGTH) {
    return refusal('logout_query_too_long', { length: query.length, limit: MAX_QUERY_LENGTH });
  }
  const parameters = new Map<string, RawParameter>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const written = equals === -1 ? pair : pair.slice(0, equals);
    const name = decoded(written);
    if (name === null || !NAMES.has(name)) continue;
    const violation = nameViolation(name, written, equals, parameters);
    if (violation !== null) return violation;
    const value = decoded(pair.slice(equals + 1));
    if (value === null) return refusal('logout_query_malformed', { parameter: name, reason: 'its escapes' });
    parameters.set(name, { pair, value });
  }
  return success(parameters);
}

function nameViolation(
  name: string,
  written: string,
  equals: number,
  parameters: ReadonlyMap<string, RawParameter>,
): Refusal | null {
  if (parameters.has(name)) return refusal('logout_parameter_repeated', { parameter: name });
  if (written === name && equals !== -1) return null;
  const reason = equals === -1 ? 'it has no value' : 'its name is escaped';
  return refusal('logout_query_malformed', { parameter: name, reason });
}

/** As a form decodes: `+` is a blank, escapes in either case are octets of UTF-8. Null where they are not. */
function decoded(written: string): string | null {
  try {
    return decodeURIComponent(written.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
