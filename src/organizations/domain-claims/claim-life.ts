import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';
import type { DomainLook } from './look.js';

/** The times of the life of claims, all in milliseconds. */
export interface ClaimTimes {
  readonly recheck: number;
  readonly pendingCheck: number;
  readonly grace: number;
  readonly pendingLifetime: number;
}

/** What a change of a claim is called in the audit log. */
export type DomainClaimChange =
  | 'domain_verified'
  | 'domain_grace_started'
  | 'domain_recovered'
  | 'domain_unverified';

/** What becomes of a claim. `change` is null where only the times of checks move. */
export type ClaimStep =
  | { readonly kind: 'write'; readonly claim: DomainClaim; readonly change: DomainClaimChange | null }
  | { readonly kind: 'expire' };

/** No check is due any more. */
export const NEVER: Date = new Date('9999-12-31T23:59:59.999Z');

/** Whether the grace of a claim is over, so that it admits nobody, though nobody has written that yet. */
export function graceIsOver({ graceEndsAt, status }: DomainClaim, now: Date): boolean {
  return status === 'grace' && (graceEndsAt === null || graceEndsAt <= now);
}

/** Ends a grace that is over. No look is needed: absence began it, and nobody saw the record since. */
export function endGrace(claim: DomainClaim, now: Date, times: ClaimTimes): ClaimStep {
  const unverified: DomainClaim = {
    ...claim,
    status: 'unverified',
    unverifiedAt: now,
    graceEndsAt: null,
    revision: claim.revision + 1,
  };
  const nextCheckAt = nextCheck(unverified, now, times);
  return { kind: 'write', claim: { ...unverified, nextCheckAt }, change: 'domain_unverified' };
}

/**
 * What becomes of a claim after a look. Only a record that every resolver found verifies. Only absence that every one
 * knows begins the grace, and a record that any of them sees ends it. What is inconclusive changes no status.
 */
export function nextStep(claim: DomainClaim, look: DomainLook, now: Date, times: ClaimTimes): ClaimStep {
  if (graceIsOver(claim, now)) return endGrace(claim, now, times);
  const looked: DomainClaim = {
    ...claim,
    lastCheckedAt: now,
    lastOutcome: look.outcome,
    revision: claim.revision + 1,
  };
  const write = (members: Partial<DomainClaim>, change: DomainClaimChange | null): ClaimStep => {
    const next = { ...looked, ...members };
    return { kind: 'write', claim: { ...next, nextCheckAt: nextCheck(next, now, times) }, change };
  };
  switch (claim.status) {
    case 'pending':
    case 'unverified': {
      if (look.outcome === 'found') {
        const verified = { status: 'verified', verifiedAt: now, unverifiedAt: null } as const;
        return write(verified, 'domain_verified');
      }
      return isExpired(claim, now, times) ? { kind: 'expire' } : write({}, null);
    }
    case 'verified':
      return look.outcome === 'absent'
        ? write(
            { status: 'grace', graceEndsAt: new Date(now.getTime() + times.grace) },
            'domain_grace_started',
          )
        : write({}, null);
    case 'grace':
      return look.seen
        ? write({ status: 'verified', graceEndsAt: null }, 'domain_recovered')
        : write({}, null);
  }
}

function isExpired({ createdAt, status }: DomainClaim, now: Date, { pendingLifetime }: ClaimTimes): boolean {
  return status === 'pending' && now.getTime() - createdAt.getTime() >= pendingLifetime;
}

// A claim that waits for its record is looked at often while it is young, and ever less afterwards. An unverified one
// that nobody cares for is not looked at for ever; an administrator can still ask for a check.
function nextCheck(claim: DomainClaim, now: Date, times: ClaimTimes): Date {
  const time = now.getTime();
  if (claim.status === 'verified') return new Date(time + times.recheck);
  if (claim.status === 'grace') {
    return new Date(Math.min(time + times.pendingCheck, claim.graceEndsAt?.getTime() ?? time));
  }
  const since = claim.status === 'unverified' ? (claim.unverifiedAt ?? claim.createdAt) : claim.createdAt;
  const age = Math.max(0, time - since.getTime());
  if (claim.status === 'unverified' && age >= times.pendingLifetime) return NEVER;
  const wait = Math.min(times.recheck, Math.max(times.pendingCheck, age / 8));
  return new Date(Math.floor(time + wait));
}
