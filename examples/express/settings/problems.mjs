import { errorCatalogue } from 'claimgate';

const STALE = new Set(['connection_changed_meanwhile', 'access_policy_changed']);
const UNKNOWN = new Set([
  'connection_record_unknown',
  'connection_certificate_unknown',
  'domain_claim_unknown',
]);
/** By the beginning of the code: the field of the form that a refusal is about. */
const FIELDS = [
  ['issuer_url_', 'issuerUrl'],
  ['tenant_mismatch', 'issuerUrl'],
  ['cloud_mismatch', 'issuerUrl'],
  ['sign_in_url_', 'signInUrl'],
  ['certificate', 'certificates'],
  ['metadata_', 'metadataUrl'],
  ['require_sso_', 'requireSso'],
  ['domain_', 'domain'],
];

/** A refusal as a page shows it: beside its field, or above the form where `field` is null. */
export function problemOf(error, about = {}) {
  const { code, details, remedy } = error;
  const { meaning } = errorCatalogue.get(code);
  const expected = typeof details.expected === 'string' ? details.expected : null;
  return { field: fieldOf(error), meaning, remedy, expected, code, subject: null, ...about };
}

/** A problem of this application’s own. */
export function ownProblem(field, meaning, remedy) {
  return { field, meaning, remedy, expected: null, code: null, subject: null };
}

/** As claimgate refuses a change of what somebody else has changed since. */
export function staleConnection() {
  const code = 'connection_changed_meanwhile';
  const { meaning, remedy } = errorCatalogue.get(code);
  return { ...ownProblem(null, meaning, remedy), code };
}

export function isStale(problem) {
  return STALE.has(problem.code);
}

export function statusOf(problems) {
  const has = (test) => problems.some(({ code }) => test(code));
  if (has((code) => UNKNOWN.has(code))) return 404;
  if (has((code) => STALE.has(code))) return 409;
  return has((code) => code === 'store_unavailable') ? 503 : 400;
}

export function orThrow(result) {
  if (!result.ok) throw result.error;
  return result.value;
}

function fieldOf({ code, details }) {
  if (code === 'connection_option_invalid') return details.field;
  return FIELDS.find(([beginning]) => code.startsWith(beginning))?.[1] ?? null;
}
