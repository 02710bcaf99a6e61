import { describe, expect, it } from 'vitest';
import type { DomainClaimEvent } from '../../../src/organizations/domain-claims/claim-events.js';
import { auditEntry } from '../../stores/audit-contract.js';
import { claimsFixture, codeOf, DAY, DOMAIN, granted, HOUR, ORGANIZATION } from './claims-fixture.js';

/** An event whole, with the members that all of them have. */
function told(type: string, at: string, actor: string | null, data: object, code: string | null = null) {
  return {
    id: expect.any(String),
    at: new Date(at),
    organizationId: ORGANIZATION,
    type,
    actor,
    connectionId: null,
    code,
    reference: null,
    data: { domain: DOMAIN, ...data },
  };
}

const RIVAL = 'org-fabrikam';
const own = (events: readonly DomainClaimEvent[]): readonly DomainClaimEvent[] =>
  events.filter(({ organizationId }) => organizationId !== RIVAL);

describe('what is told of a claim', () => {
  it('is from where it came, by whom, and when its grace ends or would have ended', async () => {
    const { advance, claims, claimWithRecord, events, stub } = claimsFixture();
    const { token } = await claimWithRecord();
    const restore = () => stub.set(DOMAIN, `claimgate-domain-verify=${token}`);
    const check = async (actor: string) => granted(await claims.check(ORGANIZATION, DOMAIN, actor));
    await check('owner-1');
    advance(DAY);
    stub.clear();
    await check('owner-2');
    advance(DAY);
    restore();
    await check('owner-3');
    advance(DAY);
    stub.clear();
    await claims.recheckDue();
    advance(8 * DAY);
    restore();
    await check('owner-4');
    advance(DAY);
    await claims.remove(ORGANIZATION, DOMAIN, 'owner-5');
    const [first, second] = ['2026-03-09T12:00:00.000Z', '2026-03-11T12:00:00.000Z'];
    expect(events).toEqual([
      told('domain_claimed', '2026-03-01T12:00:00Z', 'owner-1', {}),
      told('domain_verified', '2026-03-01T12:00:00Z', 'owner-1', { from: 'pending' }),
      told('domain_grace_started', '2026-03-02T12:00:00Z', 'owner-2', {
        from: 'verified',
        graceEndsAt: first,
      }),
      told('domain_recovered', '2026-03-03T12:00:00Z', 'owner-3', { from: 'grace', graceEndsAt: first }),
      told('domain_grace_started', '2026-03-04T12:00:00Z', null, { from: 'verified', graceEndsAt: second }),
      told('domain_unverified', '2026-03-12T12:00:00Z', null, { from: 'grace', graceEndsAt: second }),
      told('domain_verified', '2026-03-12T12:00:00Z', 'owner-4', { from: 'unverified' }),
      told('domain_released', '2026-03-13T12:00:00Z', 'owner-5', { from: 'verified', reason: 'removed' }),
    ]);
  });

  it.each([
    ['an administrator', 'owner-2'],
    ['the schedule', null],
  ])('is that it waited too long, by %s who looked', async (_who, actor) => {
    const { advance, claims, events } = claimsFixture();
    await claims.claim(ORGANIZATION, DOMAIN, 'owner-1');
    advance(30 * DAY);
    if (actor === null) await claims.recheckDue();
    else await claims.check(ORGANIZATION, DOMAIN, actor);
    expect(events.slice(1)).toEqual([
      told('domain_released', '2026-03-31T12:00:00Z', actor, { reason: 'expired' }),
    ]);
  });
});

describe('a verification that is refused', () => {
  /** Two organisations with their records, of which the other one was first. */
  async function beaten() {
    const fixture = claimsFixture();
    const rival = await fixture.verified(RIVAL);
    const claim = await fixture.claimWithRecord();
    const records = [rival, claim].map(({ token }) => `claimgate-domain-verify=${token}`);
    fixture.stub.set(DOMAIN, ...records);
    const check = (actor: string) => fixture.claims.check(ORGANIZATION, DOMAIN, actor);
    return { ...fixture, check, records };
  }
  const refused = (at: string, actor: string | null) =>
    told('domain_verification_refused', at, actor, {}, 'domain_already_claimed');

  it('is told each time to whoever asks', async () => {
    const { advance, check, events } = await beaten();
    const already = { error: { code: 'domain_already_claimed', details: { domain: DOMAIN } } };
    expect(await check('owner-1')).toMatchObject(already);
    advance(HOUR);
    expect(await check('owner-2')).toMatchObject(already);
    expect(own(events).slice(1)).toEqual([
      refused('2026-03-01T12:00:00Z', 'owner-1'),
      refused('2026-03-01T13:00:00Z', 'owner-2'),
    ]);
  });

  it('is told once by the schedule, and again after the record was gone', async () => {
    const { advance, claims, events, records, stub } = await beaten();
    const round = async (): Promise<number> => {
      advance(6 * HOUR);
      return granted(await claims.recheckDue()).refused;
    };
    expect([await round(), await round()]).toEqual([1, 1]);
    expect(own(events).slice(1)).toEqual([refused('2026-03-01T18:00:00Z', null)]);
    stub.set(DOMAIN, ...records.slice(0, 1));
    expect(await round()).toBe(0);
    stub.set(DOMAIN, ...records);
    expect([await round(), await round()]).toEqual([1, 1]);
    expect(own(events).slice(2)).toEqual([refused('2026-03-02T12:00:00Z', null)]);
  });

  it('keeps what was seen, and looks again as often as at a verified claim', async () => {
    const { check, claims, advance, now, stored } = await beaten();
    const seen = () => ({
      status: 'pending',
      verifiedAt: null,
      lastCheckedAt: now(),
      lastOutcome: 'found',
      nextCheckAt: new Date(now().getTime() + 6 * HOUR),
    });
    await check('owner-1');
    expect(await stored()).toMatchObject(seen());
    advance(6 * HOUR);
    await claims.recheckDue();
    expect(await stored()).toMatchObject(seen());
  });

  it('does not begin the checks again of a claim that is not looked at any more', async () => {
    const { advance, claims, claimWithRecord, store, stored, stub, verified } = claimsFixture();
    const { token } = await verified();
    stub.clear();
    await claims.check(ORGANIZATION, DOMAIN, null);
    advance(7 * DAY);
    await claims.recheckDue();
    advance(30 * DAY);
    await claims.recheckDue();
    const never = (await stored())?.nextCheckAt;
    expect(never?.getUTCFullYear()).toBe(9999);
    await claimWithRecord(RIVAL);
    await claims.check(RIVAL, DOMAIN, null);
    stub.set(DOMAIN, `claimgate-domain-verify=${token}`);
    expect(codeOf(await claims.check(ORGANIZATION, DOMAIN, null))).toBe('domain_already_claimed');
    expect(await stored()).toMatchObject({ lastOutcome: 'found', nextCheckAt: never });
    expect(await store.findOrganization(DOMAIN)).toBe(RIVAL);
  });

  it('names the reason that the domain may no longer be claimed', async () => {
    const { claims, claimWithRecord, events, store, stub } = claimsFixture();
    const claim = await claimWithRecord();
    await store.insertClaim({ ...claim, domain: 'gmail.com' }, auditEntry());
    stub.set('gmail.com', `claimgate-domain-verify=${claim.token}`);
    await claims.check(ORGANIZATION, 'gmail.com', 'owner-1');
    expect(events.slice(1)).toMatchObject([
      { code: 'domain_is_public_mail_provider', actor: 'owner-1', data: { domain: 'gmail.com' } },
    ]);
  });
});
