/** Below as many milliseconds the time of the processor is too coarse. */
const COARSE = 20;

/**
 * Starts to measure; the function that it gives tells milliseconds, by the clock or by the time of the processor, whichever
 * are fewer: the clock also counts what other processes did, the processor also what its threads did at the same time.
 */
export function stopwatch() {
  const processor = process.cpuUsage();
  const clock = performance.now();
  return () => {
    const elapsed = performance.now() - clock;
    const { user, system } = process.cpuUsage(processor);
    return elapsed < COARSE ? elapsed : Math.min(elapsed, (user + system) / 1_000);
  };
}
