/** What came of a call. */
export type CallOutcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'misuse'; readonly error: TypeError }
  | { readonly kind: 'unexpected'; readonly error: unknown };

/** What the engine or Node says where code did not look at what it was given. */
const ACCIDENT =
  /Cannot (?:read|set|destructure|convert|mix|assign|access|add|delete|create|define)|is not (?:a function|iterable|a constructor|defined|extensible|an object)|undefined \(|object null|Reduce of empty|Invalid (?:array|time|date)|Method .* called on|circular structure|must be (?:of type|an instance of)/;

/** Calls, awaits, and tells a TypeError that claimgate throws itself from one that happens to it. */
export async function outcomeOf(call: () => unknown): Promise<CallOutcome> {
  try {
    return { kind: 'value', value: await call() };
  } catch (error) {
    if (!(error instanceof TypeError)) return { kind: 'unexpected', error };
    return { kind: 'misuse', error };
  }
}

export function isAccident(error: TypeError): boolean {
  return ACCIDENT.test(error.message);
}

/** Characters in all texts of a value, up to a bound that nothing small should reach. */
export function sizeOf(value: unknown, bound = 10_000_000): number {
  const seen = new Set<unknown>();
  let size = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && size < bound) {
    const next = open.pop();
    if (typeof next === 'string') size += next.length;
    else if (ArrayBuffer.isView(next)) size += next.byteLength;
    else if (typeof next === 'object' && next !== null && !seen.has(next)) {
      seen.add(next);
      size += 8;
      if (next instanceof Map || next instanceof Set) open.push(...next);
      else open.push(...Object.values(next));
    }
  }
  return size;
}
