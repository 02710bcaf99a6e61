import { publicKeyThumbprint } from '../certificates/public-key-thumbprint.js';
import { type Result, refusal, success } from '../errors/index.js';
import { changes, type RefreshStep } from './refresh-certificates.js';
import {
  certificateOf,
  type FollowedCertificate,
  type MetadataRefreshPolicy,
  type MetadataRefreshState,
  requireNow,
  requireState,
  trustedOf,
} from './refresh-state.js';

/**
 * Retires a certificate by hand, as after a leak, and its key with it: neither this nor any other certificate of the key
 * verifies from now on, although the metadata may list it for years (Entra lists inactive ones too). The last trusted one cannot be retired; disable the connection instead.
 * Throws TypeError for a wrong state, policy or date.
 */
export function retireCertificate(
  state: MetadataRefreshState,
  sha256Thumbprint: string,
  now: Date,
  policy: MetadataRefreshPolicy = {},
): Result<RefreshStep> {
  requireNow(now);
  const named = find(state, sha256Thumbprint);
  if (named === undefined) return refusal('metadata_certificate_not_followed', { sha256Thumbprint });
  const keyOf = (followed: FollowedCertificate) => publicKeyThumbprint(certificateOf(followed, now));
  const key = keyOf(named);
  const certificates = state.certificates.filter((each) => keyOf(each) !== key);
  if (trustedOf({ certificates }, now, policy).length === 0) {
    return refusal('metadata_last_certificate', { sha256Thumbprint });
  }
  const retired = [...state.retired, key];
  return success(stepTo(state, { ...state, certificates, retired }, now, policy));
}

/**
 * Makes a staged certificate current: under `hold` it verifies from now on. Throws TypeError for a wrong state, policy or
 * date.
 */
export function promoteCertificate(
  state: MetadataRefreshState,
  sha256Thumbprint: string,
  now: Date,
  policy: MetadataRefreshPolicy = {},
): Result<RefreshStep> {
  requireNow(now);
  if (find(state, sha256Thumbprint) === undefined) {
    return refusal('metadata_certificate_not_followed', { sha256Thumbprint });
  }
  const certificates = state.certificates.map((each) =>
    each.sha256Thumbprint === sha256Thumbprint ? { ...each, state: 'current' as const } : each,
  );
  return success(stepTo(state, { ...state, certificates }, now, policy));
}

function find(state: MetadataRefreshState, sha256Thumbprint: string): FollowedCertificate | undefined {
  requireState(state);
  return state.certificates.find((each) => each.sha256Thumbprint === sha256Thumbprint);
}

function stepTo(
  before: MetadataRefreshState,
  after: MetadataRefreshState,
  now: Date,
  policy: MetadataRefreshPolicy,
): RefreshStep {
  const events = changes(before.certificates, after.certificates, now, policy);
  return { state: { ...after, revision: before.revision + 1 }, events };
}
