const POSITION = /^[0-9]{1,40}(?:\.[0-9]{1,40})?$/u;

/**
 * Orders positions of the audit log: negative where `a` was written before `b`, 0 where they are one. A position is a
 * decimal number of any length, or two joined by a dot, compared one after the other; zeros in front do not matter.
 * Throws TypeError for anything else.
 */
export function compareAuditPositions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (const [index, number] of left.entries()) {
    const other = right[index] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  return 0;
}

function numbersOf(position: string): readonly [bigint, bigint] {
  if (typeof position !== 'string' || !POSITION.test(position)) {
    throw new TypeError('A position of the audit log must be one that the log gave.');
  }
  const [first = '', second = '0'] = position.split('.');
  return [BigInt(first), BigInt(second)];
}
