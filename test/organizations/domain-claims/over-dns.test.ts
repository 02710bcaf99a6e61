import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dnsResolver } from '../../../src/organizations/domain-claims/dns-resolver.js';
import { claimsFixture, DAY, DOMAIN, granted, ORGANIZATION } from './claims-fixture.js';
import { type Behaviour, type DnsServer, startDnsServer } from './dns-server.js';

const CHALLENGE = `_claimgate-challenge.${DOMAIN}`;

let here: DnsServer;
let there: DnsServer;
beforeEach(async () => {
  [here, there] = await Promise.all([startDnsServer(), startDnsServer()]);
  for (const { soa, zone } of [here, there]) {
    soa.add(DOMAIN);
    zone.set(DOMAIN, { txt: [['v=spf1 -all']] });
  }
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
});

/** Claims that two name servers are asked about, with the record that the claim needs. */
async function claimed() {
  const fixture = claimsFixture({
    resolvers: [here, there].map(({ address }) => dnsResolver({ servers: [address], timeoutMs: 200 })),
  });
  const claim = granted(await fixture.claims.claim(ORGANIZATION, DOMAIN, null));
  const record = `claimgate-domain-verify=${claim.token}`;
  const check = async () => granted(await fixture.claims.check(ORGANIZATION, DOMAIN, null));
  const answer = (name: string, behaviour: Behaviour) => {
    for (const { zone } of [here, there]) zone.set(name, behaviour);
  };
  return { ...fixture, answer, check, record };
}

describe('claims over real name servers', () => {
  it('go through their life', async () => {
    const { advance, answer, check, record, store } = await claimed();
    expect(await check()).toMatchObject({ outcome: 'absent', claim: { status: 'pending' } });
    here.zone.set(DOMAIN, { txt: [['v=spf1 -all'], [record.slice(0, 9), record.slice(9)]] });
    const partly = await check();
    expect(partly).toMatchObject({ outcome: 'inconclusive', claim: { status: 'pending' } });
    expect(partly.resolvers.map(({ outcome }) => outcome)).toEqual(['found', 'absent']);
    expect(partly.remedy).toContain('not every resolver');
    answer(DOMAIN, { txt: [[record]] });
    expect(await check()).toMatchObject({ change: 'domain_verified' });
    answer(DOMAIN, { rcode: 'NOERROR' });
    expect(await check()).toMatchObject({ change: 'domain_grace_started' });
    expect(await store.findOrganization(DOMAIN)).toBe(ORGANIZATION);
    answer(CHALLENGE, { txt: [[record]] });
    expect(await check()).toMatchObject({ change: 'domain_recovered' });
    answer(CHALLENGE, { rcode: 'NXDOMAIN' });
    expect(await check()).toMatchObject({ change: 'domain_grace_started' });
    advance(7 * DAY);
    expect(await store.findOrganization(DOMAIN)).toBeNull();
  });

  it.each<[string, Behaviour]>([
    ['a wildcard', { txt: [['hosting.example: this name is parked'], ['claimgate-domain-verify=']] }],
    ['a CNAME to somebody else', { cname: 'parking.hosting.net' }],
  ])('are not verified by %s', async (_, behaviour) => {
    const { answer, check } = await claimed();
    answer('parking.hosting.net', { txt: [[`claimgate-domain-verify=${'0'.repeat(48)}`]] });
    answer(`*.${DOMAIN}`, behaviour);
    expect((await check()).claim.status).toBe('pending');
  });

  it('are verified through a wildcard or a CNAME that leads to the token', async () => {
    const { answer, check, record } = await claimed();
    answer(`*.${DOMAIN}`, { cname: 'verify.hosting.net' });
    answer('verify.hosting.net', { txt: [[record]] });
    expect((await check()).claim.status).toBe('verified');
  });

  it.each<Behaviour>([
    { rcode: 'SERVFAIL' },
    { rcode: 'REFUSED' },
    { silent: true },
    { truncated: null },
    { garbage: true },
    { wrongId: [['v=spf1 -all']] },
  ])('keep what they have where a name server does %j', async (behaviour) => {
    const { answer, check, record } = await claimed();
    answer(DOMAIN, { txt: [[record]] });
    await check();
    answer(CHALLENGE, { rcode: 'NXDOMAIN' });
    answer(DOMAIN, behaviour);
    expect(await check()).toMatchObject({ outcome: 'inconclusive', claim: { status: 'verified' } });
  });

  it('keep what they have where the resolvers turn out to be lame', async () => {
    const { answer, check, record } = await claimed();
    answer(DOMAIN, { txt: [[record]] });
    await check();
    answer(DOMAIN, { rcode: 'NOERROR' });
    answer(CHALLENGE, { rcode: 'NOERROR' });
    for (const { soa } of [here, there]) soa.clear();
    expect(await check()).toMatchObject({ outcome: 'inconclusive', claim: { status: 'verified' } });
  });
});
