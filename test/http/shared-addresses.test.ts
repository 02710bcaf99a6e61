import { describe, expect, it } from 'vitest';
import { accepted, answerTo, connection, createSite, relayStateOf, start } from '../service-provider/site.js';
import { cookiesOf, get, handlersOf, outcomeOf, post } from './browser.js';

describe('the shared Reply URL', () => {
  it('takes the answer for a connection that shares it', async () => {
    const site = createSite({}, [connection({ addresses: 'shared' })]);
    const { handle } = handlersOf(site);
    const started = await start(site, { returnTo: '/reports' });
    const fields = { SAMLResponse: answerTo(site, started), RelayState: relayStateOf(started) ?? '' };
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const response = await handle(post('/saml/acs', fields, { cookie }));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/reports');
    expect(cookiesOf(response).get('session')).toContain('contoso.com');
  });

  it('refuses the answer for a connection with its own, on a page without a sign-in link', async () => {
    const site = createSite();
    const { handle } = handlersOf(site);
    const started = await start(site);
    const response = await handle(post('/saml/acs', { SAMLResponse: answerTo(site, started) }));
    expect(outcomeOf(site, response)).toEqual({ status: 200, code: 'connection_mismatch' });
    expect(await response.text()).not.toContain('/sign-in');
  });

  it('belongs to the handler of the Assertion Consumer Service', async () => {
    const site = createSite();
    const handlers = handlersOf(site);
    const elsewhere = await handlers.metadata(post('/saml/acs', {}));
    expect(outcomeOf(site, elsewhere)).toEqual({ status: 404, code: 'path_unknown' });
    const right = await handlers.assertionConsumerService(post('/saml/acs', {}));
    expect(outcomeOf(site, right)).toEqual({ status: 400, code: 'response_missing' });
  });
});

describe('the shared metadata', () => {
  it('have the shared addresses and no keys', async () => {
    const site = createSite({}, [connection({ addresses: 'shared' })]);
    const response = await handlersOf(site).handle(get('/saml/metadata'));
    const xml = await response.text();
    expect(response.status).toBe(200);
    expect(xml).toBe(accepted(await site.serviceProvider.metadata(null)));
    expect(xml).toContain('entityID="https://app.example.com/saml/metadata"');
    expect(xml).toContain('Location="https://app.example.com/saml/acs"');
    expect(xml).not.toContain('KeyDescriptor');
  });
});

describe('a connection whose id is the name of a page', () => {
  it.each(['acs', 'metadata', 'sign-in', 'logout'])('%s keeps its own addresses', async (id) => {
    const site = createSite({}, [connection({ id })]);
    const { handle } = handlersOf(site);
    const metadata = await handle(get(`/saml/${id}/metadata`));
    expect(await metadata.text()).toContain(`entityID="https://app.example.com/saml/${id}/metadata"`);
    const started = await start(site, {}, id);
    const cookie = `${started.cookie.name}=${started.cookie.value}`;
    const fields = { SAMLResponse: answerTo(site, started) };
    expect((await handle(post(`/saml/${id}/acs`, fields, { cookie }))).status).toBe(303);
  });

  it('does not make a page of /saml/logout', async () => {
    const site = createSite({}, [connection({ id: 'logout' })]);
    const response = await handlersOf(site).handle(get('/saml/logout'));
    expect(outcomeOf(site, response)).toEqual({ status: 404, code: 'path_unknown' });
  });
});
