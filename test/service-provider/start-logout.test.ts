import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogoutRedirect } from '../../src/service-provider/logout.js';
import { memoryRequestStore } from '../../src/stores/memory/index.js';
import { TEST_TENANT_ID } from '../../src/testing/index.js';
import {
  contoso,
  ISSUER,
  LOGOUT_URL,
  logoutResponse,
  logoutSite,
  ourKey,
  outcomeOf,
  PLACE,
  queryOf,
  redirect,
  signedIn,
} from '../logout/idp.js';
import { accepted, NOW, refusalOf } from './site.js';

const PARTIAL =
  '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:PartialLogout"/></samlp:StatusCode>';
const FAILED = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/>';

const messageIn = (url: string, field = 'SAMLResponse'): string =>
  inflateRawSync(Buffer.from(new URL(url).searchParams.get(field) ?? '', 'base64')).toString('utf8');

function isSignedByUs(url: string): boolean {
  const [signed = '', signature = ''] = new URL(url).search.slice(1).split('&Signature=');
  const value = Buffer.from(decodeURIComponent(signature), 'base64');
  return verify('sha256', Buffer.from(signed), createPublicKey(ourKey.certificatePem), value);
}

describe('a logout that the application begins', () => {
  async function begun(site = logoutSite()): Promise<{ site: typeof site; logout: LogoutRedirect }> {
    await signedIn(site);
    const subject = { connectionId: 'contoso', sessionKey: 'session-1' };
    return { site, logout: accepted(await site.serviceProvider.startLogout(subject, { returnTo: '/bye' })) };
  }

  it('sends the NameID as it was received, with the SessionIndex, signed, and ends the session first', async () => {
    const site = logoutSite();
    const { session } = await signedIn(site);
    const { nameId, sessionIndexes, sessionKey } = session;
    const logout = accepted(await site.serviceProvider.startLogout({ connectionId: 'contoso', sessionKey }));
    expect(await site.sessions.find(...PLACE, sessionKey)).toBeNull();
    expect(isSignedByUs(logout.url)).toBe(true);
    const xml = messageIn(logout.url, 'SAMLRequest');
    expect(xml).toContain(`<saml:NameID Format="${nameId.format}">${nameId.value}</saml:NameID>`);
    expect(xml).toContain(`<samlp:SessionIndex>${sessionIndexes[0]}</samlp:SessionIndex>`);
    expect(logout.requestId).toMatch(/^_/u);
  });

  it('invents no SessionIndex', async () => {
    const nameId = { value: 'a<b&c', format: null, nameQualifier: 'q"', spNameQualifier: null };
    const subject = { connectionId: 'contoso', nameId, sessionIndex: null };
    const logout = accepted(await logoutSite().serviceProvider.startLogout(subject));
    const xml = messageIn(logout.url, 'SAMLRequest');
    expect(xml).not.toContain('SessionIndex');
    expect(xml).toContain('<saml:NameID NameQualifier="q&quot;">a&lt;b&amp;c</saml:NameID>');
  });

  it.each([ISSUER, `https://login.microsoftonline.com/${TEST_TENANT_ID}/`])(
    'ends with the answer of %s',
    async (issuer) => {
      const { logout, site } = await begun();
      const step = accepted(await redirect(site, queryOf(logoutResponse(logout.requestId, { issuer }))));
      expect(step).toEqual({
        kind: 'finished',
        organizationId: 'org-contoso',
        connectionId: 'contoso',
        partial: false,
        returnTo: '/bye',
      });
    },
  );

  it('tells of a partial logout', async () => {
    const { logout, site } = await begun();
    const step = accepted(
      await redirect(site, queryOf(logoutResponse(logout.requestId, { status: PARTIAL }))),
    );
    expect(step).toMatchObject({ kind: 'finished', partial: true });
  });

  it.each([
    [
      'of another tenant',
      { issuer: 'https://login.microsoftonline.com/99999999-8888-4777-8666-555555555555/' },
      'logout_issuer_mismatch',
    ],
    [
      'of another cloud',
      { issuer: `https://login.microsoftonline.us/${TEST_TENANT_ID}/` },
      'logout_issuer_mismatch',
    ],
    ['for another address', { attributes: ` Destination="${LOGOUT_URL}/"` }, 'logout_destination_mismatch'],
    ['from long ago', { issueInstant: new Date(NOW.getTime() - 780_000) }, 'logout_issue_instant_too_old'],
    ['that reports a failure', { status: FAILED }, 'logout_status_not_success'],
  ])('refuses an answer %s', async (_name, content, code) => {
    const { logout, site } = await begun();
    expect(await outcomeOf(redirect(site, queryOf(logoutResponse(logout.requestId, content))))).toBe(code);
  });

  it('takes one answer, of a thousand concurrent ones too, and none too late', async () => {
    const { logout, site } = await begun();
    const query = queryOf(logoutResponse(logout.requestId));
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => outcomeOf(redirect(site, query))));
    expect(outcomes.filter((outcome) => outcome === 'finished')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'logout_response_already_used')).toHaveLength(199);
    const late = await begun();
    late.site.now = new Date(NOW.getTime() + 600_000);
    const answer = logoutResponse(late.logout.requestId, { issueInstant: late.site.now });
    expect(await outcomeOf(redirect(late.site, queryOf(answer)))).toBe('logout_response_too_late');
  });

  it.each([
    ['', 'logout_destination_missing'],
    [` Destination="${LOGOUT_URL}"`, 'finished'],
  ])('of another provider than Entra must say for which address it is (%j)', async (attributes, outcome) => {
    const issuer = 'https://idp.example/metadata';
    const other = {
      issuerUrl: issuer,
      signInUrl: 'https://idp.example/sso',
      logoutUrl: 'https://idp.example/slo',
    };
    const site = logoutSite({}, [contoso(other)]);
    const nameId = { value: 'a', format: null, nameQualifier: null, spNameQualifier: null };
    const subject = { connectionId: 'contoso', nameId, sessionIndex: null };
    const { requestId } = accepted(await site.serviceProvider.startLogout(subject));
    const answer = queryOf(logoutResponse(requestId, { issuer, attributes }));
    expect(await outcomeOf(redirect(site, answer))).toBe(outcome);
  });

  it.each(['2026-11-21T12:05:00.000Z', 1, null])(
    'is refused, not thrown, where the store gives the end of the request as %j',
    async (expiresAt) => {
      const requests = memoryRequestStore({ now: () => NOW });
      const find = async (id: string) => {
        const found = await requests.find(id);
        return found && ({ ...found, expiresAt } as never);
      };
      const site = logoutSite({ requests: { ...requests, find } });
      const nameId = { value: 'a', format: null, nameQualifier: null, spNameQualifier: null };
      const subject = { connectionId: 'contoso', nameId, sessionIndex: null };
      const { requestId } = accepted(await site.serviceProvider.startLogout(subject));
      expect(await outcomeOf(redirect(site, queryOf(logoutResponse(requestId))))).toBe('store_unavailable');
    },
  );

  it('does not take an answer with another RelayState', async () => {
    const { logout, site } = await begun();
    const query = queryOf(logoutResponse(logout.requestId), { relayState: 'other' });
    expect(await outcomeOf(redirect(site, query))).toBe('relay_state_mismatch');
  });

  it('is refused for an unknown session, an unknown place, and where nobody takes it', async () => {
    const site = logoutSite();
    const subject = { connectionId: 'contoso', sessionKey: 'none' };
    const code = async (options = {}) =>
      refusalOf(await site.serviceProvider.startLogout(subject, options))?.code;
    expect(await code()).toBe('logout_session_unknown');
    await signedIn(site, 'none');
    expect(await code({ returnTo: 'https://evil.example' })).toBe('return_to_not_allowed');
    const other = { issuerUrl: 'https://idp.example/metadata', signInUrl: 'https://idp.example/sso' };
    site.connections.set('contoso', contoso(other));
    const named = {
      connectionId: 'contoso',
      nameId: { value: 'a', format: null, nameQualifier: null, spNameQualifier: null },
      sessionIndex: null,
    };
    expect(refusalOf(await site.serviceProvider.startLogout(named))?.code).toBe('logout_not_configured');
  });
});
