/**
 * How long it is until `end`, negative when it is past; throws TypeError for an invalid date.
 *
 * Redis is told durations, never times of day, and counts them by its own clock. So it does not matter what time a
 * server believes it is, only that its clock runs; the end itself is judged by the clock of the instance that asks.
 */
export function millisecondsUntil(end: Date, name: string): number {
  return timeOf(end, name) - Date.now();
}

/** Epoch milliseconds; throws TypeError for an invalid date. */
export function timeOf(date: Date, name: string): number {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new TypeError(`${name} must be a valid date`);
  return time;
}
