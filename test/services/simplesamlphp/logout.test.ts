import { describe, expect, it } from 'vitest';
import { createServiceProviderKey } from '../../../src/index.js';
import { certificateData } from '../keys.js';
import { ADELE } from '../people.js';
import { expectSignedIn, isSignedIn, logIn, logOut, open } from '../steps.js';
import { type Scene, withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, startTestbed, type Testbed } from './testbed.js';

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

async function start() {
  const current = await createServiceProviderKey();
  const provider = { ...ASSERTION_SIGNED, certData: certificateData(current) };
  const byRedirect = (id: string) => ({ ...provider, SingleLogoutService: `{url}/saml/${id}/logout` });
  const byPost = (id: string) => ({
    ...provider,
    SingleLogoutService: [{ Binding: POST, Location: `{url}/saml/${id}/logout` }],
  });
  const keys = { keys: { current } };
  return startTestbed([
    { id: 'first', provider: byRedirect('first'), connection: keys },
    { id: 'second', provider: byRedirect('second'), connection: keys },
    { id: 'posting', provider: byPost('posting'), connection: { ...keys, logoutBinding: 'post' } },
    { id: 'deaf', provider, connection: keys },
    { id: 'stubborn', provider: byRedirect('stubborn'), connection: keys },
    { id: 'unsigned', provider: byRedirect('unsigned') },
  ]);
}

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('a logout that we begin', () => {
      it.each(['first', 'posting'])(
        'ends the session at SimpleSAMLphp too, with the agreement “%s”',
        async (id) => {
          const { page, testbed } = scene;
          await signIn(scene, id);
          await logOut(page, testbed.application, id);
          expect(testbed.application.events.at(-1)).toMatchObject({
            type: 'logout_finished',
            connectionId: id,
            partial: false,
          });
          await expectPrompt(scene, id);
        },
      );

      it('takes along whoever is signed in by the same session', async () => {
        const { page, testbed } = scene;
        await signIn(scene, 'first');
        await signIn(scene, 'second');
        await signIn(scene, 'posting');
        await logOut(page, testbed.application, 'first');
        expect(testbed.application.events.slice(-4)).toMatchObject([
          { type: 'logout_started', connectionId: 'first' },
          { type: 'logout_answered', connectionId: 'posting', status: 'success', sessionCount: 1 },
          { type: 'logout_answered', connectionId: 'second', status: 'success', sessionCount: 1 },
          { type: 'logout_finished', connectionId: 'first', partial: false },
        ]);
        expect(await isSignedIn(page, testbed.application, 'second')).toBe(false);
        expect(await isSignedIn(page, testbed.application, 'posting')).toBe(false);
      });

      it('is partial where another application takes no part in single logout', async () => {
        const { page, testbed } = scene;
        await signIn(scene, 'deaf');
        await signIn(scene, 'first');
        await logOut(page, testbed.application, 'first');
        expect(testbed.application.events.at(-1)).toMatchObject({ type: 'logout_finished', partial: true });
        expect(await isSignedIn(page, testbed.application, 'deaf')).toBe(true);
      });

      it('is partial where another application could not end its session', async () => {
        const { page, testbed } = scene;
        testbed.application.sessions.stubborn.add('stubborn');
        await signIn(scene, 'stubborn');
        await signIn(scene, 'first');
        await logOut(page, testbed.application, 'first');
        expect(testbed.application.events.slice(-2)).toMatchObject([
          { type: 'logout_answered', connectionId: 'stubborn', status: 'partial' },
          { type: 'logout_finished', connectionId: 'first', partial: true },
        ]);
        expect(await isSignedIn(page, testbed.application, 'stubborn')).toBe(true);
      });

      it('is refused there without a signature, and the person is logged out here all the same', async () => {
        const { page, testbed } = scene;
        await signIn(scene, 'unsigned');
        await page.goto(`${testbed.application.url}/account/unsigned`);
        await page.getByRole('button', { name: 'Log out' }).click();
        await page.getByText('no signature found on message').first().waitFor();
        expect(await isSignedIn(page, testbed.application, 'unsigned')).toBe(false);
      });
    });

    describe('a logout that begins at SimpleSAMLphp', () => {
      it('ends every session of ours, whatever the binding', async () => {
        const { page, testbed } = scene;
        for (const id of ['first', 'second', 'posting']) await signIn(scene, id);
        await page.goto(logoutLink(testbed));
        await page.waitForURL(`${testbed.application.url}/`);
        for (const id of ['first', 'second', 'posting']) {
          expect([id, await isSignedIn(page, testbed.application, id)]).toEqual([id, false]);
        }
        await expectPrompt(scene, 'first');
      });

      it('leaves the session of another browser alone', async () => {
        const { browser, page, testbed } = scene;
        await signIn(scene, 'first');
        const context = await browser.newContext();
        const elsewhere = await context.newPage();
        await signIn({ ...scene, page: elsewhere }, 'first');
        await page.goto(logoutLink(testbed));
        await page.waitForURL(`${testbed.application.url}/`);
        expect(await isSignedIn(page, testbed.application, 'first')).toBe(false);
        expect(await isSignedIn(elsewhere, testbed.application, 'first')).toBe(true);
        await context.close();
      });
    });
  }),
);

/** Signs in; only the first time the identity provider asks for the password. */
async function signIn({ page, testbed }: Scene<Testbed>, id: string): Promise<void> {
  await open(page, testbed.application, id);
  if (
    page.url().startsWith(testbed.identityProvider.url) &&
    (await page.locator('input[name=password]').count()) > 0
  ) {
    await logIn(page, testbed.application, ADELE);
  }
  await expectSignedIn(page, testbed.application);
  expect(await isSignedIn(page, testbed.application, id)).toBe(true);
}

/** The identity provider has forgotten the person: it asks for the password again. */
async function expectPrompt({ page, testbed }: Scene<Testbed>, id: string): Promise<void> {
  await open(page, testbed.application, id);
  await page.locator('input[name=password]').waitFor();
}

function logoutLink({ application, identityProvider }: Testbed): string {
  const returnTo = encodeURIComponent(`${application.url}/`);
  return `${identityProvider.url}/saml2/idp/initSLO.php?RelayState=${returnTo}`;
}
