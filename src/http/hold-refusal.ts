/** Longer than a lookup in a store and a few signatures take, and too short for a person to notice. */
const STEP_MILLISECONDS = 100;

/**
 * Waits until a whole number of tenths of a second has passed since `startedAt` (milliseconds of `performance.now()`),
 * at least one. At the shared Reply URL a message in the name of a customer costs more than one in nobody's name: a
 * connection is read from its store and its keys are tried. Held so, both leave at the same time.
 */
export async function holdRefusal(startedAt: number): Promise<void> {
  const steps = Math.max(1, Math.ceil((performance.now() - startedAt) / STEP_MILLISECONDS));
  const due = startedAt + steps * STEP_MILLISECONDS;
  // A timer counts from the beginning of the turn in which it is set, so that it fires the earlier the more was done in
  // that turn: it is set again until the time has really come.
  for (let left = due - performance.now(); left > 0; left = due - performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, left));
  }
}
