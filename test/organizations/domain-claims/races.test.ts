import { describe, expect, it, vi } from 'vitest';
import type { DomainClaimRecordStore } from '../../../src/stores/interfaces/domain-claims.js';
import { memoryAuditStore } from '../../../src/stores/memory/audit-store.js';
import { memoryDomainClaimRecords } from '../../../src/stores/memory/domain-claim-records.js';
import { claimsFixture, codeOf, DAY, DOMAIN, granted, HOUR, MINUTE, ORGANIZATION } from './claims-fixture.js';

const STORE = memoryDomainClaimRecords({ audit: memoryAuditStore() });
const RIVALS = Array.from({ length: 25 }, (_, index) => `org-${index}`);

describe('many at once', () => {
  it('organisations that verify one domain leave exactly one with it', async () => {
    const { claims, logged, store, stub } = claimsFixture();
    const made = await Promise.all(
      RIVALS.map(async (rival) => granted(await claims.claim(rival, DOMAIN, null))),
    );
    stub.set(DOMAIN, ...made.map(({ token }) => `claimgate-domain-verify=${token}`));
    const codes = (await Promise.all(RIVALS.map((rival) => claims.check(rival, DOMAIN, null)))).map(codeOf);
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'domain_already_claimed')).toHaveLength(24);
    expect(await store.findOrganization(DOMAIN)).toBe(RIVALS[codes.indexOf('ok')]);
    for (const [index, rival] of RIVALS.entries()) {
      const outcome = codes[index] === 'ok' ? 'domain_verified' : 'domain_verification_refused';
      expect(await logged(rival)).toEqual(['domain_claimed', outcome]);
    }
  });

  it('checks of one claim verify it once', async () => {
    const { claims, claimWithRecord, logged } = claimsFixture();
    await claimWithRecord();
    const codes = await Promise.all(
      Array.from({ length: 4 }, async () => codeOf(await claims.check(ORGANIZATION, DOMAIN, null))),
    );
    expect(codes).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await logged()).toEqual(['domain_claimed', 'domain_verified']);
  });

  it('a claim that is removed, and made anew, while it is being looked at is not verified by the old token', async () => {
    let meanwhile = async (): Promise<void> => undefined;
    const fixture = claimsFixture({
      resolvers: [
        {
          name: 'slow',
          async resolveTxt(name, signal) {
            const answer = await fixture.stub.resolveTxt(name, signal);
            await meanwhile();
            return answer;
          },
        },
      ],
    });
    const { claims, claimWithRecord, store, stored } = fixture;
    const old = await claimWithRecord();
    meanwhile = async () => {
      meanwhile = async () => undefined;
      await claims.remove(ORGANIZATION, DOMAIN, null);
      await claims.claim(ORGANIZATION, DOMAIN, null);
    };
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked).toMatchObject({ outcome: 'absent', claim: { status: 'pending' } });
    expect((await stored())?.token).not.toBe(old.token);
    expect(await store.findOrganization(DOMAIN)).toBeNull();
  });

  it('a claim that is removed while it is being looked at stays removed', async () => {
    const fixture = claimsFixture({
      resolvers: [
        {
          name: 'slow',
          async resolveTxt(name, signal) {
            await fixture.claims.remove(ORGANIZATION, DOMAIN, null);
            return fixture.stub.resolveTxt(name, signal);
          },
        },
      ],
    });
    await fixture.claimWithRecord();
    expect(codeOf(await fixture.claims.check(ORGANIZATION, DOMAIN, null))).toBe('domain_claim_unknown');
    expect(await fixture.stored()).toBeNull();
  });

  it('give up on a claim that changed at each of five tries', async () => {
    const replaceClaim = vi.fn(async () => 'changed' as const);
    const removeClaim = vi.fn(async () => false);
    const { claims } = claimsFixture({ store: { ...STORE, replaceClaim, removeClaim } });
    const domain = 'contended.example';
    await claims.claim(ORGANIZATION, domain, null);
    const contended = { error: { code: 'domain_claim_contended', details: { domain } } };
    expect(await claims.check(ORGANIZATION, domain, null)).toMatchObject(contended);
    expect(replaceClaim).toHaveBeenCalledTimes(5);
    expect(await claims.remove(ORGANIZATION, domain, null)).toMatchObject(contended);
    expect(removeClaim).toHaveBeenCalledTimes(5);
  });

  it.each([
    ['takes it', 'replaceClaim', 0],
    ['writes what it saw', 'replaceClaim', 1],
    ['removes it', 'removeClaim', 0],
    ['writes that it was refused', 'replaceClaim', 2],
  ] as const)(
    'a claim that another instance changes before this one %s is skipped',
    async (what, method, count) => {
      const { advance, claims, claimWithRecord, now, store, stub, verified } = claimsFixture();
      const own = await claimWithRecord();
      if (method === 'removeClaim') {
        stub.clear();
        advance(31 * DAY);
      }
      if (what === 'writes that it was refused') {
        const rival = await verified('org-fabrikam');
        stub.set(DOMAIN, ...[rival, own].map(({ token }) => `claimgate-domain-verify=${token}`));
      }
      advance(HOUR);
      let calls = 0;
      const overtaken: DomainClaimRecordStore = {
        ...store,
        removeClaim: async () => false,
        replaceClaim: async (...write) => {
          calls += 1;
          return method === 'replaceClaim' && calls > count ? 'changed' : store.replaceClaim(...write);
        },
      };
      const second = claimsFixture({ store: overtaken, clock: now, resolvers: [stub] });
      expect(granted(await second.claims.recheckDue())).toMatchObject({ due: 1, skipped: 1 });
      expect(second.events).toEqual([]);
      advance(2 * MINUTE);
      expect(granted(await claims.recheckDue())).toMatchObject({ due: 1, skipped: 0 });
    },
  );
});

