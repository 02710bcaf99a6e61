import { type Result, success } from '../../errors/index.js';
import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';
import { type AppliedStep, applyStep } from './apply-step.js';
import { askClaims, requireOwnClaim } from './ask-claims.js';
import { lookAtClaim } from './check-claim.js';
import { type DomainClaimChange, nextStep } from './claim-life.js';
import type { DomainClaimsSettings } from './domain-claims-options.js';

/** What one round of checks did: numbers of claims. */
export interface RecheckSummary {
  /** Claims whose check was due, at most as many as were asked for. */
  readonly due: number;
  readonly verified: number;
  readonly graceStarted: number;
  readonly recovered: number;
  readonly unverified: number;
  /** Removed, because they were never verified. */
  readonly expired: number;
  /** With their record, but another organisation holds the domain, or nobody may. */
  readonly refused: number;
  /** Looked at without a change of status. */
  readonly unchanged: number;
  /** Taken by another instance. */
  readonly skipped: number;
  /** The store failed; see the events. */
  readonly failed: number;
}

type Count = Exclude<keyof RecheckSummary, 'due'>;

const AT_ONCE = 8;

const COUNTS: Readonly<Record<DomainClaimChange, Count>> = {
  domain_verified: 'verified',
  domain_grace_started: 'graceStarted',
  domain_recovered: 'recovered',
  domain_unverified: 'unverified',
};

/** Checks the claims that are due, several at once. What fails for one claim does not stop the others. */
export async function recheckDueClaims(
  settings: DomainClaimsSettings,
  limit: number,
): Promise<Result<RecheckSummary>> {
  const listed = await askClaims(async () => [
    ...(await settings.store.listDueClaims(settings.now(), limit)),
  ]);
  if (!listed.ok) {
    const { cause } = listed.error;
    settings.emit({
      type: 'domain_recheck_failed',
      at: new Date(),
      organizationId: null,
      domain: null,
      cause,
    });
    return listed;
  }
  const waiting = [...listed.value];
  const counts: Record<Count, number> = {
    verified: 0,
    graceStarted: 0,
    recovered: 0,
    unverified: 0,
    expired: 0,
    refused: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
  };
  const work = async (): Promise<void> => {
    for (let claim = waiting.shift(); claim !== undefined; claim = waiting.shift()) {
      counts[await recheckOne(settings, claim)] += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return success({ due: listed.value.length, ...counts });
}

/** Never rejects. */
async function recheckOne(settings: DomainClaimsSettings, claim: DomainClaim): Promise<Count> {
  const checked = await askClaims(async () => {
    requireOwnClaim(claim, claim.organizationId);
    const applied = await checkDueClaim(settings, claim);
    if (!applied.ok) throw applied.error.cause ?? applied.error;
    return applied.value;
  });
  if (checked.ok) return countOf(checked.value);
  const { organizationId = null, domain = null } = claim ?? {};
  const { cause } = checked.error;
  settings.emit({ type: 'domain_recheck_failed', at: new Date(), organizationId, domain, cause });
  return 'failed';
}

async function checkDueClaim(
  settings: DomainClaimsSettings,
  claim: DomainClaim,
): Promise<Result<AppliedStep>> {
  const { resolverTimeoutMs, store, times } = settings;
  const began = settings.now();
  // Whoever moves the check of this revision has the claim to itself until then; a crash only delays the check.
  const leased: DomainClaim = {
    ...claim,
    nextCheckAt: new Date(began.getTime() + 2 * resolverTimeoutMs + 60_000),
    revision: claim.revision + 1,
  };
  if ((await store.replaceClaim(leased, claim.revision, null)) !== 'replaced') {
    return success({ kind: 'changed' });
  }
  const look = await lookAtClaim(settings, leased);
  const now = settings.now();
  const step = nextStep(leased, look, now, times);
  return applyStep(settings, leased, step, { actor: null, asked: false, now });
}

function countOf(applied: AppliedStep): Count {
  switch (applied.kind) {
    case 'written':
      return applied.change === null ? 'unchanged' : COUNTS[applied.change];
    case 'changed':
      return 'skipped';
    default:
      return applied.kind;
  }
}
