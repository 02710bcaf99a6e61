import { describe, expect, it } from 'vitest';
import type { PendingRequest, RequestStore } from '../../src/stores/interfaces/sign-in.js';
import { answerTo, connection, createSite, finish, NOW, refusalOf, relayStateOf, start } from './site.js';

describe('an answer and the request that it claims to answer', () => {
  it('is refused for a request that was never made', async () => {
    const site = createSite();
    const started = await start(site);
    const samlResponse = answerTo(site, { ...started, requestId: '_elsewhere' });
    expect(refusalOf(await finish(site, started, samlResponse))).toEqual({
      code: 'request_unknown',
      details: { inResponseTo: '_elsewhere' },
    });
  });

  it('is refused without a look into the store where the id is longer than any of ours', async () => {
    const requests: RequestStore = {
      save: async () => undefined,
      find: () => Promise.reject(new Error('asked')),
      consume: async () => true,
    };
    const site = createSite({ requests });
    const started = await start(site);
    const samlResponse = answerTo(site, { ...started, requestId: `_${'a'.repeat(128)}` });
    expect(refusalOf(await finish(site, started, samlResponse))?.code).toBe('request_unknown');
  });

  it('is refused when a careless store finds a request of another id', async () => {
    const saved: PendingRequest[] = [];
    const requests: RequestStore = {
      save: async (request) => void saved.push(request),
      find: async () => saved[0] ?? null,
      consume: async () => true,
    };
    const site = createSite({ requests });
    const started = await start(site);
    const other = { ...started, requestId: started.requestId.toUpperCase() };
    expect(refusalOf(await finish(site, started, answerTo(site, other)))?.code).toBe('request_unknown');
  });

  it('is refused when a store returns the times of a request as text', async () => {
    const saved: PendingRequest[] = [];
    const requests: RequestStore = {
      save: async (request) => void saved.push(JSON.parse(JSON.stringify(request))),
      find: async () => saved[0] ?? null,
      consume: async () => true,
    };
    const site = createSite({ requests });
    const started = await start(site);
    expect(refusalOf(await finish(site, started, answerTo(site, started)))).toEqual({
      code: 'store_unavailable',
      details: { store: 'requests', reason: 'a request came back without Dates' },
    });
  });

  it('is refused from the moment at which the request expires', async () => {
    const site = createSite({ requestLifetimeSeconds: 60 });
    const [early, late] = [await start(site), await start(site)];
    site.now = new Date(NOW.getTime() + 59_999);
    expect(refusalOf(await finish(site, early, answerTo(site, early)))).toBeNull();
    site.now = new Date(NOW.getTime() + 60_000);
    expect(refusalOf(await finish(site, late, answerTo(site, late)))).toEqual({
      code: 'request_expired',
      details: { inResponseTo: late.requestId },
    });
  });

  it('is refused at the address of another connection', async () => {
    const site = createSite({}, [connection(), connection({ id: 'other' })]);
    const started = await start(site);
    const samlResponse = answerTo(site, { ...started, connectionId: 'other' });
    expect(refusalOf(await finish(site, started, samlResponse, { connectionId: 'other' }))).toEqual({
      code: 'connection_mismatch',
      details: { expected: 'contoso', received: 'other' },
    });
  });

  it.each([
    ['has another version', { version: 2 }],
    ['belongs to another organisation', { organizationId: 'org-fabrikam' }],
  ])('is refused when the connection meanwhile %s', async (_name, change) => {
    const site = createSite();
    const started = await start(site);
    site.connections.set('contoso', connection(change));
    expect(refusalOf(await finish(site, started, answerTo(site, started)))).toEqual({
      code: 'connection_changed',
      details: { connectionId: 'contoso' },
    });
  });

  it('is refused when the connection was disabled or removed meanwhile', async () => {
    const site = createSite();
    const started = await start(site);
    site.connections.set('contoso', connection({ enabled: false }));
    expect(refusalOf(await finish(site, started, answerTo(site, started)))?.code).toBe('connection_disabled');
    site.connections.clear();
    expect(refusalOf(await finish(site, started, answerTo(site, started)))?.code).toBe('connection_unknown');
  });

  it('is refused in a browser without the cookie of the request', async () => {
    const site = createSite();
    const [victim, attacker] = [await start(site), await start(site)];
    const cookies = new Map([[victim.cookie.name, victim.cookie.value]]);
    expect(refusalOf(await finish(site, attacker, answerTo(site, attacker), { cookies }))).toEqual({
      code: 'browser_mismatch',
      details: { cookie: 'missing' },
    });
  });

  it('is refused in a browser whose cookie has another secret', async () => {
    const site = createSite();
    const [victim, attacker] = [await start(site), await start(site)];
    const cookies = new Map([[attacker.cookie.name, victim.cookie.value]]);
    expect(refusalOf(await finish(site, attacker, answerTo(site, attacker), { cookies }))).toEqual({
      code: 'browser_mismatch',
      details: { cookie: 'different' },
    });
  });

  it('is refused with the RelayState of another request', async () => {
    const site = createSite();
    const [one, other] = [await start(site), await start(site)];
    const finished = await finish(site, one, answerTo(site, one), { relayState: relayStateOf(other) });
    expect(refusalOf(finished)).toEqual({ code: 'relay_state_mismatch', details: {} });
  });

  it('is refused when it was made for another connection and request of the same issuer', async () => {
    const site = createSite({}, [connection(), connection({ id: 'other' })]);
    const started = await start(site);
    const elsewhere = await start(site, {}, 'other');
    const samlResponse = answerTo(site, elsewhere, { inResponseTo: started.requestId });
    expect(refusalOf(await finish(site, started, samlResponse))?.code).toBe('destination_mismatch');
  });
});

describe('an answer that answers no request', () => {
  const tile = connection({ allowIdpInitiated: true });

  it('is refused by default', async () => {
    const site = createSite();
    const started = await start(site);
    const samlResponse = answerTo(site, started, { inResponseTo: null });
    expect(refusalOf(await finish(site, started, samlResponse))).toEqual({
      code: 'unsolicited_not_allowed',
      details: { connectionId: 'contoso' },
    });
  });

  it.each([
    ['/reports?week=12', '/reports?week=12'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/saml/contoso/sign-in', '/'],
    ['', '/'],
    [null, '/'],
  ])('signs in where the connection allows it, and RelayState %j leads to %s', async (relayState, place) => {
    const site = createSite({}, [tile]);
    const finished = await site.serviceProvider.finishSignIn({
      connectionId: 'contoso',
      samlResponse: answerTo(site, { requestId: '', connectionId: 'contoso' }, { inResponseTo: null }),
      relayState,
      cookie: () => undefined,
    });
    expect(finished).toMatchObject({ ok: true, spentCookie: null });
    expect(finished.ok && finished.value).toMatchObject({ idpInitiated: true, returnTo: place });
  });

  it('is refused when its assertion names a request after all', async () => {
    const site = createSite({}, [tile]);
    const started = await start(site);
    const samlResponse = answerTo(site, started, { responseInResponseTo: null });
    expect(refusalOf(await finish(site, started, samlResponse))?.code).toBe('in_response_to_unsolicited');
  });
});
