import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/organizations/connection.js';
import type { EmailAddress } from '../../src/organizations/email-address.js';
import { resolveClaimedDomain, routeByEmail } from '../../src/organizations/resolve.js';
import type { DomainClaimStore } from '../../src/stores/interfaces/sign-in.js';
import { memoryConnectionStore, memoryDomainClaims } from '../../src/stores/memory/index.js';
import { emailAddress } from './addresses.js';
import { connectionOf } from './connections.js';

const claims = memoryDomainClaims([
  { organizationId: 'victim', domain: 'victim.test' },
  { organizationId: 'victim', domain: 'bücher.example' },
  { organizationId: 'evil', domain: 'evil.test' },
]);
const victim = connectionOf({ id: 'c-victim', organizationId: 'victim' });
const evil = connectionOf({ id: 'c-evil', organizationId: 'evil' });

async function resolved(connection: Connection, address: string): Promise<unknown> {
  const result = await resolveClaimedDomain({ connection, email: emailAddress(address) }, claims);
  return result.ok ? result.value : { code: result.error.code, details: result.error.details };
}

const failing: DomainClaimStore = {
  findOrganization: async () => {
    throw new Error('connection reset');
  },
  listVerified: async () => [],
};

describe('resolveClaimedDomain', () => {
  it.each([
    ['alice@victim.test', 'victim.test'],
    ['alice@VICTIM.TEST', 'victim.test'],
    ['alice@bücher.example', 'xn--bcher-kva.example'],
    ['alice@xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ])('admits %j by the claim of the connection’s organisation', async (address, domain) => {
    expect(await resolved(victim, address)).toEqual({ organizationId: 'victim', domain });
  });

  it.each([
    'alice@evil.victim.test',
    'alice@xvictim.test',
    'alice@victim.test.evil.test',
    'alice@test.victim',
  ])('EML-04: refuses %j, whose domain is no claim', async (address) => {
    expect(await resolved(victim, address)).toEqual({
      code: 'email_domain_not_claimed',
      details: {
        emailDomain: address.slice(address.indexOf('@') + 1),
        claimedDomains: ['victim.test', 'xn--bcher-kva.example'],
      },
    });
  });

  it('TEN-04: refuses an address of another organisation’s domain, and does not sign in there', async () => {
    expect(await resolved(evil, 'alice@victim.test')).toEqual({
      code: 'email_domain_claimed_by_other',
      details: { emailDomain: 'victim.test' },
    });
  });

  it('TEN-06: refuses once the claim is gone', async () => {
    const email = emailAddress('alice@victim.test');
    const result = await resolveClaimedDomain({ connection: victim, email }, memoryDomainClaims([]));
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'email_domain_not_claimed',
        details: { emailDomain: 'victim.test', claimedDomains: [] },
      },
    });
  });

  it('refuses when neither the store nor the connection knows an organisation', async () => {
    const nothing = { ...failing, findOrganization: async () => undefined as never };
    const connection = { ...victim, organizationId: undefined as never };
    const email = emailAddress('alice@victim.test');
    expect(await resolveClaimedDomain({ connection, email }, nothing)).toMatchObject({
      ok: false,
      error: { code: 'email_domain_not_claimed' },
    });
  });

  it('refuses when the store fails, and says which', async () => {
    const email = emailAddress('alice@victim.test');
    expect(await resolveClaimedDomain({ connection: victim, email }, failing)).toMatchObject({
      ok: false,
      error: {
        code: 'store_unavailable',
        details: { store: 'domainClaims', reason: 'connection reset' },
        cause: new Error('connection reset'),
      },
    });
  });

  it('throws for an address that no grammar has seen', async () => {
    const forged = {
      address: 'alice@victim.test',
      localPart: 'alice',
      domain: 'victim.test',
    } as EmailAddress;
    await expect(resolveClaimedDomain({ connection: victim, email: forged }, claims)).rejects.toThrow(
      TypeError,
    );
  });
});

describe('routeByEmail', () => {
  const route = async (address: string, connections: readonly Connection[]) => {
    const stores = { domainClaims: claims, connections: memoryConnectionStore(connections) };
    const result = await routeByEmail(emailAddress(address), stores);
    return result.ok ? result.value : { code: result.error.code, details: result.error.details };
  };

  it('finds the enabled connection of the organisation that claimed the domain', async () => {
    expect(await route('bob@victim.test', [evil, victim])).toEqual({
      organizationId: 'victim',
      connection: victim,
    });
  });

  it('takes the first enabled connection by id', async () => {
    const second = connectionOf({ id: 'b', organizationId: 'victim' });
    const first = connectionOf({ id: 'a', organizationId: 'victim' });
    const disabled = connectionOf({ id: 'A', organizationId: 'victim', enabled: false });
    for (const connections of [
      [second, first, disabled],
      [first, disabled, second],
    ]) {
      expect(await route('bob@victim.test', connections)).toMatchObject({ connection: { id: 'a' } });
    }
  });

  it.each(['bob@evil.victim.test', 'bob@unknown.test'])('does not know the domain of %j', async (address) => {
    expect(await route(address, [victim])).toEqual({
      code: 'sign_in_domain_unknown',
      details: { emailDomain: address.slice(4) },
    });
  });

  it('says when the organisation has no enabled connection', async () => {
    const disabled = connectionOf({ id: 'off', organizationId: 'victim', enabled: false });
    for (const connections of [[], [disabled], [evil]]) {
      expect(await route('bob@victim.test', connections)).toEqual({
        code: 'sign_in_connection_missing',
        details: { organizationId: 'victim' },
      });
    }
  });

  it('takes no connection of another organisation, whatever the store returns', async () => {
    const careless = { findById: async () => evil, findByOrganization: async () => [evil] };
    const stores = { domainClaims: claims, connections: careless };
    expect(await routeByEmail(emailAddress('bob@victim.test'), stores)).toMatchObject({
      error: { code: 'sign_in_connection_missing' },
    });
  });

  it('says which store failed', async () => {
    const email = emailAddress('bob@victim.test');
    const connections = memoryConnectionStore([victim]);
    expect(await routeByEmail(email, { domainClaims: failing, connections })).toMatchObject({
      error: { code: 'store_unavailable', details: { store: 'domainClaims', reason: 'connection reset' } },
    });
    const unreachable = { ...connections, findByOrganization: () => Promise.reject('timeout') };
    expect(await routeByEmail(email, { domainClaims: claims, connections: unreachable })).toMatchObject({
      error: { code: 'store_unavailable', details: { store: 'connections', reason: 'timeout' } },
    });
  });

  it('throws for an address that no grammar has seen', async () => {
    const stores = { domainClaims: claims, connections: memoryConnectionStore([victim]) };
    await expect(routeByEmail({ domain: 'victim.test' } as EmailAddress, stores)).rejects.toThrow(TypeError);
  });
});
