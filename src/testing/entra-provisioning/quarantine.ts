import type { EntraQuarantine } from './provisioning-types.js';

/** How the objects of a cycle ended. */
export interface CycleCounts {
  readonly objects: number;
  readonly failures: number;
  /** Of the failures: those of managers and members alone. */
  readonly referenceFailures: number;
}

const LEAST_FAILURES = 5_000;
const MOST_SHARE = 0.4;
const MOST_OBJECT_FAILURES = 40_000;
const MOST_FAILURES = 60_000;

/** Whether so many failures put the provisioning into quarantine. */
export function hasTooManyFailures({ failures, objects, referenceFailures }: CycleCounts): boolean {
  if (failures > MOST_FAILURES || failures - referenceFailures > MOST_OBJECT_FAILURES) return true;
  return failures >= LEAST_FAILURES && failures / objects > MOST_SHARE;
}

/** Keeps the time at which a quarantine for the same reason began. */
export function inQuarantine(
  before: EntraQuarantine | null,
  reason: EntraQuarantine['reason'],
  detail: string,
  at: Date,
): EntraQuarantine {
  return { reason, since: before?.reason === reason ? before.since : at, detail };
}
