import type express from 'express';
import { describe, expect, it } from 'vitest';
import { cookiesOf, lastError, outcomeOf } from '../http/browser.js';
import { answerTo, BASE_URL, createSite } from '../service-provider/site.js';
import { ACS, answerOf, middlewareOf, raw, run, VERSIONS } from './application.js';

describe.each(VERSIONS)('toExpress in %s', (_version, framework) => {
  it('sends a person to the identity provider and takes the answer', async () => {
    const site = createSite();
    const { fetch } = await run(framework().use(middlewareOf(site)));
    const redirected = await fetch('/saml/sign-in?email=adele%40contoso.com&returnTo=%2Freports');
    expect(redirected.status).toBe(303);
    const [[name, value] = ['', '']] = [...cookiesOf(redirected)];
    const url = new URL(redirected.headers.get('location') ?? '');
    const requestId = site.saved[0]?.id ?? '';
    const body = new URLSearchParams({
      SAMLResponse: answerTo(site, { requestId, connectionId: 'contoso' }),
      RelayState: url.searchParams.get('RelayState') ?? '',
    });
    const signedIn = await fetch(ACS, { method: 'POST', body, headers: { cookie: `${name}=${value}` } });
    expect(signedIn.status).toBe(303);
    expect(signedIn.headers.get('location')).toBe('/reports');
    expect(signedIn.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(cookiesOf(signedIn).get('session')).toMatch(/contoso\.com$/u);
    expect(cookiesOf(signedIn).get(name)).toBe('');
  });

  it('works mounted at the prefix', async () => {
    const site = createSite();
    const { fetch } = await run(framework().use('/saml', middlewareOf(site)));
    const response = await fetch('/saml/contoso/metadata');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`entityID="${BASE_URL}/saml/contoso/metadata"`);
  });

  it('leaves every other path to the application', async () => {
    const application = framework().use(middlewareOf(createSite()));
    application.use((req, res) => void res.send(`own ${req.url}`));
    const { fetch } = await run(application);
    for (const path of ['/', '/saml', '/saml/contoso/more', '//saml/contoso/acs']) {
      expect(await (await fetch(path)).text()).toBe(`own ${path}`);
    }
  });

  it('does not serve a path that only becomes ours once dot segments and backslashes are resolved', async () => {
    const application = framework().use(middlewareOf(createSite()));
    application.use((req, res) => void res.status(404).send(`own ${req.url}`));
    const { port } = await run(application);
    for (const path of ['/x/../saml/contoso/acs', '/x/%2e%2e/saml/contoso/acs', '/saml\\contoso\\acs']) {
      const answer = await raw(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(answer).toContain(`own ${path}`);
    }
  });

  it('leaves what is no page view to the application', async () => {
    const application = framework().use(middlewareOf(createSite()));
    application.use((req, res) => void res.status(501).send(req.method));
    const { port } = await run(application);
    expect(await raw(port, `TRACE ${ACS} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).toContain(
      ' 501 ',
    );
    expect(
      await raw(port, `GET http://evil.example${ACS} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    ).toContain(' 501 ');
  });

  it('keeps the cookies that the application set before', async () => {
    const site = createSite();
    const application = framework().use((_req, res, next) => {
      res.cookie('seen', '1');
      next();
    });
    const { fetch } = await run(application.use(middlewareOf(site)));
    const cookies = cookiesOf(await fetch('/saml/contoso/sign-in'));
    expect([...cookies.keys()]).toEqual(['seen', expect.stringMatching(/^__Host-claimgate-/u)]);
  });

  it('lets the hook answer itself, out of caches too', async () => {
    const site = createSite();
    const middleware = middlewareOf(site, {
      onSignIn: (_signIn, _req, res) => res.redirect('/second-factor'),
    });
    const { fetch } = await run(framework().use(middleware));
    const response = await fetch(ACS, await answerOf(site));
    expect(response.headers.get('location')).toBe('/second-factor');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
  });

  it('waits for a hook that needs time', async () => {
    const site = createSite();
    const middleware = middlewareOf(site, {
      async onSignIn(_signIn, _req, res) {
        await new Promise((resolve) => setImmediate(resolve));
        res.cookie('session', 'late');
      },
    });
    const { fetch } = await run(framework().use(middleware));
    expect(cookiesOf(await fetch(ACS, await answerOf(site))).get('session')).toBe('late');
  });

  it('signs nobody in when the hook throws, not even by the cookie that it set before', async () => {
    const site = createSite();
    const middleware = middlewareOf(site, {
      onSignIn(_signIn, _req, res) {
        res.cookie('session', 'half');
        throw new Error('database is down');
      },
    });
    const application = framework().use((_req, res, next) => {
      res.cookie('seen', '1');
      next();
    });
    const { fetch } = await run(application.use(middleware));
    const response = await fetch(ACS, await answerOf(site));
    expect(outcomeOf(site, response)).toEqual({ status: 500, code: 'sign_in_hook_failed' });
    expect([...cookiesOf(response).keys()]).toEqual(['seen', expect.stringMatching(/^__Host-claimgate-/u)]);
  });

  it('breaks off the answer of a hook that throws in the middle of it', async () => {
    const site = createSite();
    const middleware = middlewareOf(site, {
      onSignIn(_signIn, _req, res) {
        res.write('half of a page');
        throw new Error('database is down');
      },
    });
    const { fetch } = await run(framework().use(middleware));
    await expect(fetch(ACS, await answerOf(site)).then((response) => response.text())).rejects.toThrow();
    expect(lastError(site)?.code).toBe('sign_in_hook_failed');
  });

  it('lets onError answer, with the reference of the log, or leave it to the page', async () => {
    const site = createSite();
    const middleware = middlewareOf(site, {
      onError(error, { reference, res }) {
        if (error.code === 'response_missing') res.status(418).send(reference);
      },
    });
    const { fetch } = await run(framework().use(middleware));
    const own = await fetch(ACS, { method: 'POST', body: new URLSearchParams() });
    const event = site.events.at(-1);
    expect(own.status).toBe(418);
    expect(own.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(await own.text()).toBe(event?.type === 'sign_in_refused' ? event.reference : null);
    const page = await fetch(ACS, { method: 'POST', body: new URLSearchParams('SAMLResponse=!') });
    expect(await page.text()).toContain('You are not signed in');
  });

  it('gives what nobody foresaw to the error handler of the application', async () => {
    const broken = () => {
      throw new TypeError('clock is broken');
    };
    const application = framework().use(middlewareOf(createSite({ clock: broken })));
    const onError: express.ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).send(error.message);
    };
    const { fetch } = await run(application.use(onError));
    const response = await fetch('/saml/contoso/sign-in');
    expect(await response.text()).toBe('clock is broken');
  });

  it('believes no Host header', async () => {
    const site = createSite();
    const { port } = await run(framework().use(middlewareOf(site)));
    const answer = await raw(
      port,
      'GET /saml/contoso/metadata HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toContain(`entityID="${BASE_URL}/saml/contoso/metadata"`);
    expect(answer).not.toContain('evil.example');
  });
});

describe('toExpress', () => {
  it.each([{ onSignIn: undefined }, { onSignIn: 'hook' }, { onError: 'hook' }, { maxBodyBytes: 1 }])(
    'throws a TypeError for the options %j',
    (options) => {
      expect(() => middlewareOf(createSite(), options as never)).toThrow(TypeError);
      expect(() => middlewareOf(createSite(), options as never)).toThrow(Object.keys(options)[0]);
    },
  );
});
