import { describe, expect, it } from 'vitest';
import { createDomainClaims } from '../../../src/organizations/domain-claims/create-domain-claims.js';
import { auditEntry } from '../../stores/audit-contract.js';
import { claimsFixture, codeOf, DOMAIN, granted, MINUTE, ORGANIZATION } from './claims-fixture.js';

describe('claim', () => {
  it('makes a pending claim with a token of 192 bits, and logs it', async () => {
    const { audit, claims, events, now, stored } = claimsFixture();
    const claim = granted(await claims.claim(ORGANIZATION, ' Contoso.COM. ', 'owner-1'));
    expect(claim).toEqual({
      organizationId: ORGANIZATION,
      domain: DOMAIN,
      token: expect.stringMatching(/^[0-9a-f]{48}$/u),
      status: 'pending',
      createdAt: now(),
      createdBy: 'owner-1',
      verifiedAt: null,
      lastCheckedAt: null,
      lastOutcome: null,
      nextCheckAt: new Date(now().getTime() + 15 * MINUTE),
      graceEndsAt: null,
      unverifiedAt: null,
      revision: expect.any(Number),
    });
    expect(await stored()).toEqual(claim);
    const [entry] = await audit.list(ORGANIZATION, { before: null, limit: 10 });
    expect(entry).toMatchObject({ type: 'domain_claimed', actor: 'owner-1', data: { domain: DOMAIN } });
    expect(JSON.stringify(entry)).not.toContain(claim.token);
    const { position: _, ...event } = entry ?? {};
    expect(events).toEqual([event]);
  });

  it('gives A-labels', async () => {
    const { claims } = claimsFixture();
    expect(granted(await claims.claim(ORGANIZATION, 'Müller.example', null)).domain).toBe(
      'xn--mller-kva.example',
    );
  });

  it('makes another token and another revision each time, of whoever and whatever', async () => {
    const { claims } = claimsFixture();
    const made = [];
    for (const organizationId of ['org-a', 'org-b']) {
      for (const domain of ['contoso.com', 'sales.contoso.com']) {
        made.push(granted(await claims.claim(organizationId, domain, null)));
        await claims.remove(organizationId, domain, null);
        made.push(granted(await claims.claim(organizationId, domain, null)));
      }
    }
    expect(new Set(made.map(({ token }) => token)).size).toBe(8);
    expect(new Set(made.map(({ revision }) => revision)).size).toBe(8);
  });

  it.each([
    ['co.uk', 'domain_is_public_suffix'],
    ['gmail.com', 'domain_is_public_mail_provider'],
    ['contoso.onmicrosoft.com', 'domain_is_public_mail_provider'],
    ['*.contoso.com', 'domain_invalid'],
    ['https://contoso.com/', 'domain_invalid'],
    ['localhost', 'domain_invalid'],
  ])('refuses %s', async (domain, code) => {
    const { claims, logged } = claimsFixture();
    expect(codeOf(await claims.claim(ORGANIZATION, domain, null))).toBe(code);
    expect(await logged()).toEqual([]);
  });

  it('does not tell whether another organisation holds the domain', async () => {
    const { claims, verified } = claimsFixture();
    await verified('org-fabrikam');
    expect(codeOf(await claims.claim(ORGANIZATION, DOMAIN, null))).toBe('ok');
  });

  it('lets an organisation claim a domain once, however many times at once', async () => {
    const { claims, logged } = claimsFixture();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => claims.claim(ORGANIZATION, DOMAIN, null)),
    );
    expect(results.map(codeOf).filter((code) => code === 'ok')).toHaveLength(1);
    expect(results.map(codeOf).filter((code) => code === 'domain_claim_exists')).toHaveLength(9);
    expect(await claims.claim(ORGANIZATION, 'CONTOSO.com', null)).toMatchObject({
      error: { code: 'domain_claim_exists', details: { domain: DOMAIN } },
    });
    expect(await logged()).toEqual(['domain_claimed']);
  });

  it('is refused where another one came between the look and the write', async () => {
    const { store } = claimsFixture();
    const { claims, events } = claimsFixture({ store: { ...store, insertClaim: async () => false } });
    expect(await claims.claim(ORGANIZATION, DOMAIN, null)).toMatchObject({
      error: { code: 'domain_claim_exists', details: { domain: DOMAIN } },
    });
    expect(events).toEqual([]);
  });

  it('limits the claims of an organisation, and of that one only', async () => {
    const { claims } = claimsFixture({ maxClaims: 2 });
    const claim = async (organizationId: string, domain: string) =>
      codeOf(await claims.claim(organizationId, domain, null));
    expect([await claim('a', 'a.example'), await claim('a', 'b.example')]).toEqual(['ok', 'ok']);
    expect(await claims.claim('a', 'c.example', null)).toMatchObject({
      error: { code: 'domain_claim_limit', details: { domain: 'c.example', limit: 2 } },
    });
    expect(await claim('a', 'b.example')).toBe('domain_claim_exists');
    expect(await claim('b', 'c.example')).toBe('ok');
  });
});

