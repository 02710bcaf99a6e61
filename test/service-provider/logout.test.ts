import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { signElement, TEST_TENANT_ID } from '../../src/testing/index.js';
import {
  contoso,
  idpKey,
  logoutRequest,
  logoutSite,
  ourKey,
  outcomeOf,
  PLACE,
  posted,
  queryOf,
  redirect,
  refusedCode,
  signedIn,
} from '../logout/idp.js';
import { accepted, answerTo, finish, NOW, refusalOf, start } from './site.js';

const broken = async (): Promise<never> => {
  throw new Error('the store is down');
};

const messageIn = (url: string, field = 'SAMLResponse'): string =>
  inflateRawSync(Buffer.from(new URL(url).searchParams.get(field) ?? '', 'base64')).toString('utf8');

function isSignedByUs(url: string): boolean {
  const [signed = '', signature = ''] = new URL(url).search.slice(1).split('&Signature=');
  const value = Buffer.from(decodeURIComponent(signature), 'base64');
  return verify('sha256', Buffer.from(signed), createPublicKey(ourKey.certificatePem), value);
}

describe('a LogoutRequest of the identity provider', () => {
  it('ends the session of its SessionIndex without a cookie, whatever its NameID', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site, 'one');
    await signedIn(site, 'two');
    const query = queryOf(logoutRequest({ nameId: 'pairwise', sessionIndexes: [signIn.sessionIndex ?? ''] }));
    expect(await outcomeOf(redirect(site, query))).toBe('success');
    expect(site.ended).toEqual(['one']);
    expect(await site.sessions.find(...PLACE, 'one')).toBeNull();
    expect(await site.sessions.find(...PLACE, 'two')).not.toBeNull();
  });

  it('ends all sessions of its NameID where it names no SessionIndex', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site, 'one');
    await signedIn(site, 'two');
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest({ nameId: signIn.nameId.value }))))).toBe(
      'success',
    );
    expect(site.ended.toSorted()).toEqual(['one', 'two']);
  });

  it('does not fall back to the NameID where its SessionIndex is unknown', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const request = logoutRequest({ nameId: signIn.nameId.value, sessionIndexes: ['_unknown'] });
    expect(await outcomeOf(redirect(site, queryOf(request)))).toBe('success');
    expect(site.ended).toEqual([]);
  });

  it('is answered with a signed LogoutResponse that echoes RelayState', async () => {
    const site = logoutSite();
    const query = queryOf(logoutRequest({ id: '_asked' }), { relayState: "x'y z&" });
    const step = accepted(await redirect(site, query));
    const url = step.kind === 'answered' ? (step.delivery?.url ?? '') : '';
    expect(url.startsWith(`https://login.microsoftonline.com/${TEST_TENANT_ID}/saml2?SAMLResponse=`)).toBe(
      true,
    );
    expect(new URL(url).searchParams.get('RelayState')).toBe("x'y z&");
    expect(isSignedByUs(url)).toBe(true);
    const xml = messageIn(url);
    expect(xml).toContain('InResponseTo="_asked"');
    expect(xml).toContain(`Destination="https://login.microsoftonline.com/${TEST_TENANT_ID}/saml2"`);
    expect(xml).toContain('<saml:Issuer>https://app.example.com/saml/contoso/metadata</saml:Issuer>');
    expect(xml).toContain('Value="urn:oasis:names:tc:SAML:2.0:status:Success"');
  });

  it('is answered with PartialLogout, and keeps what could not be ended', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site, 'one');
    await signedIn(site, 'two');
    const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
    const step = accepted(await redirect(site, query, () => ({ remaining: ['two'] })));
    expect(step.kind === 'answered' && messageIn(step.delivery?.url ?? '')).toContain('status:PartialLogout');
    expect(await site.sessions.find(...PLACE, 'one')).toBeNull();
    expect(await site.sessions.find(...PLACE, 'two')).not.toBeNull();
  });

  it('is answered with Responder when the application fails, and can be repeated by another', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const content = { nameId: signIn.nameId.value };
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest(content)), broken))).toBe('responder');
    expect(refusedCode(site)).toBe('logout_hook_failed');
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest(content))))).toBe('success');
    expect(site.ended).toEqual(['session-1']);
  });

  it.each(['rememberLogout', 'findByNameId', 'remove'] as const)(
    'is never answered with success when %s of the index fails',
    async (method) => {
      const site = logoutSite();
      const { signIn } = await signedIn(site);
      site.sessions[method] = broken;
      const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
      expect(await outcomeOf(redirect(site, query))).toBe('responder');
      expect(refusedCode(site)).toBe('store_unavailable');
    },
  );

  it('is never answered with success when the replay store fails', async () => {
    const site = logoutSite({ replays: { reserve: broken } });
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest())))).toBe('responder');
  });

  it('comes by form post from other identity providers, and is answered so', async () => {
    const other = { issuerUrl: 'https://idp.example/metadata', signInUrl: 'https://idp.example/sso' };
    const logout = { logoutUrl: 'https://idp.example/slo', logoutBinding: 'post' as const };
    const site = logoutSite({}, [contoso({ ...other, ...logout })]);
    const request = logoutRequest({ id: '_asked', issuer: other.issuerUrl });
    const { privateKeyPem } = idpKey;
    const xml = signElement(request, { elementId: '_asked', privateKeyPem, keyInfoCertificates: [] });
    const step = accepted(
      await posted(site, { SAMLRequest: Buffer.from(xml).toString('base64'), RelayState: 'r' }),
    );
    const form = step.kind === 'answered' ? step.delivery?.form : null;
    expect(form?.action).toBe('https://idp.example/slo');
    const fields = new Map(form?.fields);
    expect(fields.get('RelayState')).toBe('r');
    expect(Buffer.from(fields.get('SAMLResponse') ?? '', 'base64').toString()).toContain(
      '<ds:SignatureValue>',
    );
  });

  it('still ends the sessions of a connection that was disabled', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    site.connections.set('contoso', contoso({ enabled: false }));
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest({ nameId: signIn.nameId.value }))))).toBe(
      'success',
    );
    expect(site.ended).toEqual(['session-1']);
  });
});

