import { describe, expect, it } from 'vitest';
import type { ConnectionInput } from '../../src/organizations/connection.js';
import type { ConnectionStore } from '../../src/stores/interfaces/sign-in.js';
import { memoryConnectionStore } from '../../src/stores/memory/index.js';
import { TEST_PERSON } from '../../src/testing/index.js';
import { accepted, answerTo, connection, createSite, finish, refusalOf, start, tile } from './site.js';

const shared = { addresses: 'shared' } as const;
const contoso = connection(shared);

describe('a store of connections that share addresses', () => {
  const none = async () => [];

  it.each<[string, unknown, string]>([
    ['cannot find by Issuer', undefined, 'connections that share addresses need a store with findByIssuer()'],
    ['gives no array', async () => contoso, 'findByIssuer() must give an array'],
    ['is down', () => Promise.reject(new Error('down')), 'down'],
  ])('that %s signs nobody in who was not asked for', async (_name, findByIssuer, reason) => {
    const connections = { findById: async () => contoso, findByOrganization: none, findByIssuer };
    const site = createSite({ connections: connections as ConnectionStore }, [contoso]);
    expect(refusalOf(await tile(site, 'contoso'))).toEqual({
      code: 'store_unavailable',
      details: { store: 'connections', reason },
    });
  });

  it('is not asked by Issuer for the answer to a request of our own', async () => {
    const findByIssuer = () => Promise.reject(new Error('down'));
    const connections = { findById: async () => contoso, findByOrganization: none, findByIssuer };
    const site = createSite({ connections }, [contoso]);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(accepted(finished).connectionId).toBe('contoso');
  });
});

describe('one Issuer in two connections, such as two organisations in one tenant,', () => {
  const second = { id: 'second', organizationId: 'org-fabrikam' };

  it('works where each has addresses of its own', async () => {
    const connections = [connection(), connection(second)];
    expect(() => memoryConnectionStore(connections)).not.toThrow();
    const site = createSite({}, connections);
    const started = await start(site, {}, 'second');
    const person = { ...TEST_PERSON, mail: 'eve@fabrikam.com' };
    const finished = await finish(site, started, answerTo(site, started, { person }));
    expect(accepted(finished).organizationId).toBe('org-fabrikam');
  });

  it('and one key is refused by the store where both share the addresses', () => {
    expect(() => memoryConnectionStore([contoso, connection({ ...shared, ...second })])).toThrow(TypeError);
  });

  it.each<[string, Partial<ConnectionInput>]>([
    ['the other has its own', second],
    ['the other is disabled', { ...second, ...shared, enabled: false }],
  ])('is accepted by the store where %s', (_name, other) => {
    expect(() => memoryConnectionStore([contoso, connection(other)])).not.toThrow();
  });

  it('and one key signs nobody in unasked where a store let both in; who was asked is known by the request', async () => {
    const both = { ...shared, allowIdpInitiated: true };
    const site = createSite({}, [connection(both), connection({ ...both, ...second })]);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(accepted(finished)).toMatchObject({ connectionId: 'contoso', organizationId: 'org-contoso' });
    expect(refusalOf(await tile(site, 'contoso'))).toEqual({
      code: 'issuer_not_unique',
      details: { issuer: contoso.issuerUrl, count: 2 },
    });
  });
});