describe('records', () => {
  it('stand at the domain or below it', async () => {
    const { claims } = claimsFixture();
    const value = `claimgate-domain-verify=${'a'.repeat(48)}`;
    expect(claims.records({ domain: DOMAIN, token: 'a'.repeat(48) })).toEqual([
      { name: 'contoso.com', type: 'TXT', value },
      { name: '_claimgate-challenge.contoso.com', type: 'TXT', value },
    ]);
  });

  it('have the names of the application', async () => {
    const { claims, stub } = claimsFixture({ recordPrefix: 'acme-verify:', challengeLabel: '_acme' });
    const claim = granted(await claims.claim(ORGANIZATION, DOMAIN, null));
    expect(claims.records(claim)[1]).toMatchObject({ name: '_acme.contoso.com' });
    stub.set('_acme.contoso.com', `acme-verify:${claim.token}`);
    expect(granted(await claims.check(ORGANIZATION, DOMAIN, null)).claim.status).toBe('verified');
  });

  it('stand at the domain alone where the other name is too long', async () => {
    const { claims } = claimsFixture();
    const domain = `${`${'a'.repeat(59)}.`.repeat(4)}example`;
    expect(claims.records({ domain, token: 't' }).map(({ name }) => name)).toEqual([domain]);
    expect(codeOf(await claims.claim(ORGANIZATION, domain, null))).toBe('ok');
    expect(granted(await claims.check(ORGANIZATION, domain, null)).outcome).toBe('absent');
  });
});

describe('list and remove', () => {
  it('list the claims of one organisation', async () => {
    const { claims } = claimsFixture();
    await claims.claim(ORGANIZATION, 'b.example', null);
    await claims.claim(ORGANIZATION, 'a.example', null);
    await claims.claim('org-fabrikam', 'c.example', null);
    const listed = granted(await claims.list(ORGANIZATION));
    expect(listed.map(({ domain }) => domain)).toEqual(['a.example', 'b.example']);
    expect(granted(await claims.list('org-unknown'))).toEqual([]);
  });

  it('end sign-in for the domain at once', async () => {
    const { claims, logged, store, verified } = claimsFixture();
    await verified();
    expect(await store.findOrganization(DOMAIN)).toBe(ORGANIZATION);
    expect(granted(await claims.remove(ORGANIZATION, 'Contoso.com', 'owner-2'))).toMatchObject({
      status: 'verified',
    });
    expect(await store.findOrganization(DOMAIN)).toBeNull();
    expect(await logged()).toEqual(['domain_claimed', 'domain_verified', 'domain_released']);
    const unknown = { error: { code: 'domain_claim_unknown', details: { domain: DOMAIN } } };
    expect(await claims.remove(ORGANIZATION, DOMAIN, null)).toMatchObject(unknown);
    expect(await claims.check(ORGANIZATION, DOMAIN, null)).toMatchObject(unknown);
  });

  it('never take the token of a removed claim again', async () => {
    const { claims, verified, store } = claimsFixture();
    await verified();
    await claims.remove(ORGANIZATION, DOMAIN, null);
    await claims.claim(ORGANIZATION, DOMAIN, null);
    const checked = granted(await claims.check(ORGANIZATION, DOMAIN, null));
    expect(checked).toMatchObject({ outcome: 'absent', claim: { status: 'pending' } });
    expect(checked.nearMisses.map(({ kind }) => kind)).toEqual(['other-token']);
    expect(await store.findOrganization(DOMAIN)).toBeNull();
  });

  it('do not reach the claim of another organisation', async () => {
    const { claims, store, verified } = claimsFixture();
    await verified();
    expect(codeOf(await claims.remove('org-fabrikam', DOMAIN, null))).toBe('domain_claim_unknown');
    expect(codeOf(await claims.check('org-fabrikam', DOMAIN, null))).toBe('domain_claim_unknown');
    expect(await store.findOrganization(DOMAIN)).toBe(ORGANIZATION);
  });

  it.each([
    ['gmail.com', 'Gmail.com'],
    ['co.uk', 'Co.Uk.'],
  ])('remove what was claimed before its domain came onto a list: %s', async (domain, written) => {
    const { claims, store } = claimsFixture();
    const claim = granted(await claims.claim(ORGANIZATION, DOMAIN, null));
    await store.insertClaim({ ...claim, domain }, auditEntry());
    expect(codeOf(await claims.check(ORGANIZATION, domain, null))).toBe('ok');
    expect(codeOf(await claims.remove(ORGANIZATION, written, null))).toBe('ok');
    expect(codeOf(await claims.remove(ORGANIZATION, 'not a domain', null))).toBe('domain_invalid');
  });
});

