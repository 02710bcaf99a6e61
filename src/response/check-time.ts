import type { ErrorDetails } from '../errors/index.js';
import type { Expectations } from './expectations.js';

/** `NotBefore`-like: true when the time lies further in the future than the clock skew explains. */
export function isInFuture(time: number, { now, connection }: Expectations): boolean {
  return time > now.getTime() + connection.clockSkewSeconds * 1000;
}

/** `NotOnOrAfter`-like: true when the time has passed by the clock skew or more. */
export function hasPassed(time: number, { now, connection }: Expectations): boolean {
  return now.getTime() >= time + connection.clockSkewSeconds * 1000;
}

/** Seconds from the time of issue to the end, where that is more than the connection's lifetime cap; else null. */
export function excessLifetime(
  issueInstant: number,
  end: number,
  { connection }: Expectations,
): number | null {
  const seconds = (end - issueInstant) / 1000;
  return seconds > connection.maxLifetimeSeconds ? seconds : null;
}

/** Details of a refusal about a time. */
export function timeDetails(
  element: string,
  time: number,
  { now, connection }: Expectations,
): ErrorDetails['conditions_expired'] {
  return {
    element,
    received: new Date(time).toISOString(),
    now: now.toISOString(),
    skewSeconds: connection.clockSkewSeconds,
  };
}
