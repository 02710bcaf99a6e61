import { describe, expect, it } from 'vitest';
import { askClaims, requireOwnClaim } from '../../../src/organizations/domain-claims/ask-claims.js';
import { claimEvent } from '../../../src/organizations/domain-claims/claim-events.js';
import { domainRecords } from '../../../src/organizations/domain-claims/domain-records.js';
import type { DomainClaim } from '../../../src/stores/interfaces/domain-claims.js';
import { claimsFixture, DOMAIN, granted, ORGANIZATION } from './claims-fixture.js';

async function newClaim(): Promise<DomainClaim> {
  return granted(await claimsFixture().claims.claim(ORGANIZATION, DOMAIN, null));
}

describe('askClaims', () => {
  it.each([
    ['an error', new Error('connection lost'), 'connection lost'],
    ['no error', 'timeout', 'timeout'],
  ])('refuses and keeps what the store threw: %s', async (_name, thrown, reason) => {
    const asked = await askClaims(async () => {
      throw thrown;
    });
    if (asked.ok) throw new Error('It was granted.');
    expect(asked.error).toMatchObject({
      code: 'store_unavailable',
      details: { store: 'domainClaims', reason },
    });
    expect(asked.error.cause).toBe(thrown);
  });
});

describe('requireOwnClaim', () => {
  it('gives the claim that was asked for', async () => {
    const claim = await newClaim();
    expect(requireOwnClaim(claim, ORGANIZATION, DOMAIN)).toBe(claim);
    expect(requireOwnClaim(claim, ORGANIZATION)).toBe(claim);
  });

  it('throws for another', async () => {
    const claim = await newClaim();
    const others = [null, undefined, { ...claim, organizationId: 'o' }, { ...claim, domain: 'other.com' }];
    for (const other of others) {
      expect(() => requireOwnClaim(other as never, ORGANIZATION, DOMAIN)).toThrow('was not asked for');
    }
  });

  it.each([{ domain: 7 }, { status: 'lost' }, { token: 'short' }, { token: null }, { revision: 0.5 }])(
    'throws where it is damaged: %o',
    async (damage) => {
      const claim = { ...(await newClaim()), ...damage } as never;
      expect(() => requireOwnClaim(claim, ORGANIZATION)).toThrow('is damaged');
    },
  );
});

describe('the event of a claim', () => {
  it('has the code of a refusal, and null without one', async () => {
    const claim = await newClaim();
    const context = { actor: 'owner-1', at: new Date('2026-03-01T12:00:00Z') };
    const refused = { ...context, code: 'domain_already_claimed' };
    expect(claimEvent('domain_verification_refused', claim, refused).code).toBe('domain_already_claimed');
    expect(claimEvent('domain_verified', claim, { ...context, data: { from: 'pending' } })).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      at: context.at,
      organizationId: ORGANIZATION,
      type: 'domain_verified',
      actor: 'owner-1',
      connectionId: null,
      code: null,
      reference: null,
      data: { domain: DOMAIN, from: 'pending' },
    });
  });
});

describe('the records of a claim', () => {
  it('stand at two names, unless the second is longer than a name can be', () => {
    const names = { recordPrefix: 'v=', challengeLabel: '_c' };
    const domain = `${'a.'.repeat(123)}test`;
    expect(`_c.${domain}`).toHaveLength(253);
    expect(domainRecords({ domain, token: 't' }, names)).toEqual([
      { name: domain, type: 'TXT', value: 'v=t' },
      { name: `_c.${domain}`, type: 'TXT', value: 'v=t' },
    ]);
    const longer = `b${domain}`;
    expect(domainRecords({ domain: longer, token: 't' }, names).map(({ name }) => name)).toEqual([longer]);
  });
});
