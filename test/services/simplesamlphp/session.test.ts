import { describe, expect, it } from 'vitest';
import { ADELE } from '../people.js';
import { expectRefused, expectSignedIn, logIn, open, submitPassword } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, BOTH_SIGNED, startTestbed } from './testbed.js';

const start = () =>
  startTestbed([
    { id: 'first', provider: ASSERTION_SIGNED },
    { id: 'second', provider: BOTH_SIGNED },
  ]);

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('the session at SimpleSAMLphp', () => {
      it('is not made for a wrong password, which the identity provider answers itself', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'first');
        await submitPassword(page, { ...ADELE, password: 'wrong' });
        await page.getByText('Incorrect username or password').first().waitFor();
        expect(new URL(page.url()).origin).toBe(testbed.identityProvider.url);
        await logIn(page, testbed.application, ADELE);
        await expectSignedIn(page, testbed.application);
      });

      it('signs in to another connection without a prompt, as the same person', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'first');
        await logIn(page, testbed.application, ADELE);
        const first = await expectSignedIn(page, testbed.application);
        await open(page, testbed.application, 'second');
        const second = await expectSignedIn(page, testbed.application);
        expect(second).toMatchObject({ connectionId: 'second', email: first.email });
        expect(second.assertionId).not.toBe(first.assertionId);
        expect(second.authnInstant).toEqual(first.authnInstant);
      });

      it('prompts again where a fresh authentication is demanded, and the AuthnInstant is new', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'first');
        await logIn(page, testbed.application, ADELE);
        const first = await expectSignedIn(page, testbed.application);
        // AuthnInstant counts in whole seconds.
        await page.waitForTimeout(1_100);
        await page.goto(`${testbed.application.url}/again/first`);
        expect(new URL(page.url()).origin).toBe(testbed.identityProvider.url);
        await logIn(page, testbed.application, ADELE);
        const again = await expectSignedIn(page, testbed.application);
        expect(again.authnInstant.getTime()).toBeGreaterThan(first.authnInstant.getTime());
      });

      it('is used quietly where it exists', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'first');
        await logIn(page, testbed.application, ADELE);
        await expectSignedIn(page, testbed.application);
        const before = testbed.application.signIns.length;
        await page.goto(`${testbed.application.url}/quietly/second`);
        await expectSignedIn(page, testbed.application);
        expect(testbed.application.signIns.length).toBe(before + 1);
      });

      it('is not begun quietly where there is none: the answer is NoPassive', async () => {
        const { page, testbed } = scene;
        await page.goto(`${testbed.application.url}/quietly/first`);
        const { error } = await expectRefused(page, testbed.application, 'status_not_success');
        expect(JSON.stringify(error.details)).toContain('urn:oasis:names:tc:SAML:2.0:status:NoPassive');
      });
    });
  }),
);
