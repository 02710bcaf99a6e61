export type {
  CheckedDomainClaim,
  CheckedName,
  CheckedResolver,
} from './check-report.js';
export type {
  DomainClaimChanged,
  DomainClaimEvent,
  DomainClaimEventType,
  DomainRecheckFailed,
} from './claim-events.js';
export type { DomainClaimChange } from './claim-life.js';
export { createDomainClaims, type DomainClaims } from './create-domain-claims.js';
export { type DnsResolverOptions, dnsResolver } from './dns-resolver.js';
export type { DomainClaimsOptions } from './domain-claims-options.js';
export type { DomainRecord } from './domain-records.js';
export type { NearMiss, NearMissKind } from './near-misses.js';
export type { RecheckSummary } from './recheck.js';
export type { TxtAnswer, TxtResolver } from './txt-resolver.js';
