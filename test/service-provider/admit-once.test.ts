import { describe, expect, it } from 'vitest';
import type { ReplayStore, RequestStore } from '../../src/stores/interfaces/sign-in.js';
import { memoryRequestStore } from '../../src/stores/memory/index.js';
import { answerTo, connection, createSite, finish, NOW, refusalOf, start } from './site.js';

const tile = connection({ allowIdpInitiated: true });
const free: ReplayStore = { reserve: async () => true };

/** A request store of which one answer is replaced. */
function requestsWith(replaced: Partial<RequestStore>): RequestStore {
  return { ...memoryRequestStore({ now: () => NOW }), ...replaced };
}

describe('a valid answer is admitted once', () => {
  it('of a hundred equal posts at the same time exactly one signs in', async () => {
    const site = createSite();
    const started = await start(site);
    const samlResponse = answerTo(site, started);
    const finished = await Promise.all(
      Array.from({ length: 100 }, () => finish(site, started, samlResponse)),
    );
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1);
    const codes = new Set(finished.map((each) => refusalOf(each)?.code));
    expect(codes).toEqual(new Set([undefined, 'request_already_used']));
    expect(site.events.filter(({ type }) => type === 'sign_in_accepted')).toHaveLength(1);
  });

  it('of a hundred unsolicited posts at the same time exactly one signs in', async () => {
    const site = createSite({}, [tile]);
    const samlResponse = answerTo(site, { requestId: '', connectionId: 'contoso' }, { inResponseTo: null });
    const posted = { connectionId: 'contoso', samlResponse, relayState: null, cookie: () => undefined };
    const finished = await Promise.all(
      Array.from({ length: 100 }, () => site.serviceProvider.finishSignIn(posted)),
    );
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1);
    const codes = new Set(finished.map((each) => refusalOf(each)?.code));
    expect(codes).toEqual(new Set([undefined, 'assertion_replayed']));
  });

  it('refuses a second answer to the same request, and deletes its cookie', async () => {
    const site = createSite();
    const started = await start(site);
    await finish(site, started, answerTo(site, started));
    const second = await finish(site, started, answerTo(site, started));
    expect(refusalOf(second)).toEqual({
      code: 'request_already_used',
      details: { inResponseTo: started.requestId },
    });
    expect(second.spentCookie).toBe(started.cookie.name);
  });

  it('refuses an assertion that was used before in another wrapper', async () => {
    const site = createSite();
    const [one, other] = [await start(site), await start(site)];
    const assertionId = '_used-twice';
    await finish(site, one, answerTo(site, one, { assertionId }));
    expect(refusalOf(await finish(site, other, answerTo(site, other, { assertionId })))).toEqual({
      code: 'assertion_replayed',
      details: { assertionId },
    });
  });

  it('reserves the assertion for as long as the largest skew could let it in', async () => {
    const reserved: { key: string; until: Date }[] = [];
    const reserve = async (key: string, until: Date) => reserved.push({ key, until }) > 0;
    const site = createSite({ replays: { reserve } });
    const started = await start(site);
    const subjectNotOnOrAfter = new Date(NOW.getTime() + 600_000);
    await finish(site, started, answerTo(site, started, { subjectNotOnOrAfter }));
    expect(reserved).toHaveLength(1);
    expect(reserved[0]?.until).toEqual(new Date(NOW.getTime() + 600_000 + 300_000));
    expect(reserved[0]?.key).toMatch(/^[A-Za-z0-9_-]{43}$/u);
  });

  it.each([
    ['changed', { version: 2 }, 'connection_changed'],
    ['given to another organisation', { organizationId: 'org-fabrikam' }, 'connection_changed'],
    ['disabled', { enabled: false }, 'connection_disabled'],
  ])('refuses when the connection is %s while the stores are asked', async (_name, change, code) => {
    const replays: ReplayStore = {
      reserve: async () => site.connections.set('contoso', connection(change)) !== null,
    };
    const site = createSite({ replays });
    const started = await start(site);
    expect(refusalOf(await finish(site, started, answerTo(site, started)))?.code).toBe(code);
  });

  it('refuses when the connection is removed while the stores are asked', async () => {
    const site = createSite({ replays: { reserve: async () => site.connections.delete('contoso') } });
    const started = await start(site);
    const refused = await finish(site, started, answerTo(site, started));
    expect(refusalOf(refused)?.code).toBe('connection_unknown');
  });

  it.each<[string, Partial<Parameters<typeof createSite>[0]>]>([
    ['requests', { requests: requestsWith({ find: () => Promise.reject(new Error('down')) }) }],
    ['requests', { requests: requestsWith({ consume: () => Promise.reject(new Error('down')) }) }],
    ['replays', { replays: { reserve: () => Promise.reject(new Error('down')) } }],
    [
      'domainClaims',
      {
        domainClaims: {
          findOrganization: () => Promise.reject(new Error('down')),
          listVerified: async () => ['contoso.com'],
        },
      },
    ],
  ])('signs nobody in while the store of the %s is down', async (store, options) => {
    const site = createSite(options);
    const started = await start(site);
    const refused = await finish(site, started, answerTo(site, started));
    expect(refusalOf(refused)).toEqual({ code: 'store_unavailable', details: { store, reason: 'down' } });
    expect(refused.ok ? null : refused.error.cause).toEqual(new Error('down'));
  });

  it('signs nobody in while the store of the connections is down, also at the last moment', async () => {
    let asked = 0;
    const findById = async () => {
      asked += 1;
      if (asked === 3) throw new Error('down');
      return connection();
    };
    const site = createSite({ connections: { findById, findByOrganization: async () => [] } });
    const started = await start(site);
    expect(refusalOf(await finish(site, started, answerTo(site, started)))?.code).toBe('store_unavailable');
  });

  it('takes nothing but true for a yes of a store', async () => {
    const site = createSite({ requests: requestsWith({ consume: async () => 1 as unknown as boolean }) });
    const started = await start(site);
    const refused = await finish(site, started, answerTo(site, started));
    expect(refusalOf(refused)?.code).toBe('request_already_used');
    const other = createSite({ replays: { reserve: async () => 'OK' as unknown as boolean } });
    const again = await start(other);
    expect(refusalOf(await finish(other, again, answerTo(other, again)))?.code).toBe('assertion_replayed');
  });

  it('signs in with a replay store that says yes', async () => {
    const site = createSite({ replays: free });
    const started = await start(site);
    expect(refusalOf(await finish(site, started, answerTo(site, started)))).toBeNull();
  });
});
