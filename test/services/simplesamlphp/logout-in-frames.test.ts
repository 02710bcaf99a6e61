import type { Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createServiceProviderKey } from '../../../src/index.js';
import { certificateData } from '../keys.js';
import { ADELE } from '../people.js';
import { expectSignedIn, isSignedIn, logIn, open } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, startTestbed } from './testbed.js';

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

async function start() {
  const current = await createServiceProviderKey();
  const provider = { ...ASSERTION_SIGNED, certData: certificateData(current) };
  const posting = [{ Binding: POST, Location: '{url}/saml/posting/logout' }];
  return startTestbed(
    [
      {
        id: 'redirecting',
        provider: { ...provider, SingleLogoutService: '{url}/saml/redirecting/logout' },
        connection: { keys: { current } },
      },
      {
        id: 'posting',
        provider: { ...provider, SingleLogoutService: posting },
        connection: { keys: { current }, logoutBinding: 'post' },
      },
    ],
    'iframe',
  );
}

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('a logout in frames of SimpleSAMLphp, as Entra broadcasts it', () => {
      it('reaches every session of ours without its cookie, by either binding', async () => {
        const { page, testbed } = scene;
        const { application, identityProvider } = testbed;
        await open(page, application, 'redirecting');
        await logIn(page, application, ADELE);
        await expectSignedIn(page, application);
        await open(page, application, 'posting');
        await expectSignedIn(page, application);
        const returnTo = encodeURIComponent(`${application.url}/`);
        await page.goto(`${identityProvider.url}/saml2/idp/initSLO.php?RelayState=${returnTo}`);
        const messages: Request[] = [];
        page.on('request', (request) => {
          if (/\/saml\/\w+\/logout/u.test(request.url())) messages.push(request);
        });
        await page.getByRole('button', { name: 'Yes, all services' }).click();
        await page.waitForURL(`${application.url}/`);
        for (const id of ['redirecting', 'posting']) {
          expect([id, await isSignedIn(page, application, id)]).toEqual([id, false]);
        }
        expect(messages.map((message) => message.method()).sort()).toEqual(['GET', 'POST']);
        for (const message of messages) {
          expect(message.frame()).not.toBe(page.mainFrame());
          expect((await message.allHeaders())['cookie']).toBeUndefined();
        }
      });
    });
  }),
);
