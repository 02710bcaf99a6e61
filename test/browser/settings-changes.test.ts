import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deviations } from '../../src/testing/index.js';
import { keepScreenshots } from './chromium.js';
import {
  completeFabrikam,
  forgetRefusals,
  openSettings,
  openTab,
  settingsUrl,
  signInAtTenant,
  type TenantValues,
} from './settings-visitor.js';
import { withExample } from './with-example.js';

const FRANK = 'frank@fabrikam.com';
const OLIVIA = 'olivia@contoso.com';
const WITHOUT_EMAIL = deviations.find(({ name }) => name === 'no-email')?.label ?? '';

withExample(({ example, newVisitor, visitorPerTest }) => {
  let tenant: TenantValues;

  beforeAll(async () => {
    const first = await newVisitor();
    tenant = await completeFabrikam(first.page, example);
    await first.context.close();
  });
  const visitor = visitorPerTest();
  beforeEach(() => visitor.context.setDefaultTimeout(10_000));

  describe('require SSO', () => {
    it('leaves owners their password, and takes it from members', async () => {
      const { page } = visitor;
      await openSettings(page, example, OLIVIA);
      await page.getByLabel('Require users to log in using SSO?').check();
      await page.getByLabel('Off: people are invited here').check();
      await page.getByRole('button', { name: 'Save who may sign in' }).click();
      await page.getByText('Who may sign in was saved').waitFor();
      expect(await page.getByLabel('Require users to log in using SSO?').isChecked()).toBe(true);
      await page.getByRole('button', { name: 'Sign out' }).click();
      for (const [email, isRefused] of [
        ['megan@contoso.com', true],
        ['kim@consultant.example', true],
        [OLIVIA, false],
      ] as const) {
        await page.goto(`${example.app}/password`);
        await page.getByLabel('Email address').fill(email);
        await page.getByLabel('Password', { exact: true }).fill('contoso');
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        if (isRefused) await page.getByRole('alert').waitFor();
        else await page.waitForURL(`${example.app}/account`);
      }
      await page.goto(settingsUrl(example, 'audit'));
      await page.getByText('Break glass used').first().waitFor();
      forgetRefusals(visitor, 400);
    });

    it('waits for a connection that is enabled, and keeps what was ticked', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      await page.getByLabel('Require users to log in using SSO?').check();
      await page.getByRole('button', { name: 'Save who may sign in' }).click();
      await page.locator('#requireSso-problem', { hasText: 'cannot be required before' }).waitFor();
      expect(await page.getByLabel('Require users to log in using SSO?').isChecked()).toBe(true);
      await page.goto(settingsUrl(example, 'single-sign-on'));
      expect(await page.getByLabel('Require users to log in using SSO?').isChecked()).toBe(false);
      forgetRefusals(visitor, 400);
    });
  });

  describe('two administrators at once', () => {
    it('the one who is late sees what the other entered, and loses nothing', async () => {
      const { context, page } = visitor;
      await openSettings(page, example, FRANK);
      const other = await context.newPage();
      await other.goto(page.url());
      await other.getByLabel('Identity Provider Sign-in URL').fill(`${tenant.loginUrl}?from=other`);
      await other.getByRole('button', { name: 'Save', exact: true }).click();
      await other.getByText('Saved.').waitFor();
      await page.getByLabel('Identity Provider Sign-in URL').fill(`${tenant.loginUrl}?from=late`);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('heading', { name: 'Somebody changed this meanwhile' }).waitFor();
      await keepScreenshots(page, 'settings-stale');
      expect(await page.getByLabel('Identity Provider Sign-in URL').inputValue()).toMatch(/from=late$/u);
      await page.locator('.changed', { hasText: 'from=other' }).waitFor();
      await page.getByLabel('Identity Provider Sign-in URL').fill(tenant.loginUrl);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved.').waitFor();
      expect(await page.getByLabel('Identity Provider Sign-in URL').inputValue()).toBe(tenant.loginUrl);
      forgetRefusals(visitor, 409);
    });

    it('nobody enables what somebody else changed since it was looked at', async () => {
      const { context, page } = visitor;
      await openSettings(page, example, FRANK);
      const other = await context.newPage();
      await other.goto(page.url());
      await other.getByText('Signatures, encryption, claims').click();
      await other.getByLabel('Clock skew in seconds').fill('60');
      await other.getByRole('button', { name: 'Save the options' }).click();
      await other.getByText('Saved.').waitFor();
      await page.getByRole('button', { name: 'Enable' }).click();
      await page.getByRole('heading', { name: 'Somebody changed this meanwhile' }).waitFor();
      await page.getByText('Ready to enable').waitFor();
      forgetRefusals(visitor, 409);
    });
  });

  describe('the connection', () => {
    it('an option that is out of its range is refused beside its field', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      await page.getByText('Signatures, encryption, claims').click();
      await page.getByLabel('Clock skew in seconds').fill('9000');
      await page.getByLabel('Accept sign-ins that begin at the identity provider').check();
      await page.getByRole('button', { name: 'Save the options' }).click();
      await page.locator('#clockSkewSeconds-problem', { hasText: '0 to 300' }).waitFor();
      expect(await page.getByLabel('Clock skew in seconds').inputValue()).toBe('9000');
      expect(await page.getByLabel('Accept sign-ins that begin at the identity provider').isChecked()).toBe(
        true,
      );
      forgetRefusals(visitor, 400);
    });

    it('certificates are pasted, retired, used again and removed', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      const paste = async (text: string): Promise<void> => {
        await page.getByText('Paste its text instead').click();
        await page.getByLabel('Text of the certificate').fill(text);
        await page.getByRole('button', { name: 'Save', exact: true }).click();
      };
      const row = page.getByRole('region', { name: 'SAML certificates' }).locator('tbody tr');
      await row.getByRole('button', { name: 'Retire' }).click();
      await row.getByText('Retired').waitFor();
      await page.getByText('SAML certificate. In Entra').waitFor();
      await row.getByRole('button', { name: 'Use again' }).click();
      await row.getByText('Current').waitFor();
      await row.getByRole('button', { name: 'Remove' }).click();
      await page.getByText('The certificate was removed').waitFor();
      await paste('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----');
      await page.locator('#certificates-problem', { hasText: 'contains a private key' }).waitFor();
      expect(await page.getByLabel('Text of the certificate').inputValue()).toContain('PRIVATE KEY');
      await page.getByLabel('Text of the certificate').fill(tenant.certificate.toString());
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await row.getByText('pasted').waitFor();
      forgetRefusals(visitor, 400);
    });

    it('metadata bring everything, by their address or as a file', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      const unfold = () => page.getByText('By “App Federation Metadata Url”, or by the file').click();
      await unfold();
      await page.getByLabel('App Federation Metadata Url').first().fill('http://127.0.0.1:1/metadata');
      await page.getByRole('button', { name: 'Import' }).click();
      await page.locator('#metadataUrl-problem', { hasText: 'not an https URL' }).waitFor();
      await page.getByLabel('App Federation Metadata Url').first().fill(tenant.metadataUrl);
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByText('The metadata were imported').waitFor();
      await unfold();
      await page.getByLabel('Or the downloaded').setInputFiles({
        name: 'certificate.cer',
        mimeType: 'application/x-x509-ca-cert',
        buffer: tenant.certificate,
      });
      await page.getByRole('button', { name: 'Import' }).click();
      await page.locator('#metadataFile-problem', { hasText: 'certificate.cer' }).waitFor();
      await page.getByLabel('Or the downloaded').setInputFiles({
        name: 'metadata.xml',
        mimeType: 'text/xml',
        buffer: tenant.metadata,
      });
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByText('The metadata were imported').waitFor();
      forgetRefusals(visitor, 400);
    });

    it('a test that is refused says why, to who began it and to nobody else', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      await page.getByRole('button', { name: 'Test sign-in' }).click();
      await signInAtTenant(page, 'Sam Rivera', WITHOUT_EMAIL);
      await page.getByRole('heading', { name: 'The test sign-in was refused' }).waitFor();
      expect(await page.getByRole('button', { name: 'Enable' }).count()).toBe(0);
      await page.getByText('email_missing').first().waitFor();
      await keepScreenshots(page, 'settings-test-refused');
      const address = page.url();
      const other = await newVisitor();
      await openSettings(other.page, example, FRANK);
      expect((await other.page.goto(address))?.status()).toBe(404);
      await other.context.close();
      await page.goto(settingsUrl(example, 'single-sign-on'));
      await page.getByText('Last test').waitFor();
      await page.getByText('email_missing').first().waitFor();
      await openTab(page, 'Audit');
      await page.getByLabel('Show').selectOption('refusals only');
      await page.getByRole('button', { name: 'Apply' }).click();
      await page
        .getByRole('row', { name: /Test sign in/u })
        .first()
        .waitFor();
      expect(await page.getByText('Connection created').count()).toBe(0);
    });

    it('is removed when it is disabled, after a question, and not before', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      await page.getByRole('button', { name: 'Enable' }).click();
      await page.getByText('Single Sign-On is enabled').waitFor();
      expect(await page.getByText('Remove SSO Configuration').count()).toBe(0);
      expect((await page.goto(`${settingsUrl(example, 'single-sign-on')}/remove`))?.status()).toBe(404);
      await page.goto(settingsUrl(example, 'single-sign-on'));
      await page.getByRole('button', { name: 'Retire' }).first().click();
      await page.getByText('nothing could verify a sign-in').first().waitFor();
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByText('Nobody signs in with it any more').waitFor();
      await page.getByRole('link', { name: 'Remove SSO Configuration' }).click();
      await page.getByRole('heading', { name: 'Remove SSO Configuration?' }).waitFor();
      await page.getByRole('button', { name: 'Remove SSO Configuration' }).click();
      await page.getByText('The SSO configuration was removed').waitFor();
      await page.getByText('Off', { exact: true }).first().waitFor();
      forgetRefusals(visitor, 400, 404);
    });
  });
});
