import { type Result, refusal, success } from '../../errors/index.js';
import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';
import { applyStep } from './apply-step.js';
import { askClaims, requireOwnClaim } from './ask-claims.js';
import { type CheckedDomainClaim, reportCheck } from './check-report.js';
import { endGrace, graceIsOver, nextStep } from './claim-life.js';
import type { DomainClaimsSettings } from './domain-claims-options.js';
import { domainRecords } from './domain-records.js';
import { type DomainLook, lookForRecords } from './look.js';
import { findMisplaced, findNearMisses, type NearMiss } from './near-misses.js';

/** A write that finds another one there looks again, with the claim as it now is. */
const MOST_TRIES = 5;

/** Looks at the DNS for one claim because somebody asks, and does what follows. */
export async function checkClaim(
  settings: DomainClaimsSettings,
  organizationId: string,
  domain: string,
  actor: string | null,
): Promise<Result<CheckedDomainClaim>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findOwnClaim(settings, organizationId, domain);
    if (!found.ok) return found;
    const claim = found.value;
    const began = settings.now();
    if (graceIsOver(claim, began)) {
      // Written first, so that the log tells that the domain was lost before it tells that it was verified anew.
      const context = { actor: null, asked: true, now: began };
      const ended = await applyStep(settings, claim, endGrace(claim, began, settings.times), context);
      if (!ended.ok) return ended;
      continue;
    }
    const look = await lookAtClaim(settings, claim);
    const now = settings.now();
    // It ended during the look, which therefore belongs to what comes after it.
    if (graceIsOver(claim, now)) continue;
    const step = nextStep(claim, look, now, settings.times);
    const applied = await applyStep(settings, claim, step, { actor, asked: true, now });
    if (!applied.ok) return applied;
    switch (applied.value.kind) {
      case 'written': {
        const { change, claim: written } = applied.value;
        return success(reportCheck(written, change, look, await nearMisses(settings, claim, look)));
      }
      case 'expired':
        return refusal('domain_claim_expired', { domain, createdAt: claim.createdAt.toISOString() });
      case 'refused':
        return applied.value.refusal;
      // Left is `changed`: once more.
    }
  }
  return refusal('domain_claim_contended', { domain });
}

/** The organisation's claim on the domain, or a refusal where it has none. */
export async function findOwnClaim(
  { store }: DomainClaimsSettings,
  organizationId: string,
  domain: string,
): Promise<Result<DomainClaim>> {
  const found = await askClaims(async () => {
    const claim = (await store.findClaim(organizationId, domain)) ?? null;
    return claim === null ? null : requireOwnClaim(claim, organizationId, domain);
  });
  if (!found.ok) return found;
  return found.value === null ? refusal('domain_claim_unknown', { domain }) : success(found.value);
}

export function lookAtClaim(
  { names, resolverTimeoutMs, resolvers }: DomainClaimsSettings,
  claim: DomainClaim,
): Promise<DomainLook> {
  return lookForRecords(resolvers, domainRecords(claim, names), resolverTimeoutMs);
}

async function nearMisses(
  { names, resolverTimeoutMs, resolvers }: DomainClaimsSettings,
  claim: DomainClaim,
  look: DomainLook,
): Promise<readonly NearMiss[]> {
  const [first] = resolvers;
  if (look.seen || first === undefined) return [];
  const records = domainRecords(claim, names);
  const near = findNearMisses(look, records, names.recordPrefix);
  if (near.length > 0) return near;
  return findMisplaced(first, records, names.recordPrefix, resolverTimeoutMs);
}
