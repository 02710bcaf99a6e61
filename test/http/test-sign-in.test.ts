import { describe, expect, it } from 'vitest';
import type { HandlerOptions, TestedRequest } from '../../src/http/handler-options.js';
import type { TestSignIn } from '../../src/service-provider/test-sign-in.js';
import { accepted, answerTo, connection, createSite, type Site } from '../service-provider/site.js';
import { ACS, cookiesOf, handlersOf, post } from './browser.js';

async function answered(site: Site, mint = {}) {
  const subject = { organizationId: 'org-contoso', connectionId: 'contoso' };
  const started = accepted(
    await site.serviceProvider.startTestSignIn(subject, { returnTo: '/settings/sso' }),
  );
  const samlResponse = answerTo(site, started, mint);
  const { name, value } = started.cookie;
  const request = post(ACS, { SAMLResponse: samlResponse }, { cookie: `${name}=${value}` });
  return { request, cookie: name, samlResponse };
}

const siteOf = () => createSite({}, [connection({ enabled: false })]);
const WRONG = { audiences: ['urn:other'] };

describe('the answer to a test sign-in over HTTP', () => {
  it.each([
    ['passed', {}, null],
    ['refused', WRONG, 'audience_mismatch'],
  ])('is shown by the application where it %s, with what was posted', async (_, mint, code) => {
    const site = siteOf();
    const shown: [TestSignIn, TestedRequest][] = [];
    const handlers = handlersOf(site, {
      onSignIn: () => {
        throw new Error('a test became a sign-in');
      },
      onTestSignIn: (test, tested) => {
        shown.push([test, tested]);
        return new Response('report', { headers: { 'Content-Type': 'text/plain' } });
      },
    });
    const { cookie, request, samlResponse } = await answered(site, mint);
    const response = await handlers.handle(request);
    expect(await response.text()).toBe('report');
    expect(cookiesOf(response).get(cookie)).toBe('');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(shown).toHaveLength(1);
    expect(shown[0]?.[0]).toMatchObject({ passed: code === null, code, returnTo: '/settings/sso' });
    expect(shown[0]?.[1]).toEqual({ request, context: undefined, samlResponse });
  });

  it('goes back to where the test began, or to the page for a refusal, where the application shows nothing', async () => {
    const site = siteOf();
    const handlers = handlersOf(site, { onTestSignIn: () => undefined });
    const passed = await handlers.handle((await answered(site)).request);
    expect([passed.status, passed.headers.get('location')]).toEqual([303, '/settings/sso']);
    const refused = await handlers.handle((await answered(site, WRONG)).request);
    const event = site.events.at(-1);
    expect(refused.status).toBe(200);
    expect(event).toMatchObject({ type: 'test_sign_in_refused', code: 'audience_mismatch' });
    expect(await refused.text()).toContain(event && 'reference' in event ? event.reference : 'no reference');
  });

  it('makes no session without the hook', async () => {
    const site = siteOf();
    const errors: string[] = [];
    const onError: HandlerOptions['onError'] = ({ code }) => void errors.push(code);
    const { cookie, request } = await answered(site);
    const response = await handlersOf(site, { onError }).handle(request);
    expect([...cookiesOf(response)]).toEqual([[cookie, '']]);
    expect(response.headers.get('location')).toBeNull();
    expect(errors).toEqual(['test_sign_in_only']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no template');
      },
    ],
    ['answers with something else', () => 'report'],
  ])('is told as a failure where the hook %s', async (_, hook) => {
    const site = siteOf();
    const onTestSignIn = hook as () => Response;
    const response = await handlersOf(site, { onTestSignIn }).handle((await answered(site)).request);
    expect(response.status).toBe(500);
    expect(site.events.at(-1)).toMatchObject({ code: 'test_sign_in_hook_failed' });
  });

  it('is for a function', () => {
    expect(() => handlersOf(siteOf(), { onTestSignIn: 'page' as never })).toThrow(TypeError);
  });
});
