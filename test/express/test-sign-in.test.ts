import { describe, expect, it } from 'vitest';
import { cookiesOf } from '../http/browser.js';
import { accepted, answerTo, connection, createSite, type Site } from '../service-provider/site.js';
import { ACS, middlewareOf, run, VERSIONS } from './application.js';

async function answerTest(site: Site): Promise<RequestInit> {
  const subject = { organizationId: 'org-contoso', connectionId: 'contoso' };
  const started = accepted(
    await site.serviceProvider.startTestSignIn(subject, { returnTo: '/settings/sso' }),
  );
  const { name, value } = started.cookie;
  const body = new URLSearchParams({ SAMLResponse: answerTo(site, started) });
  return { method: 'POST', body, headers: { cookie: `${name}=${value}` } };
}

describe.each(VERSIONS)('a test sign-in in %s', (_version, framework) => {
  it('is shown by the application and makes no session', async () => {
    const site = createSite({}, [connection({ enabled: false })]);
    const middleware = middlewareOf(site, {
      onTestSignIn: (test, { res, samlResponse }) =>
        void res.json({ passed: test.passed, posted: samlResponse.length > 0 }),
    });
    const { fetch } = await run(framework().use(middleware));
    const response = await fetch(ACS, await answerTest(site));
    expect(await response.json()).toEqual({ passed: true, posted: true });
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(cookiesOf(response).has('session')).toBe(false);
  });

  it('goes back to where it began where the hook only keeps it', async () => {
    const site = createSite({}, [connection({ enabled: false })]);
    const kept: boolean[] = [];
    const middleware = middlewareOf(site, { onTestSignIn: ({ passed }) => void kept.push(passed) });
    const { fetch } = await run(framework().use(middleware));
    const response = await fetch(ACS, await answerTest(site));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/settings/sso']);
    expect(kept).toEqual([true]);
    expect(cookiesOf(response).has('session')).toBe(false);
  });
});