describe('a store that fails', () => {
  const broken = async (): Promise<never> => {
    throw new Error('connection lost');
  };

  it.each<keyof DomainClaimRecordStore>(['insertClaim', 'listClaims'])(
    'refuses a claim: %s',
    async (method) => {
      const { claims, events } = claimsFixture({ store: { ...STORE, [method]: broken } });
      expect(codeOf(await claims.claim('org-x', DOMAIN, null))).toBe('store_unavailable');
      expect(events).toEqual([]);
    },
  );

  it.each<keyof DomainClaimRecordStore>(['findClaim', 'replaceClaim'])(
    'refuses a check: %s',
    async (method) => {
      const { claims, claimWithRecord, store, stub } = claimsFixture();
      await claimWithRecord();
      const failing = claimsFixture({ store: { ...store, [method]: broken }, resolvers: [stub] });
      expect(codeOf(await failing.claims.check(ORGANIZATION, DOMAIN, null))).toBe('store_unavailable');
      expect(failing.events).toEqual([]);
      expect(codeOf(await claims.check(ORGANIZATION, DOMAIN, null))).toBe('ok');
    },
  );

  it('refuses a check that would have to end a grace first', async () => {
    const { advance, claims, now, store, stub, verified } = claimsFixture();
    await verified();
    stub.clear();
    await claims.check(ORGANIZATION, DOMAIN, null);
    advance(7 * DAY);
    const failing = claimsFixture({ store: { ...store, replaceClaim: broken }, clock: now });
    expect(codeOf(await failing.claims.check(ORGANIZATION, DOMAIN, null))).toBe('store_unavailable');
    expect(failing.events).toEqual([]);
  });

  it.each<keyof DomainClaimRecordStore>(['findClaim', 'removeClaim'])(
    'refuses a removal: %s',
    async (method) => {
      const { claimWithRecord, store, stored } = claimsFixture();
      await claimWithRecord();
      const failing = claimsFixture({ store: { ...store, [method]: broken } });
      expect(codeOf(await failing.claims.remove(ORGANIZATION, DOMAIN, null))).toBe('store_unavailable');
      expect(await stored()).not.toBeNull();
    },
  );

  it.each([
    { organizationId: 'org-fabrikam' },
    { domain: 'fabrikam.com' },
    { token: '' },
    { token: 'short' },
    { status: 'owned' },
    { revision: 0.5 },
  ])('by giving a claim with %j is not believed', async (members) => {
    const { claimWithRecord, store, stub } = claimsFixture();
    await claimWithRecord();
    stub.set(DOMAIN, 'claimgate-domain-verify=', 'claimgate-domain-verify=short');
    const findClaim: typeof store.findClaim = async (organizationId, domain) => {
      const claim = await store.findClaim(organizationId, domain);
      return claim === null ? null : ({ ...claim, ...members } as typeof claim);
    };
    const { claims } = claimsFixture({ store: { ...store, findClaim }, resolvers: [stub] });
    expect(codeOf(await claims.check(ORGANIZATION, DOMAIN, null))).toBe('store_unavailable');
    expect(await store.findOrganization(DOMAIN)).toBeNull();
  });

  it.each<[DomainClaimRecordStore['removeClaim'], string]>([
    [broken, 'store_unavailable'],
    [async () => false, 'domain_claim_contended'],
  ])('does not end a claim that waited too long', async (removeClaim, code) => {
    const { claims, store, stored } = claimsFixture();
    await claims.claim(ORGANIZATION, DOMAIN, null);
    const clock = () => new Date('2027-01-01T00:00:00Z');
    const failing = claimsFixture({ store: { ...store, removeClaim }, clock });
    expect(codeOf(await failing.claims.check(ORGANIZATION, DOMAIN, null))).toBe(code);
    expect(failing.events).toEqual([]);
    expect(await stored()).not.toBeNull();
  });

  it.each([
    ['fails', 'store_unavailable'],
    ['is overtaken', 'domain_claim_contended'],
  ])('when a refused verification is kept: it %s', async (how, code) => {
    const { claimWithRecord, store, stub, verified } = claimsFixture();
    const rival = await verified('org-fabrikam');
    const { token } = await claimWithRecord();
    stub.set(DOMAIN, ...[rival.token, token].map((each) => `claimgate-domain-verify=${each}`));
    const replaceClaim: typeof store.replaceClaim = async (claim, revision, entry) => {
      if (claim.status === 'verified') return store.replaceClaim(claim, revision, entry);
      return how === 'fails' ? broken() : 'changed';
    };
    const failing = claimsFixture({ store: { ...store, replaceClaim }, resolvers: [stub] });
    expect(codeOf(await failing.claims.check(ORGANIZATION, DOMAIN, null))).toBe(code);
    expect(failing.events).toEqual([]);
  });

  it('by giving a grace without an end is taken for one that is over', async () => {
    const { store, stub, verified } = claimsFixture();
    await verified();
    const findClaim: typeof store.findClaim = async (organizationId, domain) => {
      const claim = await store.findClaim(organizationId, domain);
      return claim?.status === 'verified' && claim.unverifiedAt === null
        ? { ...claim, status: 'grace' }
        : claim;
    };
    stub.clear();
    const { claims } = claimsFixture({ store: { ...store, findClaim }, resolvers: [stub] });
    expect(await claims.check(ORGANIZATION, DOMAIN, null)).toMatchObject({
      value: { claim: { status: 'unverified' }, outcome: 'absent' },
    });
    expect(await store.findOrganization(DOMAIN)).toBeNull();
  });

  it('by throwing what is no error is refused all the same', async () => {
    const listClaims = () => Promise.reject('gone');
    const { claims } = claimsFixture({ store: { ...STORE, listClaims } });
    expect(await claims.list('org-x')).toMatchObject({
      error: { code: 'store_unavailable', details: { store: 'domainClaims', reason: 'gone' } },
    });
  });

  it('by listing claims of others is not believed', async () => {
    const { claimWithRecord, store } = claimsFixture();
    const claim = await claimWithRecord();
    const { claims } = claimsFixture({ store: { ...store, listClaims: async () => [claim] } });
    expect(codeOf(await claims.list('org-fabrikam'))).toBe('store_unavailable');
  });
});
