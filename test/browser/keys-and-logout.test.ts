import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { RunningExample } from '../example/running-example.js';
import { keepScreenshots } from './chromium.js';
import { carryBack, choose, goToTestTenant, signIn } from './visitor.js';
import { withExample } from './with-example.js';

withExample(({ example, newVisitor, visitorPerTest }) => {
  const visitor = visitorPerTest();

  describe('what the test tenant is asked for', () => {
    const signings = ['Sign SAML assertion', 'Sign SAML response', 'Sign SAML response and assertion'];
    it.each(signings.flatMap((signing) => [[signing, false] as const, [signing, true] as const]))(
      '%s, encrypted: %s, signs in',
      async (signing, encrypted) => {
        const { page } = visitor;
        await goToTestTenant(page, example);
        await choose(page, { signing, encrypted });
        const xml = (await page.locator('pre').textContent()) ?? '';
        expect(xml.includes('EncryptedAssertion')).toBe(encrypted);
        expect(xml.includes('adele.vance')).toBe(!encrypted);
        await carryBack(page, example);
        await page.getByRole('heading', { name: 'You are signed in, Adele' }).waitFor();
      },
    );

    it('a change inside an encrypted answer is refused', async () => {
      const { page } = visitor;
      await signIn(page, example, { fault: 'Changed after signing', encrypted: true });
      await expectRefused(page, 'decrypted_assertion_unverified');
    });

    it('the tile without a Sign-on URL is refused, and says which switch it is', async () => {
      const { page } = visitor;
      await page.goto(example.identityProvider);
      await page.getByRole('link', { name: 'as if it had no Sign-on URL' }).click();
      await choose(page);
      await carryBack(page, example);
      await expectRefused(page, 'unsolicited_not_allowed');
      expect(await page.getByRole('main').textContent()).toContain('allowIdpInitiated');
    });
  });

  describe('single logout', () => {
    it('begun at the application ends the session here and at the test tenant', async () => {
      const { context, page } = visitor;
      await signIn(page, example, { email: 'zoe.muller@contoso.com', person: 'Zoë Müller-Åström' });
      const cookies = await context.cookies(example.app);
      await page.goto(example.identityProvider);
      await page.getByText('Zoë Müller-Åström, at Claimgate example').waitFor();
      await page.goto(`${example.app}/account`);
      await page.getByRole('button', { name: 'Log out at Contoso as well' }).click();
      await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
      expect(page.url()).toBe(`${example.app}/logged-out`);
      await keepScreenshots(page, 'logged-out');
      await context.addCookies(cookies);
      await page.goto(`${example.app}/account`);
      expect(page.url()).toBe(`${example.app}/`);
      await page.goto(example.identityProvider);
      expect(await page.getByText('Zoë Müller-Åström').count()).toBe(0);
    });

    it('begun at the test tenant ends the session of the browser that has it, without its cookie', async () => {
      const { page } = visitor;
      await signIn(page, example, { email: 'zoe.muller@contoso.com', person: 'Zoë Müller-Åström' });
      const administrator = await newVisitor();
      await administrator.page.goto(example.identityProvider);
      await keepScreenshots(administrator.page, 'test-tenant');
      await administrator.page.getByRole('link', { name: 'Sign Zoë Müller-Åström out' }).click();
      await administrator.page.getByRole('heading', { name: 'Signed out' }).waitFor();
      expect(administrator.complaints).toEqual([]);
      await administrator.context.close();
      await page.reload();
      expect(page.url()).toBe(`${example.app}/`);
      await page.goto(`${example.app}/log`);
      expect(await page.getByRole('row').nth(1).textContent()).toContain('sessions ended: 1');
    });

    it('does not concern who only signed out here', async () => {
      const { page } = visitor;
      await signIn(page, example);
      await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
      await page.goto(example.identityProvider);
      await page.getByRole('link', { name: 'Sign Adele Vance out' }).last().click();
      await page.getByRole('heading', { name: 'Signed out' }).waitFor();
      await page.goto(`${example.app}/log`);
      expect(await page.getByRole('row').nth(1).textContent()).toContain('sessions ended: 0');
    });
  });

  describe('keys', () => {
    it('our next key becomes current while people sign in', async () => {
      const { page } = visitor;
      await goToTestTenant(page, example);
      await choose(page, { encrypted: true });
      const administrator = await newVisitor();
      const keys = administrator.page;
      await keys.goto(`${example.app}/keys`);
      await keepScreenshots(keys, 'keys');
      const [before = '', next = ''] = await thumbprintsOf(keys);
      await keys.getByRole('button', { name: 'Import the next certificate' }).click();
      await keepScreenshots(keys, 'keys-imported');
      await carryBack(page, example);
      await page.getByRole('heading', { name: 'You are signed in, Adele' }).waitFor();

      await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
      await goToTestTenant(page, example);
      await choose(page, { encrypted: true });
      await keys.getByRole('button', { name: 'Make the next key current' }).click();
      await keys.getByRole('button', { name: 'Import the next certificate' }).waitFor();
      const after = await thumbprintsOf(keys);
      expect(after[0]).toBe(next);
      expect(after).not.toContain(before);
      await carryBack(page, example);
      await page.getByRole('heading', { name: 'You are signed in, Adele' }).waitFor();
      expect(administrator.complaints).toEqual([]);
      await administrator.context.close();
    });

    it('a new certificate of the test tenant is refused once, followed by itself, and accepted then', async () => {
      const { page } = visitor;
      await activateNewCertificate(page, example);
      await signIn(page, example);
      await expectRefused(page, 'signing_certificate_unknown');
      await page.goto(`${example.app}/keys`);
      const table = page.getByRole('table', { name: 'Certificates of Contoso' });
      expect(await table.getByRole('row').allTextContents()).toEqual([
        expect.stringContaining('Thumbprint'),
        expect.stringContaining('known from the start'),
        expect.stringContaining('new'),
      ]);
      await keepScreenshots(page, 'keys-followed');
      await signIn(page, example);
      await page.getByRole('heading', { name: 'You are signed in, Adele' }).waitFor();
    });

    it('a new certificate that is fetched before anybody signs in is never refused', async () => {
      const { page } = visitor;
      await activateNewCertificate(page, example);
      await activateNewCertificate(page, example);
      await page.goto(`${example.app}/keys`);
      await page.getByRole('button', { name: 'Fetch the metadata now' }).click();
      await page.getByText('no longer listed').first().waitFor();
      await signIn(page, example);
      await page.getByRole('heading', { name: 'You are signed in, Adele' }).waitFor();
    });
  });
});

async function expectRefused(page: Page, code: string): Promise<void> {
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await page.getByRole('link', { name: 'What happened' }).click();
  await page.getByRole('heading', { name: code, exact: true }).waitFor();
}

/** Of our current key and the next one. */
function thumbprintsOf(page: Page): Promise<string[]> {
  return page.locator('section[aria-labelledby="own"] dd:first-of-type code').allTextContents();
}

async function activateNewCertificate(page: Page, example: RunningExample): Promise<void> {
  await page.goto(example.identityProvider);
  const before = await page.locator('p code').first().textContent();
  await page.getByRole('button', { name: 'Activate a new certificate' }).click();
  await page.waitForURL(`${example.identityProvider}/`);
  expect(await page.locator('p code').first().textContent()).not.toBe(before);
}
