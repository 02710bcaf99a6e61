import { describe, expect, it } from 'vitest';
import type { ConnectionInput } from '../../src/organizations/connection.js';
import type { ConnectionStore } from '../../src/stores/interfaces.js';
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
  ])('that %s signs nobody in', async (_name, findByIssuer, reason) => {
    const connections = { findById: async () => contoso, findByOrganization: none, findByIssuer };
    const site = createSite({ connections: connections as ConnectionStore }, [contoso]);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(refusalOf(finished)).toEqual({
      code: 'store_unavailable',
      details: { store: 'connections', reason },
    });
  });

  it('that does not find the connection itself by its Issuer signs nobody in', async () => {
    const connections = { findById: async () => contoso, findByOrganization: none, findByIssuer: none };
    const site = createSite({ connections }, [contoso]);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(refusalOf(finished)?.code).toBe('issuer_unknown');
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

  it('is refused by the store where both share the addresses', () => {
    expect(() => memoryConnectionStore([contoso, connection({ ...shared, ...second })])).toThrow(TypeError);
  });

  it.each<[string, Partial<ConnectionInput>]>([
    ['the other has its own', second],
    ['the other is disabled', { ...second, ...shared, enabled: false }],
  ])('is accepted by the store where %s', (_name, other) => {
    expect(() => memoryConnectionStore([contoso, connection(other)])).not.toThrow();
  });

  it('signs nobody in, asked or unasked, where a store let both in', async () => {
    const both = { ...shared, allowIdpInitiated: true };
    const site = createSite({}, [connection(both), connection({ ...both, ...second })]);
    const started = await start(site);
    const expected = {
      code: 'issuer_not_unique',
      details: { issuer: contoso.issuerUrl, connectionIds: ['contoso', 'second'] },
    };
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(refusalOf(finished)).toEqual(expected);
    expect(refusalOf(await tile(site, 'contoso'))).toEqual(expected);
  });
});
