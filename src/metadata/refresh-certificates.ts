import { certificateEvents } from '../certificates/certificate-life.js';
import { publicKeyThumbprint } from '../certificates/public-key-thumbprint.js';
import { type AnySsoError, type Result, refusal } from '../errors/index.js';
import type { FederationMetadata } from './federation-metadata.js';
import type { FetchedFederationMetadata } from './fetch-federation-metadata.js';
import type { FollowedCertificateEvent, MetadataRefreshEvent } from './refresh-events.js';
import {
  certificateOf,
  type FollowedCertificate,
  follow,
  type MetadataRefreshPolicy,
  type MetadataRefreshState,
  readPolicy,
  requireNow,
  requireState,
  trustedOf,
} from './refresh-state.js';

/** A new state, and what to tell of the way there. */
export interface RefreshStep {
  readonly state: MetadataRefreshState;
  readonly events: readonly MetadataRefreshEvent[];
}

const STALE_AFTER = 86_400_000;

/**
 * What the certificates of a connection become with what was just fetched: a pure function.
 *
 * A failure of any kind, metadata of another issuer, and metadata that came over http change no certificate. New
 * certificates are staged, those no longer listed are trusted for the grace, and at least one is always trusted.
 * Throws TypeError for a wrong state, policy or date.
 */
export function nextCertificates(
  state: MetadataRefreshState,
  fetched: Result<FetchedFederationMetadata>,
  now: Date,
  policy: MetadataRefreshPolicy = {},
): RefreshStep {
  requireState(state);
  requireNow(now);
  const usable = usableMetadata(state, fetched, policy);
  const step = usable.ok ? adopt(state, usable.metadata, now, policy) : keep(state, usable.error, now);
  const trusted = trustedOf(step.state, now, policy).map((followed) => certificateOf(followed, now));
  const since = state.expiryToldUntil === null ? null : new Date(state.expiryToldUntil);
  const expiry = certificateEvents(trusted, since, now);
  const next = { ...step.state, revision: state.revision + 1, lastAttemptAt: now.toISOString() };
  // A clock that went back must not tell everything again.
  const told = since !== null && since > now ? since : now;
  return { state: { ...next, expiryToldUntil: told.toISOString() }, events: [...step.events, ...expiry] };
}

function usableMetadata(
  { issuerUrl }: MetadataRefreshState,
  fetched: Result<FetchedFederationMetadata>,
  policy: MetadataRefreshPolicy,
):
  | { readonly ok: true; readonly metadata: FederationMetadata }
  | { readonly ok: false; readonly error: AnySsoError } {
  const changed = (received: string) => refusal('metadata_issuer_changed', { expected: issuerUrl, received });
  if (!fetched.ok) {
    const { error } = fetched;
    return error.code === 'metadata_entity_not_found' ? changed(error.details.found[0] ?? '') : fetched;
  }
  const { metadata, overHttps, url } = fetched.value;
  if (!overHttps && !readPolicy(policy).allowLoopback) return refusal('metadata_not_over_https', { url });
  return metadata.issuerUrl === issuerUrl ? { ok: true, metadata } : changed(metadata.issuerUrl);
}

function keep(state: MetadataRefreshState, error: AnySsoError, now: Date): RefreshStep {
  const lastSuccessAt = new Date(state.lastSuccessAt);
  const isStale = now.getTime() - lastSuccessAt.getTime() >= STALE_AFTER;
  const events: MetadataRefreshEvent[] = [{ type: 'metadata_refresh_failed', at: now, error, lastSuccessAt }];
  if (isStale && !state.staleTold) events.push({ type: 'metadata_stale', at: now, lastSuccessAt });
  return { state: { ...state, staleTold: state.staleTold || isStale }, events };
}

function adopt(
  state: MetadataRefreshState,
  metadata: FederationMetadata,
  now: Date,
  policy: MetadataRefreshPolicy,
): RefreshStep {
  const time = now.toISOString();
  const listed = new Map(
    metadata.certificates
      .filter((certificate) => !state.retired.includes(publicKeyThumbprint(certificate)))
      .map((certificate) => [certificate.sha256Thumbprint, certificate]),
  );
  const known = new Set(state.certificates.map(({ sha256Thumbprint }) => sha256Thumbprint));
  const before = state.certificates.map((followed) => {
    const vanishedAt = listed.has(followed.sha256Thumbprint) ? null : (followed.vanishedAt ?? time);
    return { ...followed, vanishedAt };
  });
  const added = [...listed.values()]
    .filter(({ sha256Thumbprint }) => !known.has(sha256Thumbprint))
    .map((certificate) => follow(certificate, 'staged', time));
  const promoted = promoteLeft([...before, ...added], policy);
  const trusted = trustedOf({ certificates: promoted }, now, policy);
  const certificates = promoted.filter((each) => each.vanishedAt === null || trusted.includes(each));
  const { signInUrl } = metadata;
  const events: MetadataRefreshEvent[] = changes(state.certificates, certificates, now, policy);
  if (signInUrl !== state.signInUrl) {
    events.push({ type: 'sign_in_url_changed', at: now, from: state.signInUrl, to: signInUrl });
  }
  return { state: { ...state, certificates, signInUrl, lastSuccessAt: time, staleTold: false }, events };
}

/** The rollover is over when nothing is listed but what was staged. Under `hold` only a person says so. */
function promoteLeft(
  certificates: readonly FollowedCertificate[],
  policy: MetadataRefreshPolicy,
): readonly FollowedCertificate[] {
  const isLeft = certificates.some(({ state, vanishedAt }) => state === 'current' && vanishedAt === null);
  if (isLeft || readPolicy(policy).hold) return certificates;
  return certificates.map((each) =>
    each.vanishedAt === null ? { ...each, state: 'current' as const } : each,
  );
}

/** What became of each certificate between two states. */
export function changes(
  before: readonly FollowedCertificate[],
  after: readonly FollowedCertificate[],
  now: Date,
  policy: MetadataRefreshPolicy,
): FollowedCertificateEvent[] {
  const { grace } = readPolicy(policy);
  const events: FollowedCertificateEvent[] = [];
  const tell = (type: FollowedCertificateEvent['type'], followed: FollowedCertificate): void => {
    const { sha1Thumbprint, sha256Thumbprint, subject, notAfter } = certificateOf(followed, now);
    const trustedUntil = type === 'certificate_vanished' ? new Date(now.getTime() + grace) : null;
    events.push({ type, at: now, sha1Thumbprint, sha256Thumbprint, subject, notAfter, trustedUntil });
  };
  const sameIn = (list: readonly FollowedCertificate[], { sha256Thumbprint }: FollowedCertificate) =>
    list.find((each) => each.sha256Thumbprint === sha256Thumbprint);
  for (const followed of before) if (!sameIn(after, followed)) tell('certificate_retired', followed);
  for (const followed of after) {
    const earlier = sameIn(before, followed);
    if (earlier === undefined) tell('certificate_staged', followed);
    if (earlier?.vanishedAt === null && followed.vanishedAt !== null) tell('certificate_vanished', followed);
    if (earlier && earlier.vanishedAt !== null && followed.vanishedAt === null)
      tell('certificate_returned', followed);
    if (earlier?.state !== 'current' && followed.state === 'current') tell('certificate_promoted', followed);
  }
  return events;
}
