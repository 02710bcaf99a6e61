import { describe, expect, it } from 'vitest';
import { TEST_TENANT_ID } from '../../src/testing/index.js';
import { accepted, answerTo, connection, createSite, finish, NOW, refusalOf, start } from './site.js';

describe('finishSignIn', () => {
  it('signs the person in to the organisation that claimed the domain', async () => {
    const site = createSite();
    const started = await start(site, { returnTo: '/reports?week=12' });
    const finished = await finish(site, started, answerTo(site, started));
    const signIn = accepted(finished);
    expect(signIn).toMatchObject({
      organizationId: 'org-contoso',
      connectionId: 'contoso',
      emailDomain: 'contoso.com',
      idpInitiated: false,
      returnTo: '/reports?week=12',
      sessionNotOnOrAfter: null,
    });
    expect(signIn.email).toBe(signIn.claims.email.address);
    expect(JSON.parse(signIn.identity.key)).toEqual([
      'tenant-object',
      'contoso',
      `https://sts.windows.net/${TEST_TENANT_ID}/`,
      TEST_TENANT_ID,
      signIn.claims.objectId,
    ]);
    expect(signIn.authnInstant).toEqual(new Date(NOW.getTime() - 60_000));
    expect(signIn.sessionIndex).toBe(signIn.assertionId);
    expect(finished.spentCookie).toBe(started.cookie.name);
  });

  it('tells the log who signed in, and nothing secret', async () => {
    const site = createSite();
    const started = await start(site);
    const samlResponse = answerTo(site, started);
    const signIn = accepted(await finish(site, started, samlResponse));
    expect(site.events.at(-1)).toEqual({
      type: 'sign_in_accepted',
      at: NOW,
      organizationId: 'org-contoso',
      connectionId: 'contoso',
      requestId: started.requestId,
      assertionId: signIn.assertionId,
      identityKey: signIn.identity.key,
    });
    const log = JSON.stringify(site.events);
    expect(log).not.toContain(started.cookie.value);
    expect(log).not.toContain(samlResponse);
  });

  it.each([null, ''])('bears a provider that drops RelayState (%j)', async (relayState) => {
    const site = createSite();
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { relayState });
    expect(refusalOf(finished)).toBeNull();
  });

  it('takes the nearest end of several sessions', async () => {
    const site = createSite();
    const started = await start(site);
    const [late, soon] = ['2026-11-21T20:00:00.000Z', '2026-11-21T13:00:00.000Z'];
    const samlResponse = answerTo(site, started, {
      sessionNotOnOrAfter: late,
      editBeforeSigning: (xml) =>
        xml.replace(/<AuthnStatement.*<\/AuthnStatement>/u, (one) => one + one.replace(late, soon)),
    });
    const finished = await finish(site, started, samlResponse);
    expect(accepted(finished).sessionNotOnOrAfter).toEqual(new Date(soon));
  });

  it('keeps sign-ins in several tabs of one browser apart', async () => {
    const site = createSite();
    const [first, second] = [await start(site), await start(site)];
    const cookies = new Map([first, second].map(({ cookie }) => [cookie.name, cookie.value]));
    expect(cookies.size).toBe(2);
    for (const started of [second, first]) {
      expect(refusalOf(await finish(site, started, answerTo(site, started), { cookies }))).toBeNull();
    }
  });

  it('gives equal NameIDs of two connections two identities', async () => {
    const both = [connection(), connection({ id: 'contoso-test' })];
    const site = createSite({}, both);
    const keys = new Set<string>();
    for (const { id } of both) {
      const started = await start(site, {}, id);
      keys.add(accepted(await finish(site, started, answerTo(site, started))).identity.key);
    }
    expect(keys.size).toBe(2);
  });

  it('passes on what the walk refuses, and leaves the request open', async () => {
    const site = createSite();
    const started = await start(site);
    const refused = await finish(site, started, answerTo(site, started, { deviation: 'wrong-audience' }));
    expect(refusalOf(refused)?.code).toBe('audience_mismatch');
    expect(refused.spentCookie).toBeNull();
    expect(refusalOf(await finish(site, started, answerTo(site, started)))).toBeNull();
  });

  it.each([
    ['no-email', 'email_missing'],
    ['foreign-domain', 'email_domain_not_claimed'],
  ] as const)('refuses the answer "%s"', async (deviation, code) => {
    const site = createSite();
    const started = await start(site);
    const refused = await finish(site, started, answerTo(site, started, { deviation }));
    expect(refusalOf(refused)?.code).toBe(code);
  });

  it('refuses an address of a domain that another organisation claimed', async () => {
    const site = createSite();
    const started = await start(site);
    const person = {
      userPrincipalName: 'megan@fabrikam.com',
      objectId: '99999999-2222-4333-8444-555555555555',
      displayName: 'Megan',
    };
    const refused = await finish(site, started, answerTo(site, started, { person }));
    expect(refusalOf(refused)?.code).toBe('email_domain_claimed_by_other');
  });

  it('demands a fresh authentication where ForceAuthn was sent', async () => {
    const site = createSite();
    const started = await start(site, { forceAuthn: true });
    const authnInstant = new Date(NOW.getTime() - 86_400_000);
    const refused = await finish(site, started, answerTo(site, started, { authnInstant }));
    expect(refusalOf(refused)?.code).toBe('authn_instant_before_request');
    const unforced = await start(site);
    const finished = await finish(site, unforced, answerTo(site, unforced, { authnInstant }));
    expect(refusalOf(finished)).toBeNull();
  });

  it('gives each refusal a reference that the log has too', async () => {
    const site = createSite();
    const started = await start(site);
    const refused = await finish(site, started, 'no base64!');
    expect(refused.ok).toBe(false);
    const reference = refused.ok ? '' : refused.reference;
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/u);
    expect(site.events.at(-1)).toMatchObject({
      type: 'sign_in_refused',
      at: NOW,
      code: 'response_not_base64',
      stage: 'decode',
      connectionId: 'contoso',
      reference,
    });
  });
});