describe('misuse', () => {
  const { claims, store } = claimsFixture();

  it.each([
    ['claim without an organisation', () => claims.claim('', DOMAIN, null)],
    ['claim of a number', () => claims.claim(1 as never, DOMAIN, null)],
    ['a domain that is no text', () => claims.claim(ORGANIZATION, null as never, null)],
    ['an empty actor', () => claims.claim(ORGANIZATION, DOMAIN, '')],
    ['an actor that is missing', () => claims.check(ORGANIZATION, DOMAIN, undefined as never)],
    ['list without an organisation', () => claims.list(undefined as never)],
    ['remove without an organisation', () => claims.remove('', DOMAIN, null)],
  ])('throws for %s', async (_, call) => {
    await expect(call()).rejects.toThrow(TypeError);
  });

  it('throws for a limit that is none of 1 to 1000', async () => {
    const words = new TypeError('limit must be a whole number from 1 to 1000.');
    for (const limit of [0, 1_001, 1.5]) await expect(claims.recheckDue(limit)).rejects.toThrow(words);
    for (const limit of [1, 1_000]) expect(codeOf(await claims.recheckDue(limit))).toBe('ok');
  });

  it('throws for a schedule that is none of 10 to 86400 seconds', async () => {
    const words = new TypeError('everySeconds must be a whole number from 10 to 86400.');
    for (const everySeconds of [9, 86_401, Number.NaN]) {
      expect(() => claims.startRechecking({ everySeconds })).toThrow(words);
    }
    for (const everySeconds of [10, 86_400]) await claims.startRechecking({ everySeconds }).stop();
  });

  const resolver = { name: 'r', resolveTxt: async () => ({ kind: 'absent', reason: 'NODATA' }) as const };
  it.each([
    { store: undefined },
    { store: { ...store, replaceClaim: undefined } },
    { resolvers: [] },
    { resolvers: [{ name: 'x' }] },
    { resolvers: [resolver, resolver] },
    { resolvers: Array.from({ length: 9 }, (_, index) => ({ ...resolver, name: `${index}` })) },
    { recordPrefix: '' },
    { recordPrefix: 'a b=' },
    { recordPrefix: '"x=' },
    { recordPrefix: 'claim' },
    { challengeLabel: 'challenge' },
    { challengeLabel: '_a.b' },
    { challengeLabel: `_${'a'.repeat(63)}` },
    { graceSeconds: 3_599 },
    { graceSeconds: 3_600, pendingCheckEverySeconds: 901 },
    { recheckEverySeconds: 0 },
    { pendingCheckEverySeconds: 1.5 },
    { pendingLifetimeSeconds: Number.NaN },
    { maxClaims: 0 },
    { resolverTimeoutMs: 99 },
    { clock: 5 },
    { onEvent: 'log' },
  ])('refuses the options %o', (options) => {
    expect(() => createDomainClaims({ store, ...options } as never)).toThrow(TypeError);
  });

  it('throws for a clock that gives no date', async () => {
    const wrong = createDomainClaims({ store, clock: () => new Date(Number.NaN) });
    await expect(wrong.claim('org-x', DOMAIN, null)).rejects.toThrow(TypeError);
  });

  it('takes no option from a polluted prototype', () => {
    const pollution = { configurable: true, get: () => 'evil=' };
    Object.defineProperty(Object.prototype, 'recordPrefix', pollution);
    try {
      const [record] = createDomainClaims({ store }).records({ domain: DOMAIN, token: 't' });
      expect(record?.value).toBe('claimgate-domain-verify=t');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'recordPrefix');
    }
  });
});
