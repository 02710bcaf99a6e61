import type { Result } from '../../errors/index.js';
import { type Repeating, repeat } from '../repeat.js';
import type { RecheckSummary } from './recheck.js';

/** Claims of one round; a full one is followed by the next at once. */
const ROUND = 100;
const MOST_ROUNDS = 100;

/** Looks for due claims every `milliseconds`, a tenth more or less. */
export function scheduleRechecks(
  recheckDue: (limit: number) => Promise<Result<RecheckSummary>>,
  milliseconds: number,
): Repeating {
  return repeat(async (isStopped) => {
    for (let rounds = 0; rounds < MOST_ROUNDS && !isStopped(); rounds += 1) {
      const summary = await recheckDue(ROUND);
      // A round in which nothing could be done would be the same again.
      if (!summary.ok || summary.value.due < ROUND || isIdle(summary.value)) return;
    }
  }, milliseconds);
}

function isIdle({ due, failed, skipped }: RecheckSummary): boolean {
  return failed + skipped === due;
}
