import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { lastError, outcomeOf } from '../http/browser.js';
import { createSite } from '../service-provider/site.js';
import { ACS, answerOf, middlewareOf, raw, run, VERSIONS } from './application.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(VERSIONS)('the body of a post to %s', (_version, framework) => {
  it.each([
    ['urlencoded, simple', framework.urlencoded({ extended: false, limit: '1mb' })],
    ['urlencoded, extended', framework.urlencoded({ extended: true, limit: '1mb' })],
    ['text', framework.text({ type: '*/*', limit: '1mb' })],
    ['raw', framework.raw({ type: '*/*', limit: '1mb' })],
    ['json, which passes a form by', framework.json()],
  ])('bears a body parser before it: %s', async (_name, parser) => {
    const site = createSite();
    const { fetch } = await run(framework().use(parser).use(middlewareOf(site)));
    expect((await fetch(ACS, await answerOf(site))).headers.get('location')).toBe('/reports');
    const twice = await fetch(ACS, {
      method: 'POST',
      body: new URLSearchParams('SAMLResponse=a&SAMLResponse=b'),
    });
    expect(outcomeOf(site, twice)).toEqual({ status: 400, code: 'response_repeated' });
    const none = await fetch(ACS, { method: 'POST', body: new URLSearchParams() });
    expect(outcomeOf(site, none)).toEqual({ status: 400, code: 'response_missing' });
  });

  it('refuses fields that a body parser made objects of', async () => {
    const site = createSite();
    const parser = framework.urlencoded({ extended: true });
    const { fetch } = await run(framework().use(parser).use(middlewareOf(site)));
    const body = new URLSearchParams('SAMLResponse[a]=b');
    const response = await fetch(ACS, { method: 'POST', body });
    expect(outcomeOf(site, response)).toEqual({ status: 400, code: 'body_not_readable' });
    expect(lastError(site)?.details).toEqual({ reason: 'a field in req.body is not a string' });
  });

  it('refuses a body that was read before and is kept nowhere', async () => {
    const site = createSite();
    const application = framework().use((req, _res, next) => {
      req.resume();
      req.once('end', () => next());
    });
    const { fetch } = await run(application.use(middlewareOf(site)));
    const response = await fetch(ACS, { method: 'POST', body: new URLSearchParams('SAMLResponse=a') });
    expect(outcomeOf(site, response)).toEqual({ status: 400, code: 'body_not_readable' });
  });

  it('answers 413 to a body that is too large, and closes the connection', async () => {
    const site = createSite();
    const { fetch } = await run(framework().use(middlewareOf(site, { maxBodyBytes: 20_000 })));
    const body = new URLSearchParams({ SAMLResponse: 'A'.repeat(300_000) });
    const response = await fetch(ACS, { method: 'POST', body });
    expect(outcomeOf(site, response)).toEqual({ status: 413, code: 'body_too_large' });
  });

  it('stops at the limit of a body that does not say how large it is', async () => {
    const site = createSite();
    const { port } = await run(framework().use(middlewareOf(site, { maxBodyBytes: 20_000 })));
    const chunk = `2710\r\n${'A'.repeat(10_000)}\r\n`;
    const head = `POST ${ACS} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n`;
    // The body never ends: an answer can only come from the limit.
    expect(await raw(port, head + chunk.repeat(3))).toContain(' 413 ');
    expect(lastError(site)?.code).toBe('body_too_large');
  });

  it('is refused, and nothing else happens, when the browser goes away in the middle of it', async () => {
    const site = createSite();
    const { port } = await run(framework().use(middlewareOf(site)));
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST ${ACS} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nContent-Type: ${FORM['content-type']}\r\n\r\nSAML`,
      () => setImmediate(() => socket.destroy()),
    );
    await vi.waitFor(() => expect(lastError(site)?.code).toBe('body_not_readable'));
  });

  it('takes several large posts over one connection', async () => {
    const site = createSite();
    const { fetch } = await run(framework().use(middlewareOf(site)));
    const body = new URLSearchParams({ SAMLResponse: '!'.repeat(100_000) });
    const json = { 'content-type': 'application/json' };
    for (const headers of [json, {}, json, {}]) {
      const response = await fetch(ACS, {
        method: 'POST',
        body: body.toString(),
        headers: { ...FORM, ...headers },
      });
      await response.text();
      expect(response.status).toBe('content-type' in headers ? 415 : 200);
    }
  });
});
