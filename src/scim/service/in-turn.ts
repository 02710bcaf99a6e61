/** Runs tasks of one key one after the other, and tasks of different keys side by side. */
export type InTurn = <Value>(key: string, task: () => Promise<Value>) => Promise<Value>;

/**
 * Spares the writes of this process each other: several changes of one resource at the same moment would all but one
 * be refused by the store and begin anew. What decides is still the version that the store holds.
 */
export function inTurnByKey(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
}
