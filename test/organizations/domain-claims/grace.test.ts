import { describe, expect, it } from 'vitest';
import type { DomainClaimEvent } from '../../../src/organizations/domain-claims/claim-events.js';
import { claimsFixture, codeOf, DAY, DOMAIN, granted, HOUR, MINUTE, ORGANIZATION } from './claims-fixture.js';

/** A verified claim whose record is gone, as the first look found. */
async function inGrace() {
  const fixture = claimsFixture();
  await fixture.verified();
  fixture.stub.clear(DOMAIN);
  const check = async () => granted(await fixture.claims.check(ORGANIZATION, DOMAIN, 'owner-1'));
  const owner = () => fixture.store.findOrganization(DOMAIN);
  const { claim } = await check();
  const record = `claimgate-domain-verify=${claim.token}`;
  return { ...fixture, check, claim, owner, restore: () => fixture.stub.set(DOMAIN, record) };
}

describe('the grace', () => {
  it('begins with the first absence and admits for a week', async () => {
    const { advance, claim, logged, now, owner } = await inGrace();
    expect(claim).toMatchObject({ status: 'grace', graceEndsAt: new Date(now().getTime() + 7 * DAY) });
    expect(claim.nextCheckAt).toEqual(new Date(now().getTime() + 15 * MINUTE));
    advance(7 * DAY - 1);
    expect(await owner()).toBe(ORGANIZATION);
    expect(await logged()).toEqual(['domain_claimed', 'domain_verified', 'domain_grace_started']);
  });

  it('ends by itself, and is unverified by the next who looks', async () => {
    const { advance, claims, events, logged, now, owner, stored } = await inGrace();
    advance(7 * DAY);
    expect(await owner()).toBeNull();
    expect(granted(await claims.recheckDue())).toMatchObject({ due: 1, unverified: 1 });
    expect(await stored()).toMatchObject({ status: 'unverified', unverifiedAt: now(), graceEndsAt: null });
    expect((await logged()).at(-1)).toBe('domain_unverified');
    expect(events.at(-1)).toMatchObject({ type: 'domain_unverified', actor: null, data: { from: 'grace' } });
  });

  it('is not prolonged by further absence, nor by anything inconclusive', async () => {
    const { advance, check, claim, stub } = await inGrace();
    advance(DAY);
    expect((await check()).claim.graceEndsAt).toEqual(claim.graceEndsAt);
    stub.fail(DOMAIN, 'SERVFAIL');
    advance(DAY);
    expect((await check()).claim).toMatchObject({ status: 'grace', graceEndsAt: claim.graceEndsAt });
  });

  it('ends well when the record is back', async () => {
    const { advance, check, claim, events, owner, restore } = await inGrace();
    advance(6 * DAY);
    restore();
    const checked = await check();
    expect(checked.change).toBe('domain_recovered');
    expect(checked.claim).toMatchObject({
      status: 'verified',
      graceEndsAt: null,
      verifiedAt: claim.verifiedAt,
    });
    expect(events.at(-1)).toMatchObject({ type: 'domain_recovered', data: { from: 'grace' } });
    advance(100 * DAY);
    expect(await owner()).toBe(ORGANIZATION);
  });

  it('has a look of its last moments, so that a record that is back is not missed', async () => {
    const { advance, check, claim } = await inGrace();
    advance(7 * DAY - MINUTE);
    expect((await check()).claim.nextCheckAt).toEqual(claim.graceEndsAt);
  });

  it('is not recovered after its end, though the record is back', async () => {
    const { advance, claims, logged, owner, restore, stored } = await inGrace();
    restore();
    advance(7 * DAY);
    expect(granted(await claims.recheckDue())).toMatchObject({ unverified: 1, recovered: 0 });
    expect(await stored()).toMatchObject({ status: 'unverified' });
    expect(await owner()).toBeNull();
    expect(await logged()).not.toContain('domain_recovered');
  });

  it('is told as ended before the claim is verified anew', async () => {
    const { advance, check, logged, now, owner, restore } = await inGrace();
    restore();
    advance(8 * DAY);
    const { change, claim } = await check();
    expect(change).toBe('domain_verified');
    expect(claim).toMatchObject({ status: 'verified', verifiedAt: now(), unverifiedAt: null });
    expect(await owner()).toBe(ORGANIZATION);
    expect((await logged()).slice(-2)).toEqual(['domain_unverified', 'domain_verified']);
  });

  it.each(['check', 'recheckDue'] as const)(
    'may end during a look, which then recovers nothing: %s',
    async (verb) => {
      let slow = false;
      const fixture = claimsFixture({
        resolvers: [
          {
            name: 'slow',
            async resolveTxt(name, signal) {
              if (slow) fixture.advance(MINUTE);
              return fixture.stub.resolveTxt(name, signal);
            },
          },
        ],
      });
      const { token } = await fixture.verified();
      fixture.stub.clear();
      await fixture.claims.check(ORGANIZATION, DOMAIN, null);
      fixture.stub.set(DOMAIN, `claimgate-domain-verify=${token}`);
      fixture.advance(7 * DAY - MINUTE);
      slow = true;
      if (verb === 'check') await fixture.claims.check(ORGANIZATION, DOMAIN, 'owner-1');
      else await fixture.claims.recheckDue();
      const logged = (await fixture.logged()).slice(2);
      expect(logged).not.toContain('domain_recovered');
      expect(logged.slice(0, 2)).toEqual(['domain_grace_started', 'domain_unverified']);
      expect(await fixture.store.findOrganization(DOMAIN)).toBe(verb === 'check' ? ORGANIZATION : null);
    },
  );

  it('never begins by SERVFAIL, timeouts or lame answers, however long', async () => {
    const { advance, claims, logged, store, stub, verified } = claimsFixture();
    await verified();
    for (const reason of ['SERVFAIL', 'timeout', 'REFUSED', 'lame']) {
      stub.fail(DOMAIN, reason);
      advance(30 * DAY);
      expect(granted(await claims.recheckDue())).toMatchObject({ due: 1, unchanged: 1 });
    }
    expect(await store.findOrganization(DOMAIN)).toBe(ORGANIZATION);
    expect(await logged()).toEqual(['domain_claimed', 'domain_verified']);
  });
});

