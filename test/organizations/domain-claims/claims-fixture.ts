import type { Result } from '../../../src/errors/index.js';
import type { DomainClaimEvent } from '../../../src/organizations/domain-claims/claim-events.js';
import {
  createDomainClaims,
  type DomainClaims,
} from '../../../src/organizations/domain-claims/create-domain-claims.js';
import type { DomainClaimsOptions } from '../../../src/organizations/domain-claims/domain-claims-options.js';
import type { AuditStore } from '../../../src/stores/interfaces/audit.js';
import type { DomainClaim, DomainClaimRecordStore } from '../../../src/stores/interfaces/domain-claims.js';
import { memoryAuditStore } from '../../../src/stores/memory/audit-store.js';
import { memoryDomainClaimRecords } from '../../../src/stores/memory/domain-claim-records.js';
import { type StubResolver, stubResolver } from '../../../src/testing/stub-resolver.js';

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

export interface ClaimsFixture {
  readonly claims: DomainClaims;
  readonly store: DomainClaimRecordStore;
  readonly audit: AuditStore;
  readonly stub: StubResolver;
  readonly events: DomainClaimEvent[];
  /** Moves the clock of claims and store. */
  advance(milliseconds: number): void;
  now(): Date;
  /** Claims of organisation and domain, made and with their record in the DNS. */
  claimWithRecord(organizationId?: string, domain?: string): Promise<DomainClaim>;
  /** The same, verified. */
  verified(organizationId?: string, domain?: string): Promise<DomainClaim>;
  /** Types of the log of an organisation, the oldest first. */
  logged(organizationId?: string): Promise<readonly string[]>;
  /** What the store has of a claim. */
  stored(organizationId?: string, domain?: string): Promise<DomainClaim | null>;
}

export const ORGANIZATION = 'org-contoso';
export const DOMAIN = 'contoso.com';

/** Claims over memory stores, a resolver that knows what it is told, and a clock that stands still. */
export function claimsFixture(options: Partial<DomainClaimsOptions> = {}): ClaimsFixture {
  let time = Date.parse('2026-03-01T12:00:00Z');
  const now = () => new Date(time);
  const audit = memoryAuditStore();
  const store = options.store ?? memoryDomainClaimRecords({ audit, clock: now });
  const stub = stubResolver();
  const events: DomainClaimEvent[] = [];
  const claims = createDomainClaims({
    resolvers: [stub],
    clock: now,
    onEvent: (event) => events.push(event),
    ...options,
    store,
  });
  const claimWithRecord = async (organizationId = ORGANIZATION, domain = DOMAIN) => {
    const claim = granted(await claims.claim(organizationId, domain, 'owner-1'));
    stub.set(domain, `claimgate-domain-verify=${claim.token}`);
    return claim;
  };
  return {
    claims,
    store,
    audit,
    stub,
    events,
    now,
    advance(milliseconds) {
      time += milliseconds;
    },
    claimWithRecord,
    async verified(organizationId = ORGANIZATION, domain = DOMAIN) {
      await claimWithRecord(organizationId, domain);
      return granted(await claims.check(organizationId, domain, 'owner-1')).claim;
    },
    async logged(organizationId = ORGANIZATION) {
      const entries = await audit.list(organizationId, { before: null, limit: 1_000 });
      return entries.map(({ type }) => type).toReversed();
    },
    stored: (organizationId = ORGANIZATION, domain = DOMAIN) => store.findClaim(organizationId, domain),
  };
}

export function granted<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw result.error;
}

/** The code of a refusal; `ok` for none. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}
