import { describe, expect, it } from 'vitest';
import { createServiceProviderKey } from '../../../src/index.js';
import { ADELE } from '../people.js';
import { expectSignedIn, isSignedIn, logIn, logOut, open } from '../steps.js';
import { type Scene, withBrowser } from '../with-browser.js';
import { startTestbed, type Testbed } from './testbed.js';

async function start() {
  const current = await createServiceProviderKey();
  const keys = { keys: { current } };
  return startTestbed([
    { id: 'first', signsWith: current, connection: keys },
    { id: 'second', signsWith: current, connection: keys },
    { id: 'posting', signsWith: current, connection: { ...keys, logoutBinding: 'post' } },
    { id: 'stubborn', signsWith: current, connection: keys },
    { id: 'unsigned', signsWith: current },
  ]);
}

withBrowser(start, (scene) => {
  describe('a logout that we begin', () => {
    it.each(['first', 'posting'])(
      'ends the session at node-samlp too, with the agreement “%s”',
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
      for (const id of ['first', 'second', 'posting']) await signIn(scene, id);
      await logOut(page, testbed.application, 'first');
      expect(testbed.application.events.slice(-3)).toMatchObject([
        { type: 'logout_answered', connectionId: 'second', status: 'success', sessionCount: 1 },
        { type: 'logout_answered', connectionId: 'posting', status: 'success', sessionCount: 1 },
        { type: 'logout_finished', connectionId: 'first', partial: false },
      ]);
      expect(await isSignedIn(page, testbed.application, 'second')).toBe(false);
      expect(await isSignedIn(page, testbed.application, 'posting')).toBe(false);
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
    });

    it('is refused there without a signature', async () => {
      const { page, testbed } = scene;
      await signIn(scene, 'unsigned');
      await page.goto(`${testbed.application.url}/account/unsigned`);
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByText('MUST be signed').waitFor();
      expect(await isSignedIn(page, testbed.application, 'unsigned')).toBe(false);
    });
  });

  describe('a logout that begins at node-samlp', () => {
    it('ends every session of ours, whatever the binding', async () => {
      const { page, testbed } = scene;
      for (const id of ['first', 'second', 'posting']) await signIn(scene, id);
      await page.goto(`${testbed.identityProvider.url}/logout`);
      await page.waitForURL(`${testbed.identityProvider.url}/logout**`);
      await page.getByText('200').waitFor();
      for (const id of ['first', 'second', 'posting']) {
        expect([id, await isSignedIn(page, testbed.application, id)]).toEqual([id, false]);
      }
      await expectPrompt(scene, 'first');
    });
  });
});

/** Signs in; only the first time the identity provider asks for the password. */
async function signIn({ page, testbed }: Scene<Testbed>, id: string): Promise<void> {
  await open(page, testbed.application, id);
  if ((await page.locator('input[name=password]').count()) > 0) {
    await logIn(page, testbed.application, ADELE);
  }
  await expectSignedIn(page, testbed.application);
}

/** The identity provider has forgotten the person: it asks for the password again. */
async function expectPrompt({ page, testbed }: Scene<Testbed>, id: string): Promise<void> {
  await open(page, testbed.application, id);
  await page.locator('input[name=password]').waitFor();
}
