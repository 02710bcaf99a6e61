import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../src/http/create-handlers.js';
import type { HandlerOptions } from '../../src/http/handler-options.js';
import type { ServiceProvider } from '../../src/service-provider/create-service-provider.js';
import { BASE_URL, connection, createSite } from '../service-provider/site.js';
import { ACS, get, handlersOf, outcomeOf, post } from './browser.js';

describe('createHandlers', () => {
  it.each<[string, unknown]>([
    ['onSignIn', undefined],
    ['onSignIn', 'hook'],
    ['onError', 'hook'],
    ['maxBodyBytes', 16_383],
    ['maxBodyBytes', 4_194_305],
    ['maxBodyBytes', Number.POSITIVE_INFINITY],
  ])('throws a TypeError for %s %j', (name, value) => {
    const options = { onSignIn: () => new Response(), [name]: value } as HandlerOptions;
    expect(() => createHandlers(createSite().serviceProvider, options)).toThrow(TypeError);
    expect(() => createHandlers(createSite().serviceProvider, options)).toThrow(name);
  });

  it('throws a TypeError without a service provider', () => {
    const none = {} as ServiceProvider;
    expect(() => createHandlers(none, { onSignIn: () => new Response() })).toThrow(TypeError);
  });

  it.each([
    '/',
    '/saml',
    '/saml/',
    '/saml/contoso',
    '/saml/contoso/',
    '/saml/contoso/acs/',
    '/saml/contoso/ACS',
    '/saml/contoso/acs/more',
    '/saml/con%74oso/acs',
    '/saml//acs',
    '/SAML/contoso/acs',
    '/other/contoso/acs',
    '/saml/<script>/acs',
  ])('knows no page at %s', async (path) => {
    const site = createSite();
    const response = await handlersOf(site).handle(get(path));
    expect(outcomeOf(site, response)).toEqual({ status: 404, code: 'path_unknown' });
  });

  it('gives each handler its own page only', async () => {
    const site = createSite();
    const { assertionConsumerService, metadata, signIn } = handlersOf(site);
    for (const response of [
      await assertionConsumerService(get('/saml/contoso/metadata')),
      await metadata(get('/saml/contoso/sign-in')),
      await signIn(post(ACS, {})),
    ]) {
      expect(outcomeOf(site, response)).toEqual({ status: 404, code: 'path_unknown' });
    }
  });

  it('serves pages below the prefix of the service provider', async () => {
    const site = createSite({ pathPrefix: '/app/sso' });
    const response = await handlersOf(site).handle(get('/app/sso/contoso/metadata'));
    expect(response.status).toBe(200);
  });
});

describe('the metadata page', () => {
  it('serves the metadata of a connection, also a disabled one', async () => {
    const site = createSite({}, [connection({ enabled: false })]);
    const response = await handlersOf(site).metadata(get('/saml/contoso/metadata'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/samlmetadata+xml');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toContain(`entityID="${BASE_URL}/saml/contoso/metadata"`);
  });

  it('answers HEAD without a body', async () => {
    const request = new Request(`${BASE_URL}/saml/contoso/metadata`, { method: 'HEAD' });
    const response = await handlersOf(createSite()).handle(request);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('refuses another method, and a connection that is not there', async () => {
    const site = createSite();
    const { metadata } = handlersOf(site);
    const posted = await metadata(post('/saml/contoso/metadata', {}));
    expect(outcomeOf(site, posted)).toEqual({ status: 405, code: 'method_not_allowed' });
    expect(posted.headers.get('allow')).toBe('GET, HEAD');
    const unknown = await metadata(get('/saml/unknown/metadata'));
    expect(outcomeOf(site, unknown)).toEqual({ status: 404, code: 'connection_unknown' });
  });
});

describe('onError', () => {
  it('may answer in the application’s own way, with the reference of the log', async () => {
    const site = createSite();
    const { handle } = handlersOf(site, {
      onError: (error, { reference, request }) =>
        Response.json({ code: error.code, reference, path: new URL(request.url).pathname }, { status: 418 }),
    });
    const response = await handle(post(ACS, { SAMLResponse: '!' }));
    expect(response.status).toBe(418);
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    const event = site.events.at(-1);
    const reference = event?.type === 'sign_in_refused' ? event.reference : null;
    expect(await response.json()).toEqual({ code: 'response_not_base64', reference, path: ACS });
  });

  it.each<[string, () => unknown]>([
    ['answers nothing', () => undefined],
    [
      'throws',
      () => {
        throw new Error('template is missing');
      },
    ],
    ['rejects', () => Promise.reject(new Error('template is missing'))],
  ])('leaves the page to claimgate when it %s', async (_name, hook) => {
    const { handle } = handlersOf(createSite(), { onError: hook as () => undefined });
    const response = await handle(post(ACS, { SAMLResponse: '!' }));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('You are not signed in');
  });

  it('gets the context that the platform passed along', async () => {
    const { serviceProvider } = createSite();
    const seen: unknown[] = [];
    const { handle } = createHandlers<{ trace: string }>(serviceProvider, {
      onSignIn: () => new Response(),
      onError: (_error, { context }) => {
        seen.push(context);
        return undefined;
      },
    });
    await handle(get('/saml/none'), { trace: '7' });
    expect(seen).toEqual([{ trace: '7' }]);
  });
});
