import type { DomainCheckOutcome, DomainClaim } from '../../stores/interfaces/domain-claims.js';
import type { DomainClaimChange } from './claim-life.js';
import type { DomainLook } from './look.js';
import type { NearMiss } from './near-misses.js';

/** What one resolver said, for the administrator who asks why. */
export interface CheckedResolver {
  readonly resolver: string;
  readonly outcome: DomainCheckOutcome;
  readonly answers: readonly CheckedName[];
}

export interface CheckedName {
  readonly name: string;
  readonly kind: 'records' | 'absent' | 'inconclusive';
  /** `NXDOMAIN`, `NODATA`, `SERVFAIL`, `timeout`, …; null where there are records. */
  readonly reason: string | null;
  /** How many TXT records the name has. */
  readonly records: number;
}

/** A claim after a look at the DNS, with what was seen. */
export interface CheckedDomainClaim {
  readonly claim: DomainClaim;
  /** What the look changed; null where the status is what it was. */
  readonly change: DomainClaimChange | null;
  readonly outcome: DomainCheckOutcome;
  readonly resolvers: readonly CheckedResolver[];
  readonly nearMisses: readonly NearMiss[];
  /** What to do next; null where nothing is to be done. */
  readonly remedy: string | null;
}

const REMEDY = {
  absent:
    'The record was not found. Make a TXT record with the value shown, at either of the names shown, and check again. A new record can take an hour to be seen, because resolvers remember that it was absent.',
  disagree:
    'The record is there, but not every resolver sees it yet. Leave it as it is and check again in an hour: a resolver remembers an absent record for as long as the domain’s SOA record says.',
  inconclusive:
    'The DNS of the domain did not give a reliable answer, and nothing was changed. Check again later; if it stays so, whoever runs the domain’s name servers must look at it.',
} as const;

export function reportCheck(
  claim: DomainClaim,
  change: DomainClaimChange | null,
  look: DomainLook,
  nearMisses: readonly NearMiss[],
): CheckedDomainClaim {
  return {
    claim,
    change,
    outcome: look.outcome,
    resolvers: look.findings.map(({ answers, outcome, resolver }) => ({
      resolver,
      outcome,
      answers: answers.map(({ answer, name }) => ({
        name,
        kind: answer.kind,
        reason: answer.kind === 'records' ? null : answer.reason,
        records: answer.kind === 'records' ? answer.records.length : 0,
      })),
    })),
    nearMisses,
    remedy: remedyOf(look, nearMisses),
  };
}

function remedyOf({ outcome, seen }: DomainLook, [nearMiss]: readonly NearMiss[]): string | null {
  if (outcome === 'found') return null;
  if (seen) return REMEDY.disagree;
  if (nearMiss !== undefined) return nearMiss.remedy;
  return REMEDY[outcome];
}
