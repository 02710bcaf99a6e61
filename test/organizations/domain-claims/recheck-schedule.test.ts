import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Result, refusal, success } from '../../../src/errors/index.js';
import type { RecheckSummary } from '../../../src/organizations/domain-claims/recheck.js';
import { scheduleRechecks } from '../../../src/organizations/domain-claims/recheck-schedule.js';

const SUMMARY: RecheckSummary = {
  due: 100,
  verified: 0,
  graceStarted: 0,
  recovered: 0,
  unverified: 0,
  expired: 0,
  refused: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};
const EVERY = 1_000;

/** Counts its rounds, all of which end the same. */
function rounds(result: Result<RecheckSummary>): {
  done: number;
  recheckDue(): Promise<Result<RecheckSummary>>;
} {
  const counter = {
    done: 0,
    async recheckDue() {
      counter.done += 1;
      return result;
    },
  };
  return counter;
}

describe('a schedule of checks', () => {
  let random = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(Math, 'random').mockImplementation(() => random);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it.each([
    ['not full', success({ ...SUMMARY, due: 99 })],
    ['full of claims that another instance has', success({ ...SUMMARY, skipped: 100 })],
    ['full of claims that failed', success({ ...SUMMARY, failed: 100 })],
    ['full of both', success({ ...SUMMARY, failed: 60, skipped: 40 })],
    [
      'of a store that failed',
      refusal(
        'store_unavailable',
        { store: 'domainClaims', reason: 'connection lost' },
        { cause: new Error('connection lost') },
      ),
    ],
  ])('waits after a round that was %s', async (_name, result) => {
    random = 0.5;
    const counter = rounds(result);
    const running = scheduleRechecks(counter.recheckDue, EVERY);
    await vi.advanceTimersByTimeAsync(EVERY / 2);
    expect(counter.done).toBe(1);
    await vi.advanceTimersByTimeAsync(EVERY - 1);
    expect(counter.done).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(counter.done).toBe(2);
    await running.stop();
  });

  it('goes on at once after a full round, a hundred times and no more', async () => {
    random = 0.5;
    const counter = rounds(success({ ...SUMMARY, failed: 60, skipped: 39 }));
    const running = scheduleRechecks(counter.recheckDue, EVERY);
    await vi.advanceTimersByTimeAsync(EVERY / 2);
    expect(counter.done).toBe(100);
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(counter.done).toBe(200);
    await running.stop();
  });

  it.each([
    [0, 0, 900],
    [0.25, 250, 950],
    [0.999, 999, 1_100],
  ])('with a throw of %d begins after %d ms and waits %d ms between rounds', async (thrown, first, wait) => {
    random = thrown;
    const counter = rounds(success({ ...SUMMARY, due: 0 }));
    const running = scheduleRechecks(counter.recheckDue, EVERY);
    if (first > 0) {
      await vi.advanceTimersByTimeAsync(first - 1);
      expect(counter.done).toBe(0);
    }
    await vi.advanceTimersByTimeAsync(1);
    expect(counter.done).toBe(1);
    await vi.advanceTimersByTimeAsync(wait - 2);
    expect(counter.done).toBe(1);
    await vi.advanceTimersByTimeAsync(2);
    expect(counter.done).toBe(2);
    await running.stop();
  });

  it('ends with the round in which it is stopped', async () => {
    random = 0;
    let stopping: Promise<void> | undefined;
    let done = 0;
    const running = scheduleRechecks(async () => {
      done += 1;
      stopping = running.stop();
      return success(SUMMARY);
    }, EVERY);
    await vi.advanceTimersByTimeAsync(1);
    await stopping;
    expect(done).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(10 * EVERY);
    expect(done).toBe(1);
  });
});
