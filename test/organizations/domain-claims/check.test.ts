import { describe, expect, it } from 'vitest';
import type { TxtAnswer, TxtResolver } from '../../../src/organizations/domain-claims/txt-resolver.js';
import { stubResolver } from '../../../src/testing/stub-resolver.js';
import { auditEntry } from '../../stores/audit-contract.js';
import { claimsFixture, codeOf, DAY, DOMAIN, granted, HOUR, ORGANIZATION } from './claims-fixture.js';

const CHALLENGE = `_claimgate-challenge.${DOMAIN}`;

describe('check of a pending claim', () => {
  it.each([DOMAIN, CHALLENGE])('verifies by the record at %s', async (name) => {
    const { claims, events, logged, now, store, stub } = claimsFixture();
    const { token } = granted(await claims.claim(ORGANIZATION, DOMAIN, null));
    stub.set(name, 'v=spf1 -all', `claimgate-domain-verify=${token}`, 'MS=ms1');
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, 'owner-1'));
    expect(checked).toMatchObject({
      change: 'domain_verified',
      outcome: 'found',
      remedy: null,
      nearMisses: [],
    });
    expect(checked.claim).toMatchObject({ status: 'verified', verifiedAt: now(), lastOutcome: 'found' });
    expect(await store.findOrganization(DOMAIN)).toBe(ORGANIZATION);
    expect(await logged()).toEqual(['domain_claimed', 'domain_verified']);
    expect(events.at(-1)).toMatchObject({
      type: 'domain_verified',
      actor: 'owner-1',
      data: { domain: DOMAIN, from: 'pending' },
    });
  });

  it('says what each resolver said, and what to do, where nothing is there', async () => {
    const { claims, logged, stub } = claimsFixture();
    await claims.claim(ORGANIZATION, DOMAIN, null);
    stub.set(DOMAIN, 'v=spf1 -all', 'MS=ms1');
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked).toMatchObject({ change: null, outcome: 'absent', claim: { status: 'pending' } });
    expect(checked.resolvers).toEqual([
      {
        resolver: stub.name,
        outcome: 'absent',
        answers: [
          { name: DOMAIN, kind: 'records', reason: null, records: 2 },
          { name: CHALLENGE, kind: 'absent', reason: 'NXDOMAIN', records: 0 },
        ],
      },
    ]);
    expect(checked.remedy).toContain('Make a TXT record');
    expect(await logged()).toEqual(['domain_claimed']);
  });

  it.each<[string, (token: string) => string, string]>([
    ['quotes', (token) => `"claimgate-domain-verify=${token}"`, 'quotation marks'],
    ['quotes', (token) => `claimgate-domain-verify=“${token}”`, 'quotation marks'],
    ['blanks', (token) => ` claimgate-domain-verify=${token}`, 'blanks'],
    ['blanks', (token) => `claimgate-domain-verify= ${token}`, 'blanks'],
    ['letter-case', (token) => `CLAIMGATE-DOMAIN-VERIFY=${token.toUpperCase()}`, 'capital'],
    ['prefix-missing', (token) => token, 'whole value'],
    ['prefix-twice', (token) => `claimgate-domain-verify=claimgate-domain-verify=${token}`, 'repetition'],
    ['other-text', (token) => `v=spf1 -all claimgate-domain-verify=${token}`, 'nothing but'],
    ['other-text', (token) => `claimgate-domain-verify=${token};`, 'nothing but'],
    ['other-token', () => `claimgate-domain-verify=${'a'.repeat(48)}`, 'earlier claim'],
    ['other-token', (token) => `claimgate-domain-verify=${token.slice(0, 47)}`, 'earlier claim'],
  ])('does not verify by a record with a mistake: %s', async (kind, record, remedy) => {
    const { claims, store, stub } = claimsFixture();
    const { token } = granted(await claims.claim(ORGANIZATION, DOMAIN, null));
    stub.set(DOMAIN, record(token));
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked.claim.status).toBe('pending');
    expect(checked.nearMisses).toMatchObject([{ kind, name: DOMAIN, seen: record(token) }]);
    expect(checked.remedy).toContain(remedy);
    expect(await store.findOrganization(DOMAIN)).toBeNull();
  });

  it.each([
    `www.${DOMAIN}`,
    `${DOMAIN}.${DOMAIN}`,
    `${CHALLENGE}.${DOMAIN}`,
    `claimgate-domain-verify.${DOMAIN}`,
  ])('finds, but does not take, the record at %s', async (name) => {
    const { claims, stub } = claimsFixture();
    const { token } = granted(await claims.claim(ORGANIZATION, DOMAIN, null));
    stub.set(name, `claimgate-domain-verify=${token}`);
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked).toMatchObject({ outcome: 'absent', nearMisses: [{ kind: 'wrong-name', name }] });
    expect(checked.remedy).toContain('another name');
  });

  it('looks for no mistake where the record was found', async () => {
    const { claims, claimWithRecord, stub } = claimsFixture();
    const { token } = await claimWithRecord();
    for (const name of [CHALLENGE, `www.${DOMAIN}`]) stub.set(name, `"claimgate-domain-verify=${token}"`);
    expect(granted(await claims.check(ORGANIZATION, DOMAIN, null)).nearMisses).toEqual([]);
    stub.clear(DOMAIN);
    const { nearMisses } = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(nearMisses).toMatchObject([{ kind: 'quotes', name: CHALLENGE }]);
  });

  it('shows a few near misses, and of each a part', async () => {
    const { claims, stub } = claimsFixture();
    await claims.claim(ORGANIZATION, DOMAIN, null);
    stub.set(
      DOMAIN,
      ...Array.from({ length: 50 }, (_, index) => `claimgate-domain-verify=${index}${'x'.repeat(999)}`),
    );
    const { nearMisses } = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(nearMisses).toHaveLength(10);
    expect(nearMisses.every(({ seen }) => seen.length === 300)).toBe(true);
  });

  it('does not verify by the token of another organisation or of another domain', async () => {
    const { claims, stub } = claimsFixture();
    const other = granted(await claims.claim('org-fabrikam', DOMAIN, null));
    const sub = granted(await claims.claim(ORGANIZATION, `sales.${DOMAIN}`, null));
    await claims.claim(ORGANIZATION, DOMAIN, null);
    // A wildcard answers at the second name with everything.
    for (const name of [DOMAIN, CHALLENGE]) {
      stub.set(name, ...[other, sub].map(({ token }) => `claimgate-domain-verify=${token}`));
    }
    expect(granted(await claims.check(ORGANIZATION, DOMAIN, null)).claim.status).toBe('pending');
    expect(granted(await claims.check('org-fabrikam', DOMAIN, null)).claim.status).toBe('verified');
  });

  it('does not verify a sub-domain, or the domain above, by its record', async () => {
    const { claims, claimWithRecord, store } = claimsFixture();
    await claimWithRecord();
    await claims.claim(ORGANIZATION, `sales.${DOMAIN}`, null);
    expect(granted(await claims.check(ORGANIZATION, `sales.${DOMAIN}`, null)).outcome).toBe('absent');
    expect(granted(await claims.check(ORGANIZATION, DOMAIN, null)).outcome).toBe('found');
    expect(await store.findOrganization(`sales.${DOMAIN}`)).toBeNull();
  });

  it('ends with the claim when the record did not come in time', async () => {
    const { advance, claims, logged, stored } = claimsFixture();
    await claims.claim(ORGANIZATION, DOMAIN, null);
    advance(30 * DAY - 1);
    expect(codeOf(await claims.check(ORGANIZATION, DOMAIN, null))).toBe('ok');
    advance(1);
    expect(await claims.check(ORGANIZATION, DOMAIN, null)).toMatchObject({
      error: {
        code: 'domain_claim_expired',
        details: { domain: DOMAIN, createdAt: '2026-03-01T12:00:00.000Z' },
      },
    });
    expect(await stored()).toBeNull();
    expect(await logged()).toEqual(['domain_claimed', 'domain_released']);
  });

  it('still verifies in its last moment', async () => {
    const { advance, claims, claimWithRecord } = claimsFixture();
    await claimWithRecord();
    advance(31 * DAY);
    expect(granted(await claims.check(ORGANIZATION, DOMAIN, null)).claim.status).toBe('verified');
  });

  it('does not verify what may no longer be claimed', async () => {
    const { claims, claimWithRecord, logged, store, stub } = claimsFixture();
    const claim = await claimWithRecord();
    await store.insertClaim({ ...claim, domain: 'gmail.com' }, auditEntry({ organizationId: 'other' }));
    stub.set('gmail.com', `claimgate-domain-verify=${claim.token}`);
    expect(codeOf(await claims.check(ORGANIZATION, 'gmail.com', null))).toBe(
      'domain_is_public_mail_provider',
    );
    expect(await store.findOrganization('gmail.com')).toBeNull();
    expect((await logged()).at(-1)).toBe('domain_verification_refused');
  });
});

