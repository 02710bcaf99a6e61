import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { keepScreenshots } from './chromium.js';
import {
  certificateFile,
  claimDomain,
  forgetRefusals,
  openSettings,
  openTab,
  passwordOf,
  publishAndRefresh,
  readTestTenant,
  signInAtTenant,
} from './settings-visitor.js';
import { withExample } from './with-example.js';

const FRANK = 'frank@fabrikam.com';

// Either has an example of its own, in which nothing is set up yet.
describe.each([
  ['with script', true],
  ['without script', false],
])('a newcomer, %s', (_name, javaScriptEnabled) => {
  withExample(({ example, visitorPerTest }) => {
    const visitor = visitorPerTest({ javaScriptEnabled });
    const keep = async (page: Page, name: string): Promise<void> => {
      if (javaScriptEnabled) await keepScreenshots(page, `settings-${name}`);
    };

    it('comes from nothing to a signed-in colleague by the settings pages alone', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      await page.getByText('Single sign-on works for claimed domains only').waitFor();
      expect(await page.getByRole('button', { name: 'Set up Single Sign-On' }).count()).toBe(0);
      await keep(page, 'start');

      await page.getByRole('main').getByRole('link', { name: 'Domain Claiming' }).last().click();
      await page.getByText('No domains currently claimed').waitFor();
      await keep(page, 'no-domains');
      await claimDomain(page, 'fabrikam.com', 'a guess');
      await page.getByText('The password is not right').first().waitFor();
      expect(await page.getByLabel('Domain name').inputValue()).toBe('fabrikam.com');
      expect(await page.getByLabel('Your password, once more').inputValue()).toBe('');
      expect(await page.getByLabel('Your password, once more').getAttribute('aria-invalid')).toBe('true');
      await keep(page, 'claim-refused');
      await page.getByLabel('Your password, once more').fill(passwordOf(FRANK));
      await page.getByRole('button', { name: 'Submit claim' }).click();
      await page.getByRole('row', { name: /^fabrikam\.com Pending/u }).waitFor();
      expect(await page.getByLabel('Value of the TXT record').inputValue()).toMatch(
        /^claimgate-domain-verify=[0-9a-f]{48}$/u,
      );
      await keep(page, 'claimed');
      await page.getByRole('button', { name: 'Refresh the status of fabrikam.com' }).click();
      await page.getByText('Your domain has not been verified yet').waitFor();
      await keep(page, 'not-verified-yet');
      await publishAndRefresh(page, 'fabrikam.com');
      await page.getByText('fabrikam.com is verified').waitFor();
      await keep(page, 'verified');

      await openTab(page, 'Single Sign-On');
      await page.getByRole('button', { name: 'Set up Single Sign-On' }).click();
      await page.getByText('Still missing').waitFor();
      expect(await page.getByRole('button', { name: 'Enable' }).isDisabled()).toBe(true);
      expect(await page.getByLabel('Postback URL').inputValue()).toMatch(/\/saml\/[\w-]+\/sign-in$/u);
      await page.getByRole('button', { name: 'Enter these values in the test tenant for me' }).click();
      await page.getByText('The values were entered in the test tenant').waitFor();
      await keep(page, 'being-set-up');

      const tenant = await readTestTenant(page);
      await page.getByLabel('Identity Provider Sign-in URL').fill(tenant.loginUrl);
      await page.getByLabel('Issuer URL').fill(tenant.identifier.replace(/\/$/u, ''));
      const upload = page.getByLabel('File', { exact: true });
      await upload.setInputFiles({
        name: 'Claimgate example.xml',
        mimeType: 'text/xml',
        buffer: tenant.metadata,
      });
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('download “Certificate (Base64)” instead of “Federation Metadata XML”').waitFor();
      await page.getByText(`Expected: ${tenant.identifier}`).waitFor();
      expect(await page.getByLabel('Identity Provider Sign-in URL').inputValue()).toBe(tenant.loginUrl);
      await keep(page, 'xml-mistake');
      await page.getByLabel('Issuer URL').fill(tenant.identifier);
      await upload.setInputFiles(certificateFile(tenant));
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Ready to enable').waitFor();
      await page.getByRole('cell', { name: 'Claimgate example.cer' }).waitFor();
      await keep(page, 'ready');

      await page.getByRole('button', { name: 'Test sign-in' }).click();
      await signInAtTenant(page, 'Sam Rivera');
      await page.getByRole('heading', { name: 'The test sign-in passed' }).waitFor();
      await page.getByText('sam@fabrikam.com').first().waitFor();
      await keep(page, 'test-passed');
      await page.getByRole('button', { name: 'Enable' }).click();
      await page.getByText('Single Sign-On is enabled').waitFor();
      // Until the membership is managed by the identity provider, it only lets members in.
      await page.getByLabel('On: whoever the identity provider lets through').check();
      await page.getByRole('button', { name: 'Save who may sign in' }).click();
      await page.getByText('Who may sign in was saved').waitFor();
      await keep(page, 'enabled');
      await openTab(page, 'Audit');
      await page.getByText('Connection enabled').waitFor();
      await keep(page, 'audit');
      await openTab(page, 'SCIM');
      await keep(page, 'scim');

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Email address').fill('sam@fabrikam.com');
      await page.getByRole('button', { name: 'Continue' }).click();
      await signInAtTenant(page, 'Sam Rivera');
      await page.getByRole('heading', { name: 'You are signed in, Sam' }).waitFor();
      expect(page.url()).toBe(`${example.app}/account`);
      forgetRefusals(visitor, 400);
    });
  });
});
