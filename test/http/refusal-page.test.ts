import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusalPage } from '../../src/http/refusal-page.js';
import { answerTo, connection, createSite, start } from '../service-provider/site.js';
import { ACS, get, handlersOf, lastError, post } from './browser.js';

describe('the page for a refused sign-in', () => {
  it('says what the person can do, and the reference that the log has', async () => {
    const site = createSite();
    const response = await handlersOf(site).handle(post(ACS, { SAMLResponse: '!' }));
    const html = await response.text();
    const event = site.events.at(-1);
    expect(html).toContain(lastError(site)?.publicMessage);
    expect(html).toContain(`<code>${event?.type === 'sign_in_refused' ? event.reference : ''}</code>`);
    expect(html).toContain('<a class="first" href="/saml/contoso/sign-in">Sign in again</a>');
  });

  it('shows nothing of the message', async () => {
    const site = createSite();
    const started = await start(site);
    const samlResponse = answerTo(site, started, {
      status: {
        code: 'urn:oasis:names:tc:SAML:2.0:status:Responder',
        message: '<script>alert(1)</script> AADSTS50105',
      },
    });
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const fields = { SAMLResponse: samlResponse };
    const response = await handlersOf(site).handle(post(ACS, fields, { cookie }));
    expect(lastError(site)?.code).toBe('status_not_success');
    const html = await response.text();
    expect(html).not.toContain('AADSTS50105');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('status_not_success');
    expect(html).not.toContain(started.requestId);
  });

  it('allows its own style and nothing else, and cannot be framed', async () => {
    const response = await handlersOf(createSite()).handle(get('/saml/none'));
    const html = await response.text();
    const style = /<style>([\s\S]*)<\/style>/u.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
    );
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(response.headers.get('pragma')).toBe('no-cache');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['an unknown connection', [], '/saml/contoso/sign-in'],
    ['a disabled connection', [connection({ enabled: false })], '/saml/contoso/sign-in'],
    ['an address without connection', [connection()], '/saml/sign-in'],
  ])('offers no further attempt for %s', async (_name, connections, path) => {
    const html = await (await handlersOf(createSite({}, connections)).handle(get(path))).text();
    expect(html).not.toContain('Sign in again');
    expect(html).toContain('<a class="first" href="/">Back to the application</a>');
  });

  it('can be read without sight, script or colour', () => {
    const html = refusalPage({
      refused: 'sign-in',
      message: 'Try again.',
      reference: 'ABCDEFGHJK',
      signInPath: null,
    });
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/u);
    expect(html).toContain('<title>You are not signed in</title>');
    expect(html.match(/<main>|<h1>/gu)).toEqual(['<main>', '<h1>']);
    expect(html).toContain('color-scheme: light dark');
    expect(html).toContain('prefers-color-scheme: dark');
  });

  it('escapes every value', () => {
    const nasty = `<b a="1" c='2'>&</b>`;
    const html = refusalPage({ refused: 'sign-in', message: nasty, reference: nasty, signInPath: nasty });
    expect(html).not.toContain('<b ');
    expect(html.match(/&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;\/b&gt;/gu)).toHaveLength(3);
  });
});
