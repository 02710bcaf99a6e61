import type { Result } from '../../errors/index.js';
import type { RecheckSummary } from './recheck.js';

/** Checks that run by themselves. */
export interface Rechecking {
  /** Ends the schedule; resolves when the round under way is over. */
  stop(): Promise<void>;
}

/** Claims of one round; a full one is followed by the next at once. */
const ROUND = 100;
const MOST_ROUNDS = 100;

/** Runs rounds every `milliseconds`, a tenth more or less, with a timer that keeps no process alive. */
export function scheduleRechecks(
  recheckDue: (limit: number) => Promise<Result<RecheckSummary>>,
  milliseconds: number,
): Rechecking {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    for (let rounds = 0; rounds < MOST_ROUNDS && !stopped; rounds += 1) {
      const summary = await recheckDue(ROUND);
      // A round in which nothing could be done would be the same again.
      if (!summary.ok || summary.value.due < ROUND || isIdle(summary.value)) return;
    }
  };
  const schedule = (wait: number): void => {
    timer = setTimeout(() => {
      running = round()
        // A clock of the application that throws must not end the schedule.
        .catch(() => undefined)
        .then(() => {
          if (!stopped) schedule(milliseconds * (0.9 + 0.2 * Math.random()));
        });
    }, wait).unref();
  };
  // Instances that start together do not ask together.
  schedule(milliseconds * Math.random());
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function isIdle({ due, failed, skipped }: RecheckSummary): boolean {
  return failed + skipped === due;
}
