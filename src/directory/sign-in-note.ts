import type { Member } from '../stores/interfaces/members.js';

/** A sign-in so soon after the last one is not worth a write: many devices of one person would contend for the row. */
const TEN_MINUTES = 600_000;

export function isSignInWorthNoting({ lastSignInAt }: Member, at: Date): boolean {
  if (lastSignInAt === null) return true;
  const since = at.getTime() - lastSignInAt.getTime();
  // A last sign-in in the future is a clock that went back.
  return !(since >= 0 && since < TEN_MINUTES);
}
