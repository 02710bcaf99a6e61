/** Rounds that run by themselves. */
export interface Repeating {
  /** Ends the schedule; resolves when the round under way is over. */
  stop(): Promise<void>;
}

/** Runs a round every `milliseconds`, a tenth more or less, with a timer that keeps no process alive. */
export function repeat(round: (isStopped: () => boolean) => Promise<void>, milliseconds: number): Repeating {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const schedule = (wait: number): void => {
    timer = setTimeout(() => {
      running = round(() => stopped)
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
