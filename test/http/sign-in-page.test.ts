import { describe, expect, it } from 'vitest';
import { connection, createSite } from '../service-provider/site.js';
import { cookiesOf, get, handlersOf, lastError, outcomeOf, post } from './browser.js';

describe('the sign-in page', () => {
  it.each([
    [
      'GET by address',
      get('/saml/sign-in?email=adele%40contoso.com&returnTo=%2Freports'),
      'adele@contoso.com',
    ],
    [
      'POST by address',
      post('/saml/sign-in', { email: 'adele@contoso.com', returnTo: '/reports' }),
      'adele@contoso.com',
    ],
    ['GET by connection', get('/saml/contoso/sign-in?returnTo=%2Freports'), null],
    ['POST by connection', post('/saml/contoso/sign-in', { returnTo: '/reports' }), null],
  ])('sends the browser to the identity provider: %s', async (_name, request, loginHint) => {
    const site = createSite();
    const response = await handlersOf(site).handle(request);
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(connection().signInUrl);
    expect(location.searchParams.get('login_hint')).toBe(loginHint);
    expect(site.saved[0]?.returnTo).toBe('/reports');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('goes to / where no place to return to is given', async () => {
    const site = createSite();
    await handlersOf(site).signIn(get('/saml/contoso/sign-in'));
    expect(site.saved[0]?.returnTo).toBe('/');
  });

  it('sets a cookie that comes back with a post from another site, and only to this host', async () => {
    const site = createSite({ requestLifetimeSeconds: 300 });
    const response = await handlersOf(site).handle(get('/saml/contoso/sign-in'));
    expect(response.headers.getSetCookie()).toHaveLength(1);
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-claimgate-[0-9a-f]+=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=None; Max-Age=300$/u,
    );
  });

  it('leaves a browser the newest twelve sign-ins under way', async () => {
    const site = createSite();
    const names = Array.from({ length: 15 }, (_, index) => `__Host-claimgate-${index}`);
    const cookie = ['session=1', ...names.map((name) => `${name}=x`)].join('; ');
    const response = await handlersOf(site).handle(get('/saml/contoso/sign-in', { cookie }));
    const cleared = [...cookiesOf(response)].filter(([, value]) => value === '').map(([name]) => name);
    expect(cleared).toEqual(names.slice(0, 4));
    expect(cookiesOf(response).size).toBe(5);
  });

  it.each<[string, Request, number, string, unknown]>([
    ['without address', get('/saml/sign-in'), 400, 'sign_in_email_invalid', { reason: 'missing' }],
    [
      'with two addresses',
      get('/saml/sign-in?email=a%40contoso.com&email=b%40contoso.com'),
      400,
      'sign_in_email_invalid',
      { reason: 'repeated' },
    ],
    [
      'for a domain that nobody claimed',
      get('/saml/sign-in?email=a%40northwind.example'),
      200,
      'sign_in_domain_unknown',
      { emailDomain: 'northwind.example' },
    ],
    [
      'back to another site',
      get('/saml/contoso/sign-in?returnTo=https://evil.example'),
      400,
      'return_to_not_allowed',
      { received: 'https://evil.example' },
    ],
    [
      'back to two places',
      get('/saml/contoso/sign-in?returnTo=/a&returnTo=/b'),
      400,
      'return_to_not_allowed',
      { received: '2 values' },
    ],
    [
      'by DELETE',
      new Request('https://app.example.com/saml/sign-in', { method: 'DELETE' }),
      405,
      'method_not_allowed',
      { received: 'DELETE', allowed: ['GET', 'POST'] },
    ],
    [
      'by JSON',
      post('/saml/sign-in', '{}', { 'content-type': 'application/json' }),
      415,
      'content_type_not_supported',
      { received: 'application/json' },
    ],
    [
      'with a large form',
      post('/saml/sign-in', { email: 'a'.repeat(17_000) }),
      413,
      'body_too_large',
      { limit: 16_384 },
    ],
  ])('starts nothing %s', async (_name, request, status, code, details) => {
    const site = createSite();
    const response = await handlersOf(site).handle(request);
    expect(outcomeOf(site, response)).toEqual({ status, code });
    expect(lastError(site)?.details).toEqual(details);
    expect(site.saved).toEqual([]);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});
