/** Runs what it is given one after another, so that nobody writes between a look at the entries and the write. */
export type OneAtATime = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    // The next one runs whatever became of this one.
    last = done.catch(() => undefined);
    return done;
  };
}
