import type { AuditEntry, AuditStore } from '../interfaces/audit.js';
import type { DomainClaim, DomainClaimRecordStore } from '../interfaces/domain-claims.js';
import { oneAtATime } from './one-at-a-time.js';

export interface MemoryDomainClaimRecordsOptions {
  /** Where the entry of each change goes: the log that all memory stores share. */
  readonly audit: AuditStore;
  /** The time now, by which a grace ends; default the system's clock. */
  readonly clock?: () => Date;
}

/**
 * Keeps domain claims with their life in the memory of this process: for one process only, for tests and for trying out.
 * A change whose audit entry cannot be written is not made. Throws TypeError without an audit log.
 */
export function memoryDomainClaimRecords(options: MemoryDomainClaimRecordsOptions): DomainClaimRecordStore {
  const { audit, clock = () => new Date() } = options;
  if (typeof audit?.append !== 'function') throw new TypeError('audit must be an audit log.');
  const claims = new Map<string, DomainClaim>();
  const change = oneAtATime();
  const record = async (entry: AuditEntry | null): Promise<void> => {
    if (entry !== null) await audit.append([entry]);
  };
  const isHeldByOther = (claim: DomainClaim): boolean =>
    holdsDomain(claim) &&
    [...claims.values()].some(
      (other) =>
        other.domain === claim.domain && other.organizationId !== claim.organizationId && holdsDomain(other),
    );
  const admitting = (): readonly DomainClaim[] => {
    const now = clock().getTime();
    return [...claims.values()].filter((claim) => admits(claim, now));
  };
  return {
    async findOrganization(domain) {
      return admitting().find((claim) => claim.domain === domain)?.organizationId ?? null;
    },
    async listVerified(organizationId) {
      return admitting()
        .filter((claim) => claim.organizationId === organizationId)
        .map(({ domain }) => domain)
        .toSorted();
    },
    insertClaim: (given, entry) => {
      const claim = structuredClone(given);
      return change(async () => {
        const key = keyOf(claim.organizationId, claim.domain);
        if (claims.has(key) || isHeldByOther(claim)) return false;
        await record(entry);
        claims.set(key, claim);
        return true;
      });
    },
    async findClaim(organizationId, domain) {
      return structuredClone(claims.get(keyOf(organizationId, domain)) ?? null);
    },
    async listClaims(organizationId) {
      const own = [...claims.values()].filter((claim) => claim.organizationId === organizationId);
      return structuredClone(own.toSorted((a, b) => (a.domain < b.domain ? -1 : 1)));
    },
    replaceClaim: (given, expectedRevision, entry) => {
      const claim = structuredClone(given);
      return change(async () => {
        const key = keyOf(claim.organizationId, claim.domain);
        if (claims.get(key)?.revision !== expectedRevision) return 'changed';
        if (isHeldByOther(claim)) return 'claimed-by-other';
        await record(entry);
        claims.set(key, claim);
        return 'replaced';
      });
    },
    removeClaim: (organizationId, domain, expectedRevision, entry) =>
      change(async () => {
        const key = keyOf(organizationId, domain);
        if (claims.get(key)?.revision !== expectedRevision) return false;
        await record(entry);
        return claims.delete(key);
      }),
    async listDueClaims(now, limit) {
      const due = [...claims.values()].filter(({ nextCheckAt }) => nextCheckAt <= now);
      due.sort((a, b) => a.nextCheckAt.getTime() - b.nextCheckAt.getTime());
      return structuredClone(due.slice(0, limit));
    },
  };
}

/** No two pairs share one, whatever characters they hold. */
function keyOf(organizationId: string, domain: string): string {
  return JSON.stringify([organizationId, domain]);
}

/** A grace holds the domain until somebody writes its end; it admits nobody after it. */
function holdsDomain({ status }: DomainClaim): boolean {
  return status === 'verified' || status === 'grace';
}

function admits({ graceEndsAt, status }: DomainClaim, now: number): boolean {
  if (status === 'verified') return true;
  return status === 'grace' && graceEndsAt !== null && graceEndsAt.getTime() > now;
}
