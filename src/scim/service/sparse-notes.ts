/**
 * Which of many like events are told. Gives null where the event is passed over, else how many were since the last one of
 * the key that was told, at least `milliseconds` ago.
 */
export type SparseNotes = (key: string, milliseconds: number, now: number) => number | null;

const MOST_KEYS = 10_000;

/** In the memory of this process, and bounded: of too many keys the one that was told longest ago is forgotten. */
export function sparseNotes(): SparseNotes {
  const told = new Map<string, { readonly at: number; passedOver: number }>();
  return (key, milliseconds, now) => {
    const last = told.get(key);
    // A clock that was set back must not silence anything.
    if (last !== undefined && Math.abs(now - last.at) < milliseconds) {
      last.passedOver += 1;
      return null;
    }
    told.delete(key);
    told.set(key, { at: now, passedOver: 0 });
    for (const oldest of told.keys()) if (told.size > MOST_KEYS) told.delete(oldest);
    return last?.passedOver ?? 0;
  };
}
