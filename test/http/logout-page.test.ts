import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../src/http/create-handlers.js';
import { logoutRequest, logoutResponse, logoutSite, queryOf, refusedCode, signedIn } from '../logout/idp.js';
import { accepted } from '../service-provider/site.js';
import { get, handlersOf, post } from './browser.js';

const PATH = '/saml/contoso/logout';

function application() {
  const site = logoutSite();
  const handlers = handlersOf(site, {
    onLogout(sessions) {
      site.ended.push(...sessions.map(({ sessionKey }) => sessionKey));
    },
  });
  return { site, handle: (request: Request) => handlers.handle(request) };
}

describe('the Logout URL', () => {
  it('ends the sessions and sends the browser back with the answer', async () => {
    const { handle, site } = application();
    const { signIn } = await signedIn(site);
    const query = queryOf(logoutRequest({ sessionIndexes: [signIn.sessionIndex ?? ''] }), {
      relayState: "it's",
    });
    const response = await handle(get(`${PATH}?${query}`));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toContain('SAMLResponse=');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(site.ended).toEqual(['session-1']);
  });

  it('does nothing for a GET or POST without a message', async () => {
    const { handle, site } = application();
    await signedIn(site);
    for (const request of [get(PATH), get(`${PATH}?RelayState=x`), post(PATH, {})]) {
      const response = await handle(request);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('You may still be signed in');
      expect(refusedCode(site)).toBe('logout_message_missing');
    }
    expect(site.ended).toEqual([]);
  });

  it('takes no other method, and no message in the query of a POST', async () => {
    const { handle, site } = application();
    const request = new Request(get(PATH), { method: 'PUT', body: 'x' });
    expect((await handle(request)).headers.get('allow')).toBe('GET, POST');
    expect((await handle(post(`${PATH}?${queryOf(logoutRequest())}`, {}))).status).toBe(400);
    expect(refusedCode(site)).toBe('parameter_in_query');
  });

  it('sends the person to returnTo when our logout is answered', async () => {
    const { handle, site } = application();
    await signedIn(site);
    const subject = { connectionId: 'contoso', sessionKey: 'session-1' };
    const logout = accepted(await site.serviceProvider.startLogout(subject, { returnTo: '/bye' }));
    const response = await handle(get(`${PATH}?${queryOf(logoutResponse(logout.requestId))}`));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/bye']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('a secret of the application');
      },
    ],
    ['rejects', () => Promise.reject(new Error('a secret of the application'))],
    ['gives no Response', () => 'signed out'],
  ])('is refused with a page where onLoggedOut %s', async (_name, onLoggedOut) => {
    const site = logoutSite();
    const { handle } = handlersOf(site, { onLogout() {}, onLoggedOut: onLoggedOut as never });
    await signedIn(site);
    const subject = { connectionId: 'contoso', sessionKey: 'session-1' };
    const logout = accepted(await site.serviceProvider.startLogout(subject));
    const response = await handle(get(`${PATH}?${queryOf(logoutResponse(logout.requestId))}`));
    expect(response.status).toBe(500);
    expect(refusedCode(site)).toBe('logged_out_hook_failed');
    expect(await response.text()).not.toContain('a secret of the application');
  });

  it('takes the Response of onLoggedOut', async () => {
    const site = logoutSite();
    const { handle } = handlersOf(site, { onLogout() {}, onLoggedOut: () => new Response('bye') });
    await signedIn(site);
    const subject = { connectionId: 'contoso', sessionKey: 'session-1' };
    const logout = accepted(await site.serviceProvider.startLogout(subject));
    const response = await handle(get(`${PATH}?${queryOf(logoutResponse(logout.requestId))}`));
    expect(await response.text()).toBe('bye');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  it('shows nothing of a message that it refuses', async () => {
    const { handle } = application();
    const response = await handle(get(`${PATH}?${queryOf(logoutResponse('_unknown-marker'))}`));
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain('unknown-marker');
  });

  it('is published with the redirect first, where single logout is on', async () => {
    const { site } = application();
    const metadata = accepted(await site.serviceProvider.metadata('contoso'));
    const bindings = [
      ...metadata.matchAll(/<SingleLogoutService Binding="[^"]*:(HTTP-[A-Za-z]+)" Location="([^"]*)"/gu),
    ];
    expect(bindings.map(([, binding, location]) => [binding, location])).toEqual([
      ['HTTP-Redirect', `https://app.example.com${PATH}`],
      ['HTTP-POST', `https://app.example.com${PATH}`],
    ]);
  });

  it('takes both a store and a hook', () => {
    const { site } = application();
    const onSignIn = () => new Response();
    expect(() => createHandlers(site.serviceProvider, { onSignIn })).toThrow(TypeError);
  });
});
