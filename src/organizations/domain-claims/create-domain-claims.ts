import { randomBytes, randomInt } from 'node:crypto';
import { type Result, refusal, success } from '../../errors/index.js';
import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';
import { parseClaimedDomain } from '../email-domain.js';
import type { Repeating } from '../repeat.js';
import { askClaims, requireOwnClaim } from './ask-claims.js';
import { checkClaim, findOwnClaim } from './check-claim.js';
import type { CheckedDomainClaim } from './check-report.js';
import { claimEvent } from './claim-events.js';
import {
  type DomainClaimsOptions,
  type DomainClaimsSettings,
  readDomainClaimsOptions,
  whole,
} from './domain-claims-options.js';
import { type DomainRecord, domainRecords } from './domain-records.js';
import { type RecheckSummary, recheckDueClaims } from './recheck.js';
import { scheduleRechecks } from './recheck-schedule.js';

/**
 * Claims on email domains and their life: pending until every resolver finds the record, verified while it is there, in
 * grace from the moment when all know that it is gone, unverified at the end of the grace. `actor` is who does it, by
 * the application's name, for the audit log. Domains are read as by an administrator: letter case and a dot at the end do
 * not matter.
 */
export interface DomainClaims {
  /**
   * Claims a domain with a token of its own. It reserves nothing, and never tells whether somebody else holds the domain.
   * Refuses what is no domain, public suffixes, public mail providers, `domain_claim_exists`, `domain_claim_limit`.
   */
  claim(organizationId: string, domain: string, actor: string | null): Promise<Result<DomainClaim>>;
  /**
   * Looks at the DNS now, does what follows, and says what was seen. Refuses `domain_claim_unknown`,
   * `domain_claim_expired`, and `domain_already_claimed` where the record is there but another organisation was first.
   */
  check(organizationId: string, domain: string, actor: string | null): Promise<Result<CheckedDomainClaim>>;
  /** The claims of an organisation, by domain. */
  list(organizationId: string): Promise<Result<readonly DomainClaim[]>>;
  /** Removes a claim as it was; sign-in for its domain ends at once, and its token is void for ever. */
  remove(organizationId: string, domain: string, actor: string | null): Promise<Result<DomainClaim>>;
  /** The TXT records of a claim, either of which suffices. */
  records(claim: Pick<DomainClaim, 'domain' | 'token'>): readonly DomainRecord[];
  /** Checks what is due, 1–1000 claims, default 100: for a cron. Any number of instances may do so at once. */
  recheckDue(limit?: number): Promise<Result<RecheckSummary>>;
  /** Checks what is due on schedule, every 10–86400 seconds, default 60. Never throws; see `domain_recheck_failed`. */
  startRechecking(options?: { readonly everySeconds?: number }): Repeating;
}

/** 192 bits, in characters that no DNS provider's form changes. */
const TOKEN_BYTES = 24;
/** A claim that was removed and made anew must not have a revision of the one before. */
const MOST_FIRST_REVISION = 2 ** 30;
const MOST_TRIES = 5;

/** Makes the claims on email domains of all organisations over a store. Throws TypeError for wrong options. */
export function createDomainClaims(options: DomainClaimsOptions): DomainClaims {
  const settings = readDomainClaimsOptions(options);
  const recheckDue = (limit = 100): Promise<Result<RecheckSummary>> => {
    return recheckDueClaims(settings, whole('limit', limit, 1, 1_000));
  };
  return Object.freeze<DomainClaims>({
    async claim(organizationId, domain, actor) {
      requireActor(organizationId, actor);
      const parsed = parseClaimedDomain(domain);
      return parsed.ok ? makeClaim(settings, organizationId, parsed.value, actor) : parsed;
    },
    async check(organizationId, domain, actor) {
      requireActor(organizationId, actor);
      const read = readClaimed(domain);
      return read.ok ? checkClaim(settings, organizationId, read.value, actor) : read;
    },
    async list(organizationId) {
      requireActor(organizationId, null);
      return listClaims(settings, organizationId);
    },
    async remove(organizationId, domain, actor) {
      requireActor(organizationId, actor);
      const read = readClaimed(domain);
      return read.ok ? removeClaim(settings, organizationId, read.value, actor) : read;
    },
    records: (claim) => domainRecords(claim, settings.names),
    recheckDue: async (limit) => recheckDue(limit),
    startRechecking({ everySeconds = 60 } = {}) {
      return scheduleRechecks(recheckDue, 1_000 * whole('everySeconds', everySeconds, 10, 86_400));
    },
  });
}

async function makeClaim(
  settings: DomainClaimsSettings,
  organizationId: string,
  domain: string,
  actor: string | null,
): Promise<Result<DomainClaim>> {
  const { emit, maxClaims, store } = settings;
  const listed = await listClaims(settings, organizationId);
  if (!listed.ok) return listed;
  if (listed.value.some((claim) => claim.domain === domain))
    return refusal('domain_claim_exists', { domain });
  if (listed.value.length >= maxClaims) return refusal('domain_claim_limit', { domain, limit: maxClaims });
  const now = settings.now();
  const claim: DomainClaim = {
    organizationId,
    domain,
    token: randomBytes(TOKEN_BYTES).toString('hex'),
    status: 'pending',
    createdAt: now,
    createdBy: actor,
    verifiedAt: null,
    lastCheckedAt: null,
    lastOutcome: null,
    nextCheckAt: new Date(now.getTime() + settings.times.pendingCheck),
    graceEndsAt: null,
    unverifiedAt: null,
    revision: randomInt(1, MOST_FIRST_REVISION),
  };
  const event = claimEvent('domain_claimed', claim, { actor, at: now });
  const inserted = await askClaims(() => store.insertClaim(claim, event));
  if (!inserted.ok) return inserted;
  if (inserted.value !== true) return refusal('domain_claim_exists', { domain });
  emit(event);
  return success(claim);
}

function listClaims(
  { store }: DomainClaimsSettings,
  organizationId: string,
): Promise<Result<readonly DomainClaim[]>> {
  return askClaims(async () =>
    [...(await store.listClaims(organizationId))].map((claim) => requireOwnClaim(claim, organizationId)),
  );
}

async function removeClaim(
  settings: DomainClaimsSettings,
  organizationId: string,
  domain: string,
  actor: string | null,
): Promise<Result<DomainClaim>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findOwnClaim(settings, organizationId, domain);
    if (!found.ok) return found;
    const claim = found.value;
    const data = { reason: 'removed', from: claim.status };
    const event = claimEvent('domain_released', claim, { actor, at: settings.now(), data });
    const removed = await askClaims(() =>
      settings.store.removeClaim(organizationId, domain, claim.revision, event),
    );
    if (!removed.ok) return removed;
    if (removed.value !== true) continue;
    settings.emit(event);
    return success(claim);
  }
  return refusal('domain_claim_contended', { domain });
}

/** A domain that could no longer be claimed, because a list has grown since, can still be looked at and removed. */
function readClaimed(domain: string): Result<string> {
  const parsed = parseClaimedDomain(domain);
  if (parsed.ok) return parsed;
  const { error } = parsed;
  const isListed =
    error.code === 'domain_is_public_suffix' || error.code === 'domain_is_public_mail_provider';
  return isListed ? success(error.details.domain) : parsed;
}

function requireActor(organizationId: string, actor: string | null): void {
  if (typeof organizationId !== 'string' || organizationId === '') {
    throw new TypeError('organizationId must be a text.');
  }
  if (actor !== null && (typeof actor !== 'string' || actor === '')) {
    throw new TypeError('actor must be a text or null.');
  }
}