describe('an unverified claim', () => {
  async function lost() {
    const fixture = await inGrace();
    fixture.advance(7 * DAY);
    await fixture.claims.recheckDue();
    return fixture;
  }

  it('lets another organisation verify the domain, and then is refused', async () => {
    const { check, claims, logged, owner, restore, stub, claimWithRecord } = await lost();
    const rival = await claimWithRecord('org-fabrikam');
    expect(codeOf(await claims.check('org-fabrikam', DOMAIN, null))).toBe('ok');
    expect(await owner()).toBe('org-fabrikam');
    restore();
    await expect(check()).rejects.toMatchObject({ code: 'domain_already_claimed' });
    expect(await owner()).toBe('org-fabrikam');
    expect((await logged()).at(-1)).toBe('domain_verification_refused');
    stub.set(DOMAIN, `claimgate-domain-verify=${rival.token}`);
    expect(granted(await claims.check('org-fabrikam', DOMAIN, null)).claim.status).toBe('verified');
  });

  it('is verified anew on schedule while it is young', async () => {
    const { advance, claims, owner, restore } = await lost();
    restore();
    advance(HOUR);
    expect(granted(await claims.recheckDue())).toMatchObject({ verified: 1 });
    expect(await owner()).toBe(ORGANIZATION);
  });

  it('is not looked at for ever, but kept', async () => {
    const { advance, check, claims, owner, restore, stored } = await lost();
    advance(30 * DAY);
    expect(granted(await claims.recheckDue())).toMatchObject({ due: 1, unchanged: 1 });
    advance(1_000 * DAY);
    expect(granted(await claims.recheckDue())).toMatchObject({ due: 0 });
    expect(await stored()).toMatchObject({ status: 'unverified' });
    restore();
    expect((await check()).claim.status).toBe('verified');
    expect(await owner()).toBe(ORGANIZATION);
  });
});

describe('events', () => {
  it('are those of the log, and what the listener does changes nothing', async () => {
    const seen: DomainClaimEvent[] = [];
    const fixture = claimsFixture({
      onEvent: (event) => {
        seen.push(event);
        expect(() => Object.assign(event, { type: 'forged' })).toThrow(TypeError);
        if (seen.length === 1) throw new Error('listener');
        return Promise.reject(new Error('listener'));
      },
    });
    await fixture.verified();
    const log = await fixture.audit.list(ORGANIZATION, { before: null, limit: 10 });
    expect(seen).toEqual(log.map(({ position: _, ...entry }) => entry).toReversed());
    expect(await fixture.store.findOrganization(DOMAIN)).toBe(ORGANIZATION);
  });

  it('do not come for what was not written', async () => {
    const { claims, events, verified } = claimsFixture();
    await verified();
    const before = events.length;
    await claims.claim(ORGANIZATION, DOMAIN, null);
    await claims.check(ORGANIZATION, DOMAIN, null);
    await claims.remove('org-fabrikam', DOMAIN, null);
    expect(events).toHaveLength(before);
  });
});
