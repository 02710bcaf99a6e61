import { randomUUID } from 'node:crypto';
import type { AuditData, AuditEntry } from '../../stores/interfaces/audit.js';
import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';
import type { DomainClaimChange } from './claim-life.js';

/** What can happen to a claim. */
export type DomainClaimEventType =
  | 'domain_claimed'
  | 'domain_released'
  | 'domain_verification_refused'
  | DomainClaimChange;

/** A change of a claim, or a verification that was refused: the same as stands in the audit log. */
export interface DomainClaimChanged extends AuditEntry {
  readonly type: DomainClaimEventType;
  readonly organizationId: string;
  readonly data: AuditData & { readonly domain: string };
}

/** Claims could not be checked, because the store failed; the next round tries again. Not in the audit log. */
export interface DomainRecheckFailed {
  readonly type: 'domain_recheck_failed';
  readonly at: Date;
  /** Null where not even the due claims could be listed. */
  readonly organizationId: string | null;
  readonly domain: string | null;
  readonly cause: unknown;
}

export type DomainClaimEvent = DomainClaimChanged | DomainRecheckFailed;

/** What an event tells beyond the claim itself. */
export interface EventContext {
  readonly actor: string | null;
  readonly at: Date;
  readonly code?: string;
  readonly data?: AuditData;
}

export function claimEvent(
  type: DomainClaimEventType,
  { domain, organizationId }: DomainClaim,
  { actor, at, code, data }: EventContext,
): DomainClaimChanged {
  return {
    id: randomUUID(),
    at,
    organizationId,
    type,
    actor,
    connectionId: null,
    code: code ?? null,
    reference: null,
    data: { domain, ...data },
  };
}
