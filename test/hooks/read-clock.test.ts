import { describe, expect, it } from 'vitest';
import { readClock } from '../../src/hooks/read-clock.js';

describe('the clock of the application', () => {
  it('is asked each time, and its date is copied', () => {
    const date = new Date(1_000);
    const now = readClock(() => date);
    date.setTime(2_000);
    expect(now).toEqual(new Date(1_000));
    expect(readClock(() => date)).toEqual(new Date(2_000));
  });

  it('is the machine’s where none was given', () => {
    const before = Date.now();
    const now = readClock(undefined).getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it.each([[new Date(Number.NaN)], [0], ['2026-01-01T00:00:00Z'], [null], [undefined]])(
    'is refused when it gives %s',
    (given) => {
      expect(() => readClock((() => given) as unknown as () => Date)).toThrow(
        new TypeError('clock must give a valid Date'),
      );
    },
  );
});
