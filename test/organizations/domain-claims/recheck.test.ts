import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DomainClaimRecordStore } from '../../../src/stores/interfaces/domain-claims.js';
import { claimsFixture, DAY, DOMAIN, granted, HOUR, MINUTE, ORGANIZATION } from './claims-fixture.js';

const NOTHING = {
  due: 0,
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

describe('recheckDue', () => {
  it('does nothing before a check is due', async () => {
    const { advance, claimWithRecord, claims } = claimsFixture();
    await claimWithRecord();
    advance(15 * MINUTE - 1);
    expect(granted(await claims.recheckDue())).toEqual(NOTHING);
    advance(1);
    expect(granted(await claims.recheckDue())).toEqual({ ...NOTHING, due: 1, verified: 1 });
  });

  it('takes each claim through its life, with nobody as actor', async () => {
    const { advance, audit, claimWithRecord, claims, stub } = claimsFixture();
    const { token } = await claimWithRecord();
    const round = async (wait: number) => {
      advance(wait);
      return granted(await claims.recheckDue());
    };
    expect(await round(HOUR)).toMatchObject({ verified: 1 });
    expect(await round(6 * HOUR)).toMatchObject({ unchanged: 1 });
    stub.clear(DOMAIN);
    expect(await round(6 * HOUR)).toMatchObject({ graceStarted: 1 });
    expect(await round(15 * MINUTE)).toMatchObject({ unchanged: 1 });
    stub.set(`_claimgate-challenge.${DOMAIN}`, `claimgate-domain-verify=${token}`);
    expect(await round(15 * MINUTE)).toMatchObject({ recovered: 1 });
    stub.clear();
    expect(await round(6 * HOUR)).toMatchObject({ graceStarted: 1 });
    expect(await round(7 * DAY)).toMatchObject({ unverified: 1 });
    const entries = await audit.list(ORGANIZATION, { before: null, limit: 100 });
    expect(entries.slice(0, -1).map(({ actor }) => actor)).toEqual([null, null, null, null, null]);
  });

  it('looks ever less often at a claim that waits, and removes it in the end', async () => {
    const { advance, claims, logged, stored } = claimsFixture();
    await claims.claim(ORGANIZATION, DOMAIN, null);
    const waits: number[] = [];
    for (let rounds = 0; rounds < 1_000; rounds += 1) {
      const claim = await stored();
      if (claim === null) break;
      const wait = claim.nextCheckAt.getTime() - (claim.lastCheckedAt ?? claim.createdAt).getTime();
      waits.push(wait);
      advance(wait);
      await claims.recheckDue();
    }
    expect(waits[0]).toBe(15 * MINUTE);
    expect(waits.at(-1)).toBe(6 * HOUR);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.length).toBeLessThan(200);
    expect(await logged()).toEqual(['domain_claimed', 'domain_released']);
  });

  it('tells once of a claim that another organisation was faster with', async () => {
    const { advance, claimWithRecord, claims, logged, stub, verified } = claimsFixture();
    const rival = await verified('org-fabrikam');
    const { token } = await claimWithRecord();
    stub.set(DOMAIN, ...[rival.token, token].map((each) => `claimgate-domain-verify=${each}`));
    for (const wait of [HOUR, 6 * HOUR, 6 * HOUR]) {
      advance(wait);
      expect(granted(await claims.recheckDue())).toMatchObject({ refused: 1 });
    }
    expect(await logged()).toEqual(['domain_claimed', 'domain_verification_refused']);
    await claims.remove('org-fabrikam', DOMAIN, null);
    advance(6 * HOUR);
    expect(granted(await claims.recheckDue())).toMatchObject({ verified: 1 });
  });

  it('checks each claim once, however many instances do it at once', async () => {
    const asked: string[] = [];
    const fixture = claimsFixture({
      resolvers: [
        {
          name: 'counting',
          async resolveTxt(name, signal) {
            asked.push(name);
            await new Promise((resolve) => setTimeout(resolve, 2));
            return fixture.stub.resolveTxt(name, signal);
          },
        },
      ],
    });
    const { advance, claimWithRecord, claims, logged } = fixture;
    const organizations = Array.from({ length: 20 }, (_, index) => `org-${index}`);
    for (const organization of organizations) await claimWithRecord(organization, `${organization}.example`);
    advance(HOUR);
    const rounds = await Promise.all(Array.from({ length: 5 }, () => claims.recheckDue()));
    const total = rounds.map(granted).reduce((sum, { verified }) => sum + verified, 0);
    expect(total).toBe(20);
    expect(new Set(asked).size).toBe(asked.length);
    for (const organization of organizations) {
      expect(await logged(organization)).toEqual(['domain_claimed', 'domain_verified']);
    }
  });

  it('leaves a claim to whoever took it, and takes it over when that one is gone', async () => {
    const { advance, claimWithRecord, claims, store, stored } = claimsFixture();
    await claimWithRecord();
    advance(HOUR);
    const replaceClaim = vi.fn(store.replaceClaim);
    const cause = new Error('the instance was killed');
    replaceClaim.mockImplementationOnce(store.replaceClaim);
    replaceClaim.mockImplementationOnce(async () => {
      throw cause;
    });
    const dying = claimsFixture({
      store: { ...store, replaceClaim },
      clock: () => new Date('2026-03-01T13:00:00Z'),
    });
    expect(granted(await dying.claims.recheckDue())).toMatchObject({ failed: 1 });
    expect(dying.events).toEqual([
      {
        type: 'domain_recheck_failed',
        at: expect.any(Date),
        organizationId: ORGANIZATION,
        domain: DOMAIN,
        cause,
      },
    ]);
    expect(await stored()).toMatchObject({ status: 'pending' });
    // A minute, and what two questions may take.
    advance(80_000 - 1);
    expect(granted(await claims.recheckDue())).toEqual(NOTHING);
    advance(1);
    expect(granted(await claims.recheckDue())).toMatchObject({ verified: 1 });
  });

  it('goes on where one claim fails', async () => {
    const { advance, claimWithRecord, claims, events, store } = claimsFixture();
    for (const domain of ['a.example', 'b.example', 'c.example']) await claimWithRecord(ORGANIZATION, domain);
    advance(HOUR);
    const listDueClaims: DomainClaimRecordStore['listDueClaims'] = async (now, limit) => {
      const [first, ...others] = await store.listDueClaims(now, limit);
      return [null as never, { ...first, token: '' } as never, ...others];
    };
    const failing = claimsFixture({
      store: { ...store, listDueClaims },
      clock: () => new Date('2026-03-01T13:00:00Z'),
    });
    const summary = granted(await failing.claims.recheckDue());
    expect(summary).toMatchObject({ due: 4, failed: 2 });
    const failures = failing.events.filter(({ type }) => type === 'domain_recheck_failed');
    expect(failures).toMatchObject([
      { organizationId: null, domain: null, cause: expect.any(TypeError) },
      { organizationId: ORGANIZATION, cause: { message: 'The store gave a claim that is damaged.' } },
    ]);
    expect(events).toHaveLength(3);
    expect(granted(await claims.recheckDue(1))).toMatchObject({ due: 1 });
  });

  it('says so where the store cannot list', async () => {
    const { store } = claimsFixture();
    const listDueClaims = async (): Promise<never> => {
      throw new Error('connection lost');
    };
    const { claims, events } = claimsFixture({ store: { ...store, listDueClaims } });
    expect(await claims.recheckDue()).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    expect(events).toMatchObject([{ type: 'domain_recheck_failed', organizationId: null, domain: null }]);
  });
});

