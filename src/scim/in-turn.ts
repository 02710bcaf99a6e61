/**
 * Runs tasks of one key one after the other, and tasks of different keys side by side. Where as many wait for the key as
 * may, the task is not run and `full` answers instead.
 */
export type InTurn = <Value>(key: string, task: () => Promise<Value>, full: () => Value) => Promise<Value>;

interface Line {
  /** Settles when the last task that came is through. */
  last: Promise<unknown>;
  /** How many are under way or waiting. */
  length: number;
}

/** `mostWaiting` is how many tasks of one key wait at most, beside the one that is under way. */
export function inTurnByKey(mostWaiting: number): InTurn {
  const lines = new Map<string, Line>();
  return async (key, task, full) => {
    const line = lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length > mostWaiting) return full();
    lines.set(key, line);
    line.length += 1;
    const mine = line.last.then(task);
    line.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(key);
    }
  };
}
