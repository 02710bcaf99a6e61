import { parseClaimedDomain } from '../../organizations/email-domain.js';
import type { DomainClaimStore } from '../interfaces/sign-in.js';

/** A domain that an organisation proved to be its own. */
export interface VerifiedDomainClaim {
  readonly organizationId: string;
  /** As for `parseClaimedDomain`. */
  readonly domain: string;
}

/**
 * Holds verified domain claims in the memory of this process; it takes the application's word that they are
 * verified. Later changes need a new store. Throws `TypeError` for a domain that `parseClaimedDomain` refuses,
 * and when two organisations claim one domain.
 */
export function memoryDomainClaims(claims: Iterable<VerifiedDomainClaim>): DomainClaimStore {
  const owners = new Map<string, string>();
  for (const claim of claims) {
    const domain = requireDomain(claim.domain);
    const owner = owners.get(domain);
    if (owner !== undefined && owner !== claim.organizationId) {
      throw new TypeError(`Two organisations claim the domain ${domain}`);
    }
    owners.set(domain, claim.organizationId);
  }
  return {
    async findOrganization(domain) {
      return owners.get(domain) ?? null;
    },
    async listVerified(organizationId) {
      return [...owners].filter(([, owner]) => owner === organizationId).map(([domain]) => domain);
    },
  };
}

function requireDomain(domain: string): string {
  const parsed = parseClaimedDomain(domain);
  if (parsed.ok) return parsed.value;
  throw new TypeError(`${JSON.stringify(domain)} cannot be claimed: ${parsed.error.message}`, {
    cause: parsed.error,
  });
}
