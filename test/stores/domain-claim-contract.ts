import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type { DomainClaim, DomainClaimRecordStore } from '../../src/stores/interfaces/domain-claims.js';
import { auditEntry } from './audit-contract.js';

export interface OpenedDomainClaims {
  readonly claims: DomainClaimRecordStore;
  /** The log that `claims` writes to. */
  readonly audit: AuditStore;
}

const HOUR = 3_600_000;

/** A pending claim of an organisation and a domain that no other test has. */
export function domainClaim(members: Partial<DomainClaim> = {}): DomainClaim {
  return {
    organizationId: `org-${randomUUID()}`,
    domain: `${randomUUID()}.contoso.com`,
    token: randomUUID().replaceAll('-', ''),
    status: 'pending',
    createdAt: new Date('2026-03-01T12:00:00.123Z'),
    createdBy: 'owner-1',
    verifiedAt: null,
    lastCheckedAt: null,
    lastOutcome: null,
    nextCheckAt: new Date('2026-03-01T12:05:00.456Z'),
    graceEndsAt: null,
    unverifiedAt: null,
    revision: 1_073_741_823,
    ...members,
  };
}

/** What every store of domain claims promises. `open` gives stores that are ready to use; their content may be shared. */
export function domainClaimContract(name: string, open: () => Promise<OpenedDomainClaims>): void {
  const entryOf = ({ organizationId, domain }: DomainClaim, type = 'domain_claimed') =>
    auditEntry({ organizationId, type, data: { domain } });
  const next = (claim: DomainClaim, members: Partial<DomainClaim>): DomainClaim => ({
    ...claim,
    revision: claim.revision + 1,
    ...members,
  });
  const verified = (claim: DomainClaim) => next(claim, { status: 'verified', verifiedAt: new Date() });
  const insert = async ({ claims }: OpenedDomainClaims, members: Partial<DomainClaim> = {}) => {
    const claim = domainClaim(members);
    expect(await claims.insertClaim(claim, entryOf(claim))).toBe(true);
    return claim;
  };
  const logged = async ({ audit }: OpenedDomainClaims, { organizationId }: DomainClaim) =>
    (await audit.list(organizationId, { before: null, limit: 1_000 })).map(({ type }) => type);

  describe(`${name} as store of domain claims`, () => {
    it('gives back what was inserted, to the millisecond, and writes its entry', async () => {
      const store = await open();
      const claim = await insert(store);
      expect(await store.claims.findClaim(claim.organizationId, claim.domain)).toEqual(claim);
      expect(await store.claims.listClaims(claim.organizationId)).toEqual([claim]);
      const [entry] = await store.audit.list(claim.organizationId, { before: null, limit: 10 });
      expect(entry).toMatchObject({ type: 'domain_claimed', data: { domain: claim.domain } });
    });

    it('keeps every field of a claim', async () => {
      const store = await open();
      const claim = await insert(store, { createdBy: null });
      const days = (day: number) => new Date(Date.UTC(2026, 3, day, 1, 2, 3, 4));
      const full = next(claim, {
        status: 'grace',
        verifiedAt: days(1),
        lastCheckedAt: days(2),
        lastOutcome: 'absent',
        nextCheckAt: new Date('9999-12-31T23:59:59.999Z'),
        graceEndsAt: days(3),
        unverifiedAt: days(4),
      });
      expect(await store.claims.replaceClaim(full, claim.revision, null)).toBe('replaced');
      expect(await store.claims.findClaim(claim.organizationId, claim.domain)).toEqual(full);
    });

    it('holds one claim of an organisation on a domain, however many insert at once', async () => {
      const store = await open();
      const claim = domainClaim();
      const inserted = await Promise.all(
        Array.from({ length: 20 }, () => store.claims.insertClaim(claim, entryOf(claim))),
      );
      expect(inserted.filter(Boolean)).toHaveLength(1);
      expect(await logged(store, claim)).toEqual(['domain_claimed']);
    });

    it('reserves nothing for a pending or an unverified claim', async () => {
      const store = await open();
      const claim = await insert(store);
      const other = await insert(store, { domain: claim.domain });
      const unverified = next(other, { status: 'unverified', unverifiedAt: new Date() });
      await store.claims.replaceClaim(unverified, other.revision, null);
      expect(await store.claims.findOrganization(claim.domain)).toBeNull();
      expect(await store.claims.replaceClaim(verified(claim), claim.revision, null)).toBe('replaced');
      expect(await store.claims.findOrganization(claim.domain)).toBe(claim.organizationId);
      expect(await store.claims.listVerified(claim.organizationId)).toEqual([claim.domain]);
      expect(await store.claims.listVerified(other.organizationId)).toEqual([]);
    });

    it('gives a domain to one of many organisations that verify it at once, with one entry', async () => {
      const store = await open();
      const domain = `${randomUUID()}.contoso.com`;
      const rivals = await Promise.all(Array.from({ length: 20 }, () => insert(store, { domain })));
      const outcomes = await Promise.all(
        rivals.map((claim) =>
          store.claims.replaceClaim(verified(claim), claim.revision, entryOf(claim, 'domain_verified')),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'claimed-by-other')).toHaveLength(19);
      const winner = rivals[outcomes.indexOf('replaced')];
      expect(await store.claims.findOrganization(domain)).toBe(winner?.organizationId);
      for (const [index, claim] of rivals.entries()) {
        const won = outcomes[index] === 'replaced';
        expect(await logged(store, claim)).toEqual(
          won ? ['domain_verified', 'domain_claimed'] : ['domain_claimed'],
        );
        const kept = await store.claims.findClaim(claim.organizationId, domain);
        expect(kept).toMatchObject(won ? { status: 'verified' } : claim);
      }
    });

    it('holds a domain in grace for its organisation, and admits until the grace ends', async () => {
      const store = await open();
      const claim = await insert(store);
      const grace = (end: number, revision: number) =>
        next(claim, { status: 'grace', graceEndsAt: new Date(Date.now() + end), revision });
      await store.claims.replaceClaim(grace(HOUR, 2), claim.revision, null);
      expect(await store.claims.findOrganization(claim.domain)).toBe(claim.organizationId);
      expect(await store.claims.listVerified(claim.organizationId)).toEqual([claim.domain]);
      const other = await insert(store, { domain: claim.domain });
      expect(await store.claims.replaceClaim(verified(other), other.revision, null)).toBe('claimed-by-other');
      await store.claims.replaceClaim(grace(-1_000, 3), 2, null);
      expect(await store.claims.findOrganization(claim.domain)).toBeNull();
      expect(await store.claims.listVerified(claim.organizationId)).toEqual([]);
    });

    it('frees the domain when its claim is unverified or removed', async () => {
      const store = await open();
      const first = await insert(store);
      const second = await insert(store, { domain: first.domain });
      await store.claims.replaceClaim(verified(first), first.revision, null);
      const lost = next(verified(first), { status: 'unverified', unverifiedAt: new Date() });
      await store.claims.replaceClaim(lost, first.revision + 1, null);
      expect(await store.claims.replaceClaim(verified(second), second.revision, null)).toBe('replaced');
      const { organizationId, domain } = second;
      const released = entryOf(second, 'domain_released');
      expect(await store.claims.removeClaim(organizationId, domain, second.revision + 1, released)).toBe(
        true,
      );
      expect(await store.claims.findOrganization(domain)).toBeNull();
      expect(await store.claims.findClaim(organizationId, domain)).toBeNull();
      expect(await logged(store, second)).toEqual(['domain_released', 'domain_claimed']);
    });

    it('writes and removes nothing over another revision, and then has no entry', async () => {
      const store = await open();
      const claim = await insert(store);
      const { claims } = store;
      const entry = () => entryOf(claim, 'domain_verified');
      expect(await claims.replaceClaim(verified(claim), claim.revision - 1, entry())).toBe('changed');
      expect(await claims.replaceClaim(domainClaim(), claim.revision, entry())).toBe('changed');
      const { organizationId, domain, revision } = claim;
      expect(await claims.removeClaim(organizationId, domain, revision + 1, entry())).toBe(false);
      expect(await claims.removeClaim('org-other', domain, revision, entry())).toBe(false);
      expect(await claims.findClaim(organizationId, domain)).toEqual(claim);
      expect(await logged(store, claim)).toEqual(['domain_claimed']);
    });

    it('lets one of many writers over one revision write', async () => {
      const store = await open();
      const claim = await insert(store);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.claims.replaceClaim(verified(claim), claim.revision, entryOf(claim, 'domain_verified')),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
      expect(await logged(store, claim)).toEqual(['domain_verified', 'domain_claimed']);
    });

    it('lists the claims of one organisation by domain', async () => {
      const store = await open();
      const organizationId = `org-${randomUUID()}`;
      for (const label of ['b', 'xn--a', 'a', 'a-b', '0']) {
        await insert(store, { organizationId, domain: `${label}.contoso.com` });
      }
      await insert(store, { domain: 'a.contoso.com' });
      const listed = await store.claims.listClaims(organizationId);
      expect(listed.map(({ domain }) => domain)).toEqual(
        ['0', 'a-b', 'a', 'b', 'xn--a'].map((label) => `${label}.contoso.com`),
      );
    });

    it('compares organisation and domain to the letter', async () => {
      const store = await open();
      const claim = await insert(store);
      await store.claims.replaceClaim(verified(claim), claim.revision, null);
      const { organizationId, domain } = claim;
      for (const odd of [
        domain.toUpperCase(),
        `${domain}.`,
        ` ${domain}`,
        `www.${domain}`,
        '__proto__',
        '',
      ]) {
        expect(await store.claims.findOrganization(odd)).toBeNull();
        expect(await store.claims.findClaim(organizationId, odd)).toBeNull();
      }
      for (const odd of [organizationId.toUpperCase(), '', `${organizationId} `]) {
        expect(await store.claims.findClaim(odd, domain)).toBeNull();
        expect(await store.claims.listVerified(odd)).toEqual([]);
        expect(await store.claims.listClaims(odd)).toEqual([]);
      }
    });

    it('lists what is due over all organisations, the longest due first', async () => {
      const store = await open();
      const due = ['2001-01-03', '2001-01-01', '2001-01-02'].map((day) => new Date(`${day}T00:00:00Z`));
      const inserted: DomainClaim[] = [];
      for (const nextCheckAt of due) inserted.push(await insert(store, { nextCheckAt }));
      const [third, first, second] = inserted;
      const own = new Set(inserted.map(({ domain }) => domain));
      const dueAt = async (now: string, limit: number) =>
        (await store.claims.listDueClaims(new Date(now), limit)).filter(({ domain }) => own.has(domain));
      expect(await dueAt('2001-01-03T00:00:00Z', 1_000)).toEqual([first, second, third]);
      expect(await dueAt('2001-01-02T23:59:59Z', 1_000)).toEqual([first, second]);
      expect(await store.claims.listDueClaims(new Date('2001-01-03T00:00:00Z'), 2)).toHaveLength(2);
      expect(await dueAt('2000-12-31T00:00:00Z', 1_000)).toEqual([]);
      for (const { organizationId, domain, revision } of inserted) {
        await store.claims.removeClaim(organizationId, domain, revision, auditEntry({ organizationId }));
      }
    });

    it('does not change with what was given or taken', async () => {
      const store = await open();
      const claim = domainClaim({ createdAt: new Date(1_000) });
      await store.claims.insertClaim(claim, entryOf(claim));
      claim.createdAt.setTime(2_000);
      (await store.claims.findClaim(claim.organizationId, claim.domain))?.createdAt.setTime(3_000);
      const found = await store.claims.findClaim(claim.organizationId, claim.domain);
      expect(found?.createdAt).toEqual(new Date(1_000));
    });
  });
}
