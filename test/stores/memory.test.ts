import { describe, expect, it } from 'vitest';
import {
  memoryConnectionStore,
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
} from '../../src/stores/memory/index.js';
import { connectionOf } from '../organizations/connections.js';
import { connection as trustedByContoso } from '../service-provider/site.js';
import { pendingRequest, replayStoreContract, requestStoreContract } from './contract.js';

requestStoreContract('memoryRequestStore', async () => memoryRequestStore());
replayStoreContract('memoryReplayStore', async () => memoryReplayStore());

const MINUTE = 60_000;

/** A clock that stands still until it is told to go on. */
function clock(): { readonly now: () => Date; readonly advance: (milliseconds: number) => void } {
  let time = Date.parse('2026-03-01T12:00:00Z');
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

describe('memoryRequestStore', () => {
  it('keeps an expired request a little, then forgets it', async () => {
    const { now, advance } = clock();
    const store = memoryRequestStore({ now });
    const request = pendingRequest();
    await store.save(request);
    advance(19 * MINUTE);
    expect(await store.find(request.id)).toEqual(request);
    advance(MINUTE);
    expect(await store.find(request.id)).toBeNull();
    expect(await store.consume(request.id)).toBe(false);
  });

  it('counts by its own clock, so that the service provider may have another one', async () => {
    const store = memoryRequestStore();
    const issuedAt = new Date('2022-02-23T10:00:00Z');
    const request = pendingRequest({ issuedAt, expiresAt: new Date(issuedAt.getTime() + MINUTE) });
    await store.save(request);
    expect(await store.consume(request.id)).toBe(true);
  });

  it('DOS-16: refuses a new request when full, and keeps every live one', async () => {
    const { now } = clock();
    const store = memoryRequestStore({ now, maxEntries: 3 });
    const requests = [pendingRequest(), pendingRequest(), pendingRequest()];
    for (const request of requests) await store.save(request);
    await expect(store.save(pendingRequest())).rejects.toThrow(
      'The memory store is full: 3 entries are in use',
    );
    for (const request of requests) expect(await store.consume(request.id)).toBe(true);
  });

  it('a consumed request holds its place until it expires, so that it stays consumed', async () => {
    const { now, advance } = clock();
    const store = memoryRequestStore({ now, maxEntries: 1 });
    const request = pendingRequest();
    await store.save(request);
    await store.consume(request.id);
    await expect(store.save(pendingRequest())).rejects.toThrow('full');
    advance(10 * MINUTE);
    const next = pendingRequest();
    await store.save(next);
    expect(await store.find(request.id)).toBeNull();
    expect(await store.find(next.id)).toEqual(next);
  });

  it('does not change with the object that was saved', async () => {
    const store = memoryRequestStore();
    const request = { ...pendingRequest() };
    await store.save(request);
    Object.assign(request, { returnTo: '/elsewhere' });
    expect(await store.find(request.id)).toMatchObject({ returnTo: '/reports?week=12#top' });
  });

  it('throws for dates that are none', async () => {
    const store = memoryRequestStore();
    await expect(store.save(pendingRequest({ expiresAt: new Date('never') }))).rejects.toThrow(TypeError);
    const stopped = memoryRequestStore({ now: () => new Date('never') });
    await expect(stopped.save(pendingRequest())).rejects.toThrow(TypeError);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'throws for %d entries at most',
    (maxEntries) => {
      expect(() => memoryRequestStore({ maxEntries })).toThrow(TypeError);
    },
  );
});

describe('memoryReplayStore', () => {
  it('frees a key when its time is over', async () => {
    const { now, advance } = clock();
    const store = memoryReplayStore({ now });
    await store.reserve('_a', new Date(now().getTime() + 90 * MINUTE));
    advance(90 * MINUTE - 1);
    expect(await store.reserve('_a', now())).toBe(false);
    advance(1);
    expect(await store.reserve('_a', now())).toBe(true);
  });

  it('keeps a key for an hour even if its end is past by the store’s clock', async () => {
    const { now, advance } = clock();
    const store = memoryReplayStore({ now });
    expect(await store.reserve('_a', new Date(0))).toBe(true);
    advance(60 * MINUTE - 1);
    expect(await store.reserve('_a', new Date(0))).toBe(false);
  });

  it('DOS-16: refuses a new key when full, and frees no used one', async () => {
    const { now, advance } = clock();
    const store = memoryReplayStore({ now, maxEntries: 2 });
    const later = new Date(now().getTime() + 120 * MINUTE);
    await store.reserve('_a', later);
    await store.reserve('_b', now());
    await expect(store.reserve('_c', later)).rejects.toThrow('full');
    expect(await store.reserve('_a', later)).toBe(false);
    advance(60 * MINUTE);
    expect(await store.reserve('_c', later)).toBe(true);
    expect(await store.reserve('_a', later)).toBe(false);
  });

  it('frees keys in the order of their ends, whatever the order in which they came', async () => {
    const { now, advance } = clock();
    const start = now().getTime();
    const store = memoryReplayStore({ now });
    const minutes = Array.from({ length: 97 }, (_, index) => 61 + ((index * 37) % 97));
    for (const minute of minutes) await store.reserve(`_${minute}`, new Date(start + minute * MINUTE));
    advance(60.5 * MINUTE);
    for (let passed = 61; passed < 158; passed += 1) {
      expect(await store.reserve(`_${passed}`, now())).toBe(false);
      advance(MINUTE);
      expect(await store.reserve(`_${passed}`, new Date(start + 1_000 * MINUTE))).toBe(true);
    }
  });

  it('throws for an end that is no date', async () => {
    await expect(memoryReplayStore().reserve('_a', new Date('never'))).rejects.toThrow(TypeError);
  });
});

describe('memoryConnectionStore', () => {
  const contoso = connectionOf({ id: 'a', organizationId: 'contoso' });
  const second = connectionOf({ id: 'b', organizationId: 'contoso' });
  const fabrikam = connectionOf({ id: 'c', organizationId: 'fabrikam' });
  const store = memoryConnectionStore([contoso, second, fabrikam]);

  it('finds connections by id and by organisation', async () => {
    expect(await store.findById('b')).toBe(second);
    expect(await store.findByOrganization('contoso')).toEqual([contoso, second]);
    expect(await store.findByOrganization('fabrikam')).toEqual([fabrikam]);
  });

  it.each(['unknown', '__proto__', 'constructor', ''])('does not know %j', async (id) => {
    expect(await store.findById(id)).toBeNull();
    expect(await store.findByOrganization(id)).toEqual([]);
  });

  it('finds connections by Issuer, to the letter', async () => {
    const { issuerUrl } = contoso;
    expect(await store.findByIssuer(issuerUrl)).toEqual([contoso, second, fabrikam]);
    expect(await store.findByIssuer(issuerUrl.toUpperCase())).toEqual([]);
  });

  it('throws when two enabled connections of one Issuer share the addresses and a key', () => {
    const certificates = trustedByContoso().certificates;
    const [first, other] = [
      connectionOf({ id: 'a', addresses: 'shared', certificates }),
      { id: 'b', certificates },
    ];
    const refused = new TypeError(
      'Connection "b" shares its Issuer URL, Reply URL and a key with another enabled one',
    );
    expect(() => memoryConnectionStore([first, connectionOf({ ...other, addresses: 'shared' })])).toThrow(
      refused,
    );
    expect(() => memoryConnectionStore([first, connectionOf(other)])).not.toThrow();
  });

  it('throws when two connections have one id', () => {
    expect(() => memoryConnectionStore([contoso, contoso])).toThrow(
      new TypeError('Two connections have the id "a"'),
    );
  });

  it('throws when two enabled connections share Issuer and Reply URL', () => {
    const assertionConsumerServiceUrl = 'https://app.example/saml/acs';
    const [first, other] = [
      connectionOf({ id: 'a', assertionConsumerServiceUrl }),
      { id: 'b', assertionConsumerServiceUrl },
    ];
    expect(() => memoryConnectionStore([first, connectionOf(other)])).toThrow(TypeError);
    expect(() => memoryConnectionStore([first, connectionOf({ ...other, enabled: false })])).not.toThrow();
    const issuerUrl = 'https://idp.example/';
    expect(() => memoryConnectionStore([first, connectionOf({ ...other, issuerUrl })])).not.toThrow();
  });
});

describe('memoryDomainClaims', () => {
  const claims = memoryDomainClaims([
    { organizationId: 'contoso', domain: ' Contoso.Example. ' },
    { organizationId: 'contoso', domain: 'bücher.example' },
    { organizationId: 'contoso', domain: 'contoso.example' },
    { organizationId: 'fabrikam', domain: 'fabrikam.example' },
  ]);

  it('EML-16: keeps domains in the form that is compared', async () => {
    expect(await claims.findOrganization('contoso.example')).toBe('contoso');
    expect(await claims.listVerified('contoso')).toEqual(['contoso.example', 'xn--bcher-kva.example']);
    expect(await claims.listVerified('nobody')).toEqual([]);
  });

  it.each(['sales.contoso.example', 'example', 'Contoso.Example', '__proto__'])(
    'has no claim on %j',
    async (domain) => {
      expect(await claims.findOrganization(domain)).toBeNull();
    },
  );

  it('TEN-06: throws when two organisations claim one domain', () => {
    const both = [
      { organizationId: 'contoso', domain: 'contoso.example' },
      { organizationId: 'fabrikam', domain: 'CONTOSO.example' },
    ];
    expect(() => memoryDomainClaims(both)).toThrow(
      new TypeError('Two organisations claim the domain contoso.example'),
    );
  });

  it.each(['*.contoso.example', 'co.uk', 'gmail.com'])('throws for %j and names it', (domain) => {
    expect(() => memoryDomainClaims([{ organizationId: 'contoso', domain }])).toThrow(
      `"${domain}" cannot be claimed`,
    );
  });
});
