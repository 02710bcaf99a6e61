/**
 * Asks the application's clock, or the machine's where it gave none. Throws a TypeError for anything but a valid Date: a
 * comparison with an invalid one is false whichever way it is written, and no decision may rest on that.
 */
export function readClock(clock: (() => Date) | undefined): Date {
  const now = clock === undefined ? new Date() : clock();
  if (!(now instanceof Date) || Number.isNaN(now.getTime())) {
    throw new TypeError('clock must give a valid Date');
  }
  return new Date(now);
}
