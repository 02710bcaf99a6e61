import { type Refusal, type Result, refusal, success } from '../../errors/index.js';
import type { AuditEntry } from '../../stores/interfaces/audit.js';
import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';
import { parseClaimedDomain } from '../email-domain.js';
import { askClaims } from './ask-claims.js';
import { claimEvent, type DomainClaimChanged } from './claim-events.js';
import { type ClaimStep, type DomainClaimChange, NEVER } from './claim-life.js';
import type { DomainClaimsSettings } from './domain-claims-options.js';

/** How a step ended. `changed`: somebody else wrote first, and nothing was written. */
export type AppliedStep =
  | { readonly kind: 'written'; readonly claim: DomainClaim; readonly change: DomainClaimChange | null }
  | { readonly kind: 'expired' }
  | { readonly kind: 'changed' }
  /** The record is there, but the domain may not be this organisation's. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Who asked for the step, and when. */
export interface StepContext {
  /** False for the schedule, which tells of one refusal once. */
  readonly asked: boolean;
  readonly actor: string | null;
  readonly now: Date;
}

/** Writes a step with its entry over the claim that it was made from, then tells the listener. */
export async function applyStep(
  settings: DomainClaimsSettings,
  before: DomainClaim,
  step: ClaimStep,
  context: StepContext,
): Promise<Result<AppliedStep>> {
  if (step.kind === 'expire') return expire(settings, before, context);
  const { change, claim } = step;
  if (change === 'domain_verified') {
    // The lists of public suffixes and mail providers may have grown since the domain was claimed.
    const parsed = parseClaimedDomain(claim.domain);
    if (!parsed.ok) return refuse(settings, before, claim, parsed, context);
  }
  const event = change === null ? null : changeEvent(change, claim, before, context);
  const written = await askClaims(() => settings.store.replaceClaim(claim, before.revision, event));
  if (!written.ok) return written;
  switch (written.value) {
    case 'replaced':
      if (event !== null) settings.emit(event);
      return success({ kind: 'written', claim, change });
    case 'claimed-by-other': {
      const { domain } = claim;
      return refuse(settings, before, claim, refusal('domain_already_claimed', { domain }), context);
    }
    default:
      return success({ kind: 'changed' });
  }
}

async function expire(
  { emit, store }: DomainClaimsSettings,
  before: DomainClaim,
  { actor, now }: StepContext,
): Promise<Result<AppliedStep>> {
  const event = claimEvent('domain_released', before, { actor, at: now, data: { reason: 'expired' } });
  const { domain, organizationId, revision } = before;
  const removed = await askClaims(() => store.removeClaim(organizationId, domain, revision, event));
  if (!removed.ok) return removed;
  if (removed.value !== true) return success({ kind: 'changed' });
  emit(event);
  return success({ kind: 'expired' });
}

/** The claim stays what it was; that its record was found is kept, and the refusal is told. */
async function refuse(
  { emit, store, times }: DomainClaimsSettings,
  before: DomainClaim,
  { lastCheckedAt, lastOutcome, revision }: DomainClaim,
  refused: Refusal,
  { actor, asked, now }: StepContext,
): Promise<Result<AppliedStep>> {
  const nextCheckAt = before.nextCheckAt >= NEVER ? NEVER : new Date(now.getTime() + times.recheck);
  const claim = { ...before, lastCheckedAt, lastOutcome, nextCheckAt, revision };
  const isNews = asked || before.lastOutcome !== 'found';
  const { code } = refused.error;
  const event = isNews ? claimEvent('domain_verification_refused', before, { actor, at: now, code }) : null;
  const written = await askClaims(() => store.replaceClaim(claim, before.revision, event));
  if (!written.ok) return written;
  if (written.value !== 'replaced') return success({ kind: 'changed' });
  if (event !== null) emit(event);
  return success({ kind: 'refused', refusal: refused });
}

function changeEvent(
  change: DomainClaimChange,
  claim: DomainClaim,
  before: DomainClaim,
  { actor, now }: StepContext,
): DomainClaimChanged & AuditEntry {
  const graceEndsAt = claim.graceEndsAt ?? before.graceEndsAt;
  const data = {
    from: before.status,
    ...(graceEndsAt === null ? {} : { graceEndsAt: graceEndsAt.toISOString() }),
  };
  return claimEvent(change, claim, { actor, at: now, data });
}
