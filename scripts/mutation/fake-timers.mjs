// What the tests use of vitest's fake timers: setTimeout and clearTimeout.

const real = { setTimeout, clearTimeout };
const waiting = new Set();
let now = 0;
let made = 0;

export function useFakeTimers() {
  waiting.clear();
  globalThis.setTimeout = (run, wait = 0, ...values) => {
    made += 1;
    const timer = {
      due: now + Math.max(wait, 1),
      order: made,
      run: () => run(...values),
      ref: () => timer,
      unref: () => timer,
    };
    waiting.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => waiting.delete(timer);
}

export function useRealTimers() {
  Object.assign(globalThis, real);
}

export function getTimerCount() {
  return waiting.size;
}

export async function advanceTimersByTimeAsync(milliseconds) {
  const end = now + milliseconds;
  for (;;) {
    // Twice, so that what a timer started can start a timer.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const next = [...waiting]
      .filter(({ due }) => due <= end)
      .sort((a, b) => a.due - b.due || a.order - b.order)[0];
    if (next === undefined) break;
    waiting.delete(next);
    now = Math.max(now, next.due);
    next.run();
  }
  now = end;
}
