import { type Result, refusal, success } from '../../errors/index.js';
import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';

/** Asks the store of claims. A store that fails refuses; what it threw is kept as `cause`. */
export async function askClaims<Answer>(question: () => Promise<Answer>): Promise<Result<Answer>> {
  try {
    return success(await question());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('store_unavailable', { store: 'domainClaims', reason }, { cause });
  }
}

const STATUSES: readonly unknown[] = ['pending', 'verified', 'grace', 'unverified'];
/** A shorter token, or none, would let any record verify. */
const TOKEN = /^[A-Za-z0-9_-]{32,128}$/u;

/** The claim as a store gave it, if it can be what was asked for; throws otherwise, which counts as a failed store. */
export function requireOwnClaim(claim: DomainClaim, organizationId: string, domain?: string): DomainClaim {
  const isAsked =
    claim?.organizationId === organizationId && (domain === undefined || claim.domain === domain);
  if (!isAsked) throw new Error('The store gave a claim that was not asked for.');
  const isWhole =
    typeof claim.domain === 'string' &&
    STATUSES.includes(claim.status) &&
    TOKEN.test(claim.token) &&
    Number.isSafeInteger(claim.revision);
  if (!isWhole) throw new Error('The store gave a claim that is damaged.');
  return claim;
}
