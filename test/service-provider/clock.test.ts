import { describe, expect, it } from 'vitest';
import { answerTo, createSite, finish, NOW, refusalOf, start } from './site.js';

const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);

describe('ERR-07: a clock that does not go on evenly', () => {
  it('going back brings no request and no assertion back', async () => {
    const site = createSite();
    const [one, other] = [await start(site), await start(site)];
    const assertionId = '_once';
    expect(refusalOf(await finish(site, one, answerTo(site, one, { assertionId })))).toBeNull();
    const again = answerTo(site, one);
    const replayed = answerTo(site, other, { assertionId });
    site.now = minutes(-2);
    expect(refusalOf(await finish(site, one, again))?.code).toBe('request_already_used');
    expect(refusalOf(await finish(site, other, replayed))?.code).toBe('assertion_replayed');
  });

  it('going back by more than the skew refuses what it was issued after', async () => {
    const site = createSite();
    const started = await start(site);
    const field = answerTo(site, started);
    site.now = minutes(-10);
    expect(refusalOf(await finish(site, started, field))?.code).toBe('response_issue_instant_in_future');
  });

  it('going forward in the middle of an answer judges it by the time at which it came', async () => {
    const calls: Date[] = [];
    let leap = 0;
    const site = createSite({
      clock: () => {
        const now = new Date(NOW.getTime() + leap * calls.length * 3_600_000);
        calls.push(now);
        return now;
      },
    });
    const started = await start(site);
    const field = answerTo(site, started);
    calls.length = 0;
    leap = 1;
    expect(refusalOf(await finish(site, started, field))).toBeNull();
    expect(calls.length).toBeGreaterThan(0);
  });

  it('going forward between sign-ins ends the request', async () => {
    const site = createSite({ requestLifetimeSeconds: 600 });
    const started = await start(site);
    const field = answerTo(site, started);
    site.now = minutes(10);
    expect(refusalOf(await finish(site, started, field))?.code).toBe('request_expired');
  });
});
