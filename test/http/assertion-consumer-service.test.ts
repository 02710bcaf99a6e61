import { describe, expect, it } from 'vitest';
import { answerTo, BASE_URL, connection, createSite, relayStateOf, start } from '../service-provider/site.js';
import { ACS, cookiesOf, countedStream, get, handlersOf, lastError, outcomeOf, post } from './browser.js';

const FORM = 'application/x-www-form-urlencoded';

describe('the Assertion Consumer Service', () => {
  it('hands the sign-in to the application, deletes the cookie and keeps the answer out of caches', async () => {
    const site = createSite();
    const started = await start(site, { returnTo: '/reports' });
    const fields = { SAMLResponse: answerTo(site, started), RelayState: relayStateOf(started) ?? '' };
    const cookie = `theme=dark; ${started.cookie.name}=${started.cookie.value}`;
    const response = await handlersOf(site).handle(post(ACS, fields, { cookie }));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/reports');
    expect(cookiesOf(response).get('session')).toMatch(/%40contoso\.com$/iu);
    expect(response.headers.getSetCookie()).toContain(
      `${started.cookie.name}=; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=0`,
    );
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(response.headers.get('pragma')).toBe('no-cache');
  });

  it('copies an answer whose headers cannot be changed', async () => {
    const site = createSite();
    const started = await start(site);
    const handlers = handlersOf(site, { onSignIn: () => Response.redirect(`${BASE_URL}/welcome`, 303) });
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const fields = { SAMLResponse: answerTo(site, started) };
    const response = await handlers.assertionConsumerService(post(ACS, fields, { cookie }));
    expect(response.headers.get('location')).toBe(`${BASE_URL}/welcome`);
    expect(cookiesOf(response).get(started.cookie.name)).toBe('');
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('database is down');
      },
      'database is down',
    ],
    ['rejects', () => Promise.reject(new Error('database is down')), 'database is down'],
    ['answers nothing', () => undefined, 'onSignIn must return a Response'],
  ])('signs nobody in when onSignIn %s', async (_name, hook, reason) => {
    const site = createSite();
    const started = await start(site);
    const handlers = handlersOf(site, { onSignIn: hook as () => Response });
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const fields = { SAMLResponse: answerTo(site, started) };
    const response = await handlers.handle(post(ACS, fields, { cookie }));
    expect(outcomeOf(site, response)).toEqual({ status: 500, code: 'sign_in_hook_failed' });
    expect(lastError(site)?.details).toEqual({ reason });
    expect([...cookiesOf(response)]).toEqual([[started.cookie.name, '']]);
    expect(await response.text()).not.toContain(reason);
  });

  it('answers a message that fails in SAML processing with a page of status 200, without any cookie', async () => {
    const site = createSite();
    const started = await start(site);
    const fields = { SAMLResponse: answerTo(site, started, { deviation: 'tampered' }) };
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const response = await handlersOf(site).handle(post(ACS, fields, { cookie }));
    expect(outcomeOf(site, response)).toEqual({ status: 200, code: 'digest_mismatch' });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('does not take the cookie of another browser', async () => {
    const site = createSite();
    const started = await start(site);
    const response = await handlersOf(site).handle(post(ACS, { SAMLResponse: answerTo(site, started) }));
    expect(outcomeOf(site, response)).toEqual({ status: 200, code: 'browser_mismatch' });
  });

  it('deletes the cookie of a request that was answered before', async () => {
    const site = createSite();
    const started = await start(site);
    const fields = { SAMLResponse: answerTo(site, started) };
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const { handle } = handlersOf(site);
    await handle(post(ACS, fields, { cookie }));
    const response = await handle(post(ACS, fields, { cookie }));
    expect(outcomeOf(site, response).code).toBe('request_already_used');
    expect(cookiesOf(response).get(started.cookie.name)).toBe('');
  });

  it.each<[string, Request, number, string, unknown]>([
    ['GET', get(ACS), 405, 'method_not_allowed', { received: 'GET', allowed: ['POST'] }],
    [
      'PUT',
      new Request(BASE_URL + ACS, { method: 'PUT', body: 'a=b' }),
      405,
      'method_not_allowed',
      { received: 'PUT', allowed: ['POST'] },
    ],
    [
      'the Redirect binding',
      get(`${ACS}?SAMLResponse=abc`),
      400,
      'parameter_in_query',
      { parameter: 'SAMLResponse' },
    ],
    [
      'a message in the query beside the one in the form',
      post(`${ACS}?SAMLResponse=abc`, { SAMLResponse: 'abc' }),
      400,
      'parameter_in_query',
      { parameter: 'SAMLResponse' },
    ],
    [
      'RelayState in the query',
      post(`${ACS}?RelayState=abc`, { SAMLResponse: 'abc' }),
      400,
      'parameter_in_query',
      { parameter: 'RelayState' },
    ],
    [
      'JSON',
      post(ACS, '{"SAMLResponse":"abc"}', { 'content-type': 'application/json' }),
      415,
      'content_type_not_supported',
      { received: 'application/json' },
    ],
    [
      'multipart',
      post(ACS, 'x', { 'content-type': 'multipart/form-data; boundary=x' }),
      415,
      'content_type_not_supported',
      { received: 'multipart/form-data; boundary=x' },
    ],
    ['a form without SAMLResponse', post(ACS, { RelayState: 'a' }), 400, 'response_missing', {}],
    [
      'an empty post',
      new Request(BASE_URL + ACS, { method: 'POST', headers: { 'content-type': FORM } }),
      400,
      'response_missing',
      {},
    ],
    ['two SAMLResponses', post(ACS, 'SAMLResponse=a&SAMLResponse=b'), 400, 'response_repeated', { count: 2 }],
    [
      'two RelayStates',
      post(ACS, 'SAMLResponse=a&RelayState=b&RelayState=b'),
      400,
      'relay_state_repeated',
      {},
    ],
    ['a SAMLRequest', post(ACS, 'SAMLResponse=a&SAMLRequest=b'), 400, 'saml_request_unexpected', {}],
    [
      'more fields than any form has',
      post(ACS, 'a=b&'.repeat(64)),
      400,
      'body_not_readable',
      { reason: 'more than 64 fields' },
    ],
    [
      'an unknown connection',
      post('/saml/unknown/acs', { SAMLResponse: 'a' }),
      404,
      'connection_unknown',
      { connectionId: 'unknown' },
    ],
  ])('refuses %s', async (_name, request, status, code, details) => {
    const site = createSite();
    const response = await handlersOf(site).handle(request);
    expect(outcomeOf(site, response)).toEqual({ status, code });
    expect(lastError(site)?.details).toEqual(details);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const site = createSite();
    const headers = { 'content-type': FORM };
    const body = new Uint8Array([0x61, 0x3d, 0xff]);
    const response = await handlersOf(site).handle(
      new Request(BASE_URL + ACS, { method: 'POST', headers, body }),
    );
    expect(outcomeOf(site, response)).toEqual({ status: 400, code: 'body_not_readable' });
    expect(lastError(site)?.details).toEqual({ reason: 'not valid UTF-8' });
  });

  it('takes a content type with a parameter and in other letters', async () => {
    const site = createSite();
    const headers = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' };
    const response = await handlersOf(site).handle(post(ACS, { SAMLResponse: '!' }, headers));
    expect(outcomeOf(site, response).code).toBe('response_not_base64');
  });

  it('refuses a body that says it is too large without reading any of it', async () => {
    const site = createSite();
    const { stream, taken } = countedStream(500);
    const headers = { 'content-type': FORM, 'content-length': '500000' };
    const init = { method: 'POST', headers, body: stream, duplex: 'half' } as const;
    const response = await handlersOf(site).handle(new Request(BASE_URL + ACS, init));
    expect(outcomeOf(site, response)).toEqual({ status: 413, code: 'body_too_large' });
    expect(lastError(site)?.details).toEqual({ limit: 409_600 });
    expect(taken()).toBe(0);
  });

  it('stops reading a body that does not say how large it is at the limit', async () => {
    const site = createSite();
    const { stream, taken } = countedStream(500);
    const init = { method: 'POST', headers: { 'content-type': FORM }, body: stream, duplex: 'half' } as const;
    const handlers = handlersOf(site, { maxBodyBytes: 20_000 });
    const response = await handlers.handle(new Request(BASE_URL + ACS, init));
    expect(outcomeOf(site, response)).toEqual({ status: 413, code: 'body_too_large' });
    expect(taken()).toBe(21);
  });

  it('refuses a body that breaks off', async () => {
    const site = createSite();
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
    const init = { method: 'POST', headers: { 'content-type': FORM }, body, duplex: 'half' } as const;
    const response = await handlersOf(site).handle(new Request(BASE_URL + ACS, init));
    expect(outcomeOf(site, response)).toEqual({ status: 400, code: 'body_not_readable' });
    expect(lastError(site)?.details).toEqual({ reason: 'aborted' });
  });

  it('refuses a body that somebody read before', async () => {
    const site = createSite();
    const request = post(ACS, { SAMLResponse: 'abc' });
    await request.text();
    const response = await handlersOf(site).handle(request);
    expect(outcomeOf(site, response)).toEqual({ status: 400, code: 'body_not_readable' });
  });

  it('holds the message against the configured address, whatever host the request names', async () => {
    const site = createSite();
    const started = await start(site);
    const samlResponse = answerTo(site, started, {
      assertionConsumerServiceUrl: 'https://evil.example/saml/contoso/acs',
    });
    const request = new Request('https://evil.example/saml/contoso/acs', {
      method: 'POST',
      headers: {
        'content-type': FORM,
        cookie: `${started.cookie.name}=${started.cookie.value}`,
        'x-forwarded-host': 'evil.example',
      },
      body: new URLSearchParams({ SAMLResponse: samlResponse }),
    });
    const response = await handlersOf(site).handle(request);
    expect(outcomeOf(site, response).code).toBe('destination_mismatch');
  });

  it('answers 503 while a store is down', async () => {
    const down = () => Promise.reject(new Error('down'));
    const site = createSite({ connections: { findById: down, findByOrganization: down } }, [connection()]);
    const response = await handlersOf(site).handle(post(ACS, { SAMLResponse: 'abc' }));
    expect(outcomeOf(site, response)).toEqual({ status: 503, code: 'store_unavailable' });
  });
});