describe('startRechecking', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('checks on schedule until it is stopped', async () => {
    const { advance, claimWithRecord, claims, stored, stub } = claimsFixture();
    await claimWithRecord();
    advance(HOUR);
    const running = claims.startRechecking({ everySeconds: 60 });
    await vi.advanceTimersByTimeAsync(66_000);
    expect(await stored()).toMatchObject({ status: 'verified' });
    stub.clear();
    advance(6 * HOUR);
    await vi.advanceTimersByTimeAsync(66_000);
    expect(await stored()).toMatchObject({ status: 'grace' });
    await running.stop();
    advance(7 * DAY);
    await vi.advanceTimersByTimeAsync(10 * HOUR);
    expect(await stored()).toMatchObject({ status: 'grace' });
    await running.stop();
  });

  it.each([
    [60, undefined],
    [10, { everySeconds: 10 }],
  ])('looks every %d seconds with the options %j', async (seconds, options) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { store } = claimsFixture();
    const listDueClaims = vi.fn(store.listDueClaims);
    const running = claimsFixture({ store: { ...store, listDueClaims } }).claims.startRechecking(options);
    await vi.advanceTimersByTimeAsync(20 * seconds * 1_000);
    expect(listDueClaims).toHaveBeenCalledTimes(20);
    await running.stop();
  });

  it('waits, when stopped, for the round under way', async () => {
    let answer = (): void => undefined;
    const fixture = claimsFixture({
      resolverTimeoutMs: 60_000,
      resolvers: [
        {
          name: 'slow',
          async resolveTxt(name, signal) {
            await new Promise<void>((resolve) => {
              answer = resolve;
            });
            return fixture.stub.resolveTxt(name, signal);
          },
        },
      ],
    });
    await fixture.claims.claim(ORGANIZATION, DOMAIN, null);
    fixture.advance(HOUR);
    const running = fixture.claims.startRechecking({ everySeconds: 10 });
    await vi.advanceTimersByTimeAsync(10_000);
    let stopped = false;
    const stopping = running.stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stopped).toBe(false);
    answer();
    // The other resolver question of the round ends by its own timeout.
    await vi.advanceTimersByTimeAsync(60_000);
    await stopping;
    expect(await fixture.stored()).toMatchObject({ lastCheckedAt: fixture.now() });
  });

  it('does many rounds in a row while there is much to do', async () => {
    const { advance, claims, store, stored } = claimsFixture({ maxClaims: 1_000 });
    for (let index = 0; index < 250; index += 1) await claims.claim(ORGANIZATION, `d${index}.example`, null);
    advance(HOUR);
    const running = claims.startRechecking({ everySeconds: 60 });
    await vi.advanceTimersByTimeAsync(60_000);
    await running.stop();
    const unchecked = (await store.listClaims(ORGANIZATION)).filter(
      ({ lastCheckedAt }) => lastCheckedAt === null,
    );
    expect(unchecked).toEqual([]);
    expect(await stored()).toBeNull();
  });

  it('survives a store that fails, and a clock that throws', async () => {
    let broken = true;
    const { store } = claimsFixture();
    const time = new Date('2026-03-01T14:00:00Z');
    const fixture = claimsFixture({
      store,
      clock: () => {
        if (broken) throw new Error('no time');
        return time;
      },
    });
    const running = fixture.claims.startRechecking();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(fixture.events.length).toBeGreaterThan(5);
    broken = false;
    fixture.events.length = 0;
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(fixture.events).toEqual([]);
    await running.stop();
  });
});