describe('a logout that arrives before the assertion it concerns', () => {
  it('refuses the sign-in by its SessionIndex', async () => {
    const site = logoutSite();
    const started = await start(site);
    const assertionId = '_later';
    const query = queryOf(logoutRequest({ sessionIndexes: [assertionId] }));
    expect(await outcomeOf(redirect(site, query))).toBe('success');
    const finished = await finish(site, started, answerTo(site, started, { keyPair: idpKey, assertionId }));
    expect(refusalOf(finished)).toEqual({ code: 'session_already_logged_out', details: { assertionId } });
  });

  it('refuses by NameID what was issued before it, and lets the person sign in again', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const early = await start(site);
    const answer = answerTo(site, early, { keyPair: idpKey });
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest({ nameId: signIn.nameId.value }))))).toBe(
      'success',
    );
    expect(refusalOf(await finish(site, early, answer))?.code).toBe('session_already_logged_out');
    site.now = new Date(NOW.getTime() + 1_000);
    await expect(signedIn(site, 'again')).resolves.toBeDefined();
  });

  it('refuses the session when it arrives between the sign-in and its session', async () => {
    const site = logoutSite();
    const started = await start(site);
    const signIn = accepted(await finish(site, started, answerTo(site, started, { keyPair: idpKey })));
    await redirect(site, queryOf(logoutRequest({ sessionIndexes: [signIn.sessionIndex ?? ''] })));
    const added = await site.serviceProvider.addSession(signIn, {
      sessionKey: 'late',
      expiresAt: new Date(NOW.getTime() + 1e6),
    });
    expect(refusalOf(added)?.code).toBe('session_already_logged_out');
    expect(await site.sessions.find(...PLACE, 'late')).toBeNull();
  });

  it('fails closed when the index cannot be asked', async () => {
    const site = logoutSite();
    site.sessions.findLogout = broken;
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, { keyPair: idpKey }));
    expect(refusalOf(finished)?.code).toBe('store_unavailable');
  });
});
