import { describe, expect, it } from 'vitest';
import { createServiceProviderKey } from '../../../src/index.js';
import { certificateData } from '../keys.js';
import { ADELE } from '../people.js';
import { expectSignedIn, logIn, open } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, startTestbed } from './testbed.js';

async function start() {
  const [current, next] = await Promise.all([createServiceProviderKey(), createServiceProviderKey()]);
  const provider = { ...ASSERTION_SIGNED, 'validate.authnrequest': true, certData: certificateData(current) };
  const signed = { keys: { current }, signAuthnRequests: true };
  return startTestbed([
    { id: 'signed', provider, connection: signed },
    { id: 'signed-post', provider, connection: { ...signed, authnRequestBinding: 'post' } },
    { id: 'unsigned', provider, connection: { keys: { current } } },
    { id: 'unsigned-post', provider, connection: { authnRequestBinding: 'post' } },
    { id: 'other-key', provider, connection: { ...signed, keys: { current: next } } },
    {
      id: 'other-key-post',
      provider,
      connection: { ...signed, keys: { current: next }, authnRequestBinding: 'post' },
    },
    { id: 'post', provider: ASSERTION_SIGNED, connection: { authnRequestBinding: 'post' } },
  ]);
}

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('a request to SimpleSAMLphp', () => {
      it.each([
        ['signed', 'GET'],
        ['signed-post', 'POST'],
        ['post', 'POST'],
      ])('is taken with the agreement “%s”, which makes it a %s', async (id, method) => {
        const { page, testbed } = scene;
        const [request] = await Promise.all([
          page.waitForRequest(/SSOService/u),
          open(page, testbed.application, id),
        ]);
        expect(request.method()).toBe(method);
        await logIn(page, testbed.application, ADELE);
        expect(await expectSignedIn(page, testbed.application)).toMatchObject({ connectionId: id });
      });

      it('is posted by a button where scripts are off', async () => {
        const { browser, testbed } = scene;
        const context = await browser.newContext({ javaScriptEnabled: false });
        const page = await context.newPage();
        await open(page, testbed.application, 'signed-post');
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.locator('input[name=username]').waitFor();
        await context.close();
      });

      it.each([
        ['unsigned', 'no signature found on message'],
        ['unsigned-post', 'no signature found on message'],
        ['other-key', 'Unable to validate signature on query string'],
        ['other-key-post', 'Unable to validate Signature'],
      ])('is refused there with the agreement “%s”', async (id, complaint) => {
        const { page, testbed } = scene;
        await open(page, testbed.application, id);
        await page.waitForURL(/SSOService/u);
        await page.getByText(complaint).first().waitFor();
      });
    });
  }),
);
