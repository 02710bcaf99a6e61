import { types } from 'node:util';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { parseIdpCertificate } from '../certificates/parse-idp-certificate.js';
import { type Result, refusal, success } from '../errors/index.js';
import { MOST_CERTIFICATES } from './federation-certificates.js';
import type { FetchedFederationMetadata } from './fetch-federation-metadata.js';

/** A certificate that the metadata of a connection listed. Times are ISO 8601, so that all of it is JSON. */
export interface FollowedCertificate {
  readonly sha256Thumbprint: string;
  readonly pem: string;
  /** `staged`: new since the metadata are followed. `current`: there from the start, promoted, or the only one left. */
  readonly state: 'staged' | 'current';
  readonly firstSeenAt: string;
  /** Since when the metadata do not list it any more; null while they do. */
  readonly vanishedAt: string | null;
}

/** What following the metadata of one connection remembers. Plain data: store it as JSON. */
export interface MetadataRefreshState {
  readonly format: 1;
  /** Grows with every change; a store saves only over the revision that the change was made from. */
  readonly revision: number;
  readonly metadataUrl: string;
  /** Pinned at the start and never changed. */
  readonly issuerUrl: string;
  readonly signInUrl: string | null;
  readonly certificates: readonly FollowedCertificate[];
  /**
   * SHA-256 over the public keys (SubjectPublicKeyInfo) of certificates that were retired by hand. They stay refused
   * although the metadata list them, in the same certificate or in a new one.
   */
  readonly retired: readonly string[];
  readonly lastAttemptAt: string;
  readonly lastSuccessAt: string;
  readonly staleTold: boolean;
  /** Up to when events of expiry were told; null before the first time. */
  readonly expiryToldUntil: string | null;
}

/** How new and vanished certificates are dealt with. */
export interface MetadataRefreshPolicy {
  /**
   * `trust` (default): a new certificate verifies as soon as the metadata list it. Entra signs with a new one without
   * anybody’s click when the old one has expired. `hold`: it verifies once `promoteCertificate` was called.
   */
  readonly newCertificates?: 'trust' | 'hold';
  /** How long a certificate is trusted after it vanished from the metadata: 0–90 days, default 7. */
  readonly graceDays?: number;
  /** For development: trust metadata that came over http from this machine. */
  readonly dangerouslyAllowLoopback?: boolean;
}

const DAY = 86_400_000;

/**
 * Begins to follow metadata from `metadataUrl`, whose first document was just fetched. Its issuer is pinned and all its
 * certificates are current. Refuses metadata that came over http. Throws TypeError for a wrong policy or date.
 */
export function startMetadataRefresh(
  metadataUrl: string,
  fetched: FetchedFederationMetadata,
  now: Date,
  policy: MetadataRefreshPolicy = {},
): Result<MetadataRefreshState> {
  requireNow(now);
  if (!fetched.overHttps && !readPolicy(policy).allowLoopback) {
    return refusal('metadata_not_over_https', { url: fetched.url });
  }
  const { metadata } = fetched;
  const time = now.toISOString();
  return success({
    format: 1,
    revision: 1,
    metadataUrl,
    issuerUrl: metadata.issuerUrl,
    signInUrl: metadata.signInUrl,
    certificates: metadata.certificates.map((certificate) => follow(certificate, 'current', time)),
    retired: [],
    lastAttemptAt: time,
    lastSuccessAt: time,
    staleTold: false,
    expiryToldUntil: null,
  });
}

/**
 * The certificates that a connection trusts at this time, at most ten: those that the metadata list, and those that
 * vanished less than the grace ago. Never none: where every trusted one has vanished, all of them stay.
 * Throws TypeError for a wrong state, policy or date.
 */
export function trustedCertificates(
  state: MetadataRefreshState,
  now: Date,
  policy: MetadataRefreshPolicy = {},
): readonly IdpCertificate[] {
  requireState(state);
  requireNow(now);
  return trustedOf(state, now, policy).map((followed) => certificateOf(followed, now));
}

/** The same, as they are remembered. */
export function trustedOf(
  { certificates }: Pick<MetadataRefreshState, 'certificates'>,
  now: Date,
  policy: MetadataRefreshPolicy,
): readonly FollowedCertificate[] {
  const { hold, grace } = readPolicy(policy);
  const candidates = certificates.filter(({ state }) => state === 'current' || !hold);
  const listed = candidates.filter(({ vanishedAt }) => vanishedAt === null);
  const vanished = candidates
    .filter(({ vanishedAt }) => vanishedAt !== null)
    .sort((one, other) => vanishedTime(other) - vanishedTime(one));
  const kept =
    listed.length === 0 ? vanished : vanished.filter((each) => now.getTime() < vanishedTime(each) + grace);
  return [...listed, ...kept].slice(0, MOST_CERTIFICATES);
}

export function follow(
  { sha256Thumbprint, pem }: IdpCertificate,
  state: FollowedCertificate['state'],
  firstSeenAt: string,
): FollowedCertificate {
  return { sha256Thumbprint, pem, state, firstSeenAt, vanishedAt: null };
}

/** Throws TypeError where the stored text is not the certificate that was followed. */
export function certificateOf({ pem, sha256Thumbprint }: FollowedCertificate, now: Date): IdpCertificate {
  const parsed = parseIdpCertificate(pem, { now });
  if (!parsed.ok || parsed.value.sha256Thumbprint !== sha256Thumbprint) {
    throw new TypeError('A certificate of the refresh state is not what was saved.');
  }
  return parsed.value;
}

/** The policy with its defaults. Throws TypeError for wrong values. */
export function readPolicy(policy: MetadataRefreshPolicy): {
  readonly hold: boolean;
  readonly grace: number;
  readonly allowLoopback: boolean;
} {
  const own: MetadataRefreshPolicy = Object.assign(Object.create(null), policy);
  const { newCertificates = 'trust', graceDays = 7, dangerouslyAllowLoopback = false } = own;
  if (newCertificates !== 'trust' && newCertificates !== 'hold') {
    throw new TypeError('newCertificates must be trust or hold.');
  }
  if (typeof graceDays !== 'number' || !(graceDays >= 0 && graceDays <= 90)) {
    throw new TypeError('graceDays must be a number from 0 to 90.');
  }
  if (typeof dangerouslyAllowLoopback !== 'boolean') {
    throw new TypeError('dangerouslyAllowLoopback must be true or false.');
  }
  return {
    hold: newCertificates === 'hold',
    grace: graceDays * DAY,
    allowLoopback: dangerouslyAllowLoopback,
  };
}

/** Throws TypeError for what is no state, or one of another version of claimgate. */
export function requireState(state: MetadataRefreshState): void {
  const { format, revision, certificates, retired } = state;
  if (
    format !== 1 ||
    !Number.isSafeInteger(revision) ||
    !Array.isArray(certificates) ||
    !Array.isArray(retired)
  ) {
    throw new TypeError('The refresh state is not one of this version of claimgate.');
  }
}

/** Throws TypeError unless it is a valid Date. */
export function requireNow(now: Date): void {
  if (!types.isDate(now) || Number.isNaN(now.getTime())) throw new TypeError('now is not a valid Date.');
}

function vanishedTime({ vanishedAt }: FollowedCertificate): number {
  return Date.parse(vanishedAt ?? '');
}