describe('several resolvers', () => {
  const at = (name: string, answer: () => TxtAnswer): TxtResolver => ({
    name,
    resolveTxt: async () => answer(),
  });
  const ABSENT: TxtAnswer = { kind: 'absent', reason: 'NXDOMAIN' };
  const SERVFAIL: TxtAnswer = { kind: 'inconclusive', reason: 'SERVFAIL' };
  type Seen = 'found' | 'absent' | 'inconclusive';

  async function checkSeen(first: Seen[], then: Seen[], wait = 0) {
    let record = '';
    let current = first;
    const answer = (index: number) => (): TxtAnswer => {
      if (current[index] === 'found') return { kind: 'records', records: [record] };
      return current[index] === 'absent' ? ABSENT : SERVFAIL;
    };
    const fixture = claimsFixture({ resolvers: first.map((_, index) => at(`r${index}`, answer(index))) });
    const claim = granted(await fixture.claims.claim(ORGANIZATION, DOMAIN, null));
    record = `claimgate-domain-verify=${claim.token}`;
    const before = granted(await fixture.claims.check(ORGANIZATION, DOMAIN, null));
    current = then;
    fixture.advance(wait);
    return { before, after: granted(await fixture.claims.check(ORGANIZATION, DOMAIN, null)) };
  }

  it.each<[Seen[], string]>([
    [['found', 'found', 'found'], 'verified'],
    [['found', 'found', 'absent'], 'pending'],
    [['found', 'inconclusive'], 'pending'],
    [['absent', 'found'], 'pending'],
    [['inconclusive', 'inconclusive'], 'pending'],
    [['absent', 'absent'], 'pending'],
  ])('verify only together: %j', async (seen, status) => {
    const { before } = await checkSeen(seen, seen);
    expect(before.claim.status).toBe(status);
    if (status === 'verified') expect(before.remedy).toBeNull();
    else if (seen.includes('found')) expect(before.remedy).toContain('not every resolver sees it yet');
    else if (seen.includes('inconclusive')) expect(before.remedy).toContain('reliable answer');
  });

  it.each<[Seen[], string]>([
    [['absent', 'absent'], 'grace'],
    [['absent', 'inconclusive'], 'verified'],
    [['inconclusive', 'inconclusive'], 'verified'],
    [['absent', 'found'], 'verified'],
  ])('begin a grace only together: %j', async (seen, status) => {
    const { after } = await checkSeen(['found', 'found'], seen);
    expect(after.claim.status).toBe(status);
  });

  it('take the record at one name for found, whatever is at the other', async () => {
    const { claims, claimWithRecord, stub } = claimsFixture();
    await claimWithRecord();
    stub.fail(CHALLENGE, 'SERVFAIL');
    expect(granted(await claims.check(ORGANIZATION, DOMAIN, null)).outcome).toBe('found');
  });

  it('do not know absence where one name has no answer', async () => {
    const { claims, verified, stub } = claimsFixture();
    await verified();
    stub.clear(DOMAIN);
    stub.fail(CHALLENGE, 'timeout');
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked).toMatchObject({ outcome: 'inconclusive', claim: { status: 'verified' } });
  });

  const odd = (answer: unknown): TxtResolver => ({
    name: 'odd',
    resolveTxt: (async () => answer) as unknown as TxtResolver['resolveTxt'],
  });
  const throwing = (error: unknown): TxtResolver => ({
    name: 'odd',
    resolveTxt: () => {
      throw error;
    },
  });

  it.each<[string, TxtResolver]>([
    ['hangs', { name: 'odd', resolveTxt: () => new Promise(() => undefined) }],
    ['throws', throwing(new Error('no network'))],
    ['throws no error', throwing('oops')],
    ['gives nothing', odd(undefined)],
    ['gives null', odd(null)],
    ['gives an absence without a reason', odd({ kind: 'absent' })],
    ['gives records that are no list', odd({ kind: 'records', records: 'claimgate-domain-verify=' })],
    ['gives records that are no texts', odd({ kind: 'records', records: [['a']] })],
    ['gives another kind', odd({ kind: 'found' })],
  ])('that %s changes nothing', async (_, resolver) => {
    const stub = stubResolver();
    let current: TxtResolver = stub;
    const fixture = claimsFixture({
      resolvers: [{ name: 'switch', resolveTxt: (name, signal) => current.resolveTxt(name, signal) }],
      resolverTimeoutMs: 100,
    });
    const claim = granted(await fixture.claims.claim(ORGANIZATION, DOMAIN, null));
    stub.set(DOMAIN, `claimgate-domain-verify=${claim.token}`);
    await fixture.claims.check(ORGANIZATION, DOMAIN, null);
    current = resolver;
    fixture.advance(HOUR);
    const checked = granted(await fixture.claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked).toMatchObject({ outcome: 'inconclusive', change: null, claim: { status: 'verified' } });
  });
});
