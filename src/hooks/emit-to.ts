/**
 * Tells the application's listener. It is not awaited, and nothing that it throws, rejects or does to the event reaches
 * what was decided: its failure is the application's.
 */
export function emitTo<Event extends object>(
  listener: ((event: Event) => unknown) | undefined,
  event: Event,
): void {
  if (listener === undefined) return;
  try {
    Promise.resolve(listener(Object.freeze({ ...event }))).catch(() => undefined);
  } catch {
    // What was decided stands.
  }
}
