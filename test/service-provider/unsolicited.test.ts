import { describe, expect, it } from 'vitest';
import type { ReplayStore, RequestStore } from '../../src/stores/interfaces/sign-in.js';
import type { MintOptions } from '../../src/testing/index.js';
import { accepted, answerTo, connection, createSite, NOW, refusalOf, type Site } from './site.js';

const RESPONDER = 'urn:oasis:names:tc:SAML:2.0:status:Responder';

/** Posts what the tile of My Apps sends. */
function fromTile(site: Site, mint: Partial<MintOptions> = {}, relayState: string | null = null) {
  return site.serviceProvider.finishSignIn({
    connectionId: 'contoso',
    samlResponse: answerTo(site, { requestId: '', connectionId: 'contoso' }, { inResponseTo: null, ...mint }),
    relayState,
    cookie: () => undefined,
  });
}

describe('a sign-in from the tile leads', () => {
  it.each([
    [null, '/dashboard?from=tile'],
    ['', '/dashboard?from=tile'],
    ['https://evil.example/', '/dashboard?from=tile'],
    ['//evil.example', '/dashboard?from=tile'],
    ['/saml/contoso/sign-in', '/dashboard?from=tile'],
    ['/', '/'],
    ['/reports', '/reports'],
  ])('with RelayState %j to %s', async (relayState, place) => {
    const tile = connection({ allowIdpInitiated: true, landingPath: '/dashboard?from=tile' });
    const signIn = accepted(await fromTile(createSite({}, [tile]), {}, relayState));
    expect(signIn).toMatchObject({ idpInitiated: true, returnTo: place });
  });

  it('to / where the landing path is a page of single sign-on itself', async () => {
    const tile = connection({ allowIdpInitiated: true, landingPath: '/saml/contoso/sign-in' });
    expect(accepted(await fromTile(createSite({}, [tile]))).returnTo).toBe('/');
  });
});

describe('a sign-in from the tile', () => {
  const tile = connection({ allowIdpInitiated: true });

  it('signs in once', async () => {
    const site = createSite({}, [tile]);
    const mint = { assertionId: '_once' };
    expect(refusalOf(await fromTile(site, mint))).toBeNull();
    expect(refusalOf(await fromTile(site, mint))?.code).toBe('assertion_replayed');
  });

  it('is refused once its assertion has ended', async () => {
    const site = createSite({}, [tile]);
    site.now = new Date(NOW.getTime() + 86_400_000);
    expect(refusalOf(await fromTile(site, { now: NOW }))?.code).toBe('subject_confirmation_expired');
  });

  it('is refused when its assertion lives longer than the connection allows', async () => {
    const site = createSite({}, [connection({ allowIdpInitiated: true, maxLifetimeSeconds: 60 })]);
    expect(refusalOf(await fromTile(site))?.code).toBe('subject_confirmation_lifetime_exceeded');
  });
});

describe('a report of failure that answers no request', () => {
  it.each([true, false])('says what the identity provider says (tile allowed: %s)', async (allowed) => {
    const site = createSite({}, [connection({ allowIdpInitiated: allowed })]);
    expect(refusalOf(await fromTile(site, { status: { code: RESPONDER } }))).toMatchObject({
      code: 'status_not_success',
      details: { statusCode: RESPONDER },
    });
  });

  it('changes nothing in any store', async () => {
    const asked: string[] = [];
    const requests: RequestStore = {
      save: async () => void asked.push('save'),
      find: async () => {
        asked.push('find');
        return null;
      },
      consume: async () => asked.push('consume') > 0,
    };
    const replays: ReplayStore = { reserve: async () => asked.push('reserve') > 0 };
    const site = createSite({ requests, replays }, [connection({ allowIdpInitiated: true })]);
    const finished = await fromTile(site, { status: { code: RESPONDER } });
    expect(refusalOf(finished)?.code).toBe('status_not_success');
    expect(asked).toEqual([]);
  });
});
