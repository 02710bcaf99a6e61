import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { RunningExample } from '../example/running-example.js';
import { keepScreenshots } from './chromium.js';
import { forgetRefusals, generateToken, openSettings, passwordOf, settingsUrl } from './settings-visitor.js';
import { signIn } from './visitor.js';
import { withExample } from './with-example.js';

const PASSWORD = passwordOf('olivia@contoso.com');

withExample(({ example, visitorPerTest }) => {
  const administrator = visitorPerTest();
  const person = visitorPerTest();

  describe('provisioning from the test tenant', () => {
    it('brings a person in before the first sign-in, and out with the next request', async () => {
      const { page } = administrator;
      await openSettings(page, example, 'olivia@contoso.com', 'scim');
      const tenantUrl = await page.getByLabel('Tenant URL').inputValue();
      expect(tenantUrl).toBe(example.scim.baseUrl);
      const token = await generateToken(page, 'Entra of Contoso', PASSWORD);
      expect(token).toMatch(/^scim_/u);
      await page.goto(settingsUrl(example, 'scim'));
      expect(await page.content()).not.toContain(token);

      const entra = await administrator.context.newPage();
      await openProvisioning(entra, example);
      await connect(entra, tenantUrl, token);
      await entra.getByText('the credentials are accepted').waitFor();
      await entra.getByRole('button', { name: 'Assign Adele Vance' }).click();
      await entra.getByRole('button', { name: 'Assign Sam Rivera' }).click();
      await entra.getByText('New group', { exact: true }).click();
      const group = entra.locator('form', { hasText: 'Name of the new group' });
      await group.getByLabel('Name of the new group').fill('research');
      await group.getByLabel('Adele Vance').check();
      await group.getByRole('button', { name: 'Create and assign the group' }).click();
      await entra.getByRole('button', { name: 'Run an initial cycle' }).click();
      await entra.getByText('Cycle 1 is done: 3 objects, 1 failed.').waitFor();
      const log = entra.getByRole('region', { name: 'Provisioning log' });
      await log.getByRole('row', { name: /User adele\.vance@contoso\.com.* create success/u }).waitFor();
      await keepScreenshots(entra, 'provisioning');

      await page.goto(`${example.app}/settings/members`);
      const adele = page.getByRole('row', { name: /adele\.vance@contoso\.com.*provisioning/u });
      await adele.getByText('Active', { exact: true }).waitFor();
      await keepScreenshots(page, 'members');
      await page.getByRole('link', { name: 'Teams' }).click();
      await page.getByRole('row', { name: /Research .* research adele\.vance@contoso\.com/u }).waitFor();
      await keepScreenshots(page, 'teams');
      await page.goto(settingsUrl(example, 'scim'));
      await page.getByRole('row', { name: /POST \/Users 400 invalidValue/u }).waitFor();
      await keepScreenshots(page, 'scim-requests');

      await signIn(person.page, example);
      expect(person.page.url()).toBe(`${example.app}/account`);
      await entra.getByRole('button', { name: 'Save the group' }).waitFor();
      await entra.getByRole('checkbox', { name: 'Adele Vance' }).uncheck();
      await entra.getByRole('button', { name: 'Save the group' }).click();
      await entra.getByRole('button', { name: 'Unassign Adele Vance' }).click();
      await person.page.reload();
      expect(person.page.url()).toBe(`${example.app}/account`);
      await entra.getByRole('button', { name: 'Run an incremental cycle' }).click();
      await log.getByRole('row', { name: /User adele\.vance@contoso\.com.* disable success/u }).waitFor();
      await person.page.reload();
      expect(person.page.url()).toBe(`${example.app}/`);
      await signIn(person.page, example);
      expect(await person.page.title()).not.toContain('Account');
      expect(person.page.url()).not.toBe(`${example.app}/account`);
    });

    it('refuses a token from the moment it is revoked, and takes the one that took its place', async () => {
      const { page } = administrator;
      await openSettings(page, example, 'olivia@contoso.com', 'scim');
      const before = await generateToken(page, 'To be rotated', PASSWORD);
      await page.getByRole('link', { name: 'Rotate To be rotated' }).click();
      await page.getByLabel('Your password, once more').fill(PASSWORD);
      await page.getByRole('button', { name: 'Make a new secret' }).click();
      const after = await page.getByLabel('Secret Token', { exact: true }).inputValue();
      await page.getByRole('link', { name: 'Revoke To be rotated' }).last().click();
      await keepScreenshots(page, 'scim-revoke');
      await page.getByLabel('Your password, once more').fill(PASSWORD);
      await page.getByRole('button', { name: 'Revoke the credential' }).click();
      await page.getByText('The credential is revoked.').waitFor();

      const entra = await administrator.context.newPage();
      await openProvisioning(entra, example);
      await connect(entra, `${example.scim.baseUrl}?aadOptscim062020`, before, 'aadOptscim062020');
      await entra.getByRole('alert').getByText('does not accept the credentials').waitFor();
      await connect(entra, `${example.scim.baseUrl}?aadOptscim062020`, after, 'aadOptscim062020');
      await entra.getByText('the credentials are accepted').waitFor();
      await page.goto(settingsUrl(example, 'scim'));
      await page
        .getByRole('row', { name: /401 scim_credential_refused The credential was revoked/u })
        .waitFor();
    });

    it('makes and ends no credential for a stranger at an open screen, who has not the password', async () => {
      const { page } = administrator;
      await openSettings(page, example, 'olivia@contoso.com', 'scim');
      const credentials = page.getByRole('region', { name: 'Credentials, newest first' }).locator('tbody tr');
      const before = await credentials.allTextContents();
      for (const password of ['', 'wrong']) {
        await page.getByLabel('Your password, once more').fill(password);
        await page.getByLabel('Kind').selectOption('client-secret');
        await page.getByRole('button', { name: 'Generate' }).click();
        await page.getByRole('alert').getByText('The password is not right').waitFor();
        expect(await page.getByLabel('Kind').inputValue()).toBe('client-secret');
      }
      for (const [link, button] of [
        ['Rotate Demonstration', 'Make a new secret'],
        ['Revoke Demonstration', 'Revoke the credential'],
        ['Let a workload identity of Entra in', 'Let it in'],
      ] as const) {
        await page.goto(settingsUrl(example, 'scim'));
        await page.getByRole('link', { name: link }).click();
        await page.getByLabel('Your password, once more').fill('wrong');
        await page.getByRole('button', { name: button }).click();
        await page.getByRole('alert').getByText('The password is not right').waitFor();
      }
      await keepScreenshots(page, 'scim-workload');
      await page.goto(settingsUrl(example, 'scim'));
      expect(await credentials.allTextContents()).toEqual(before);
      forgetRefusals(administrator, 400);
    });

    it('says after a sign-in whether externalId is mapped right, and what to do if not', async () => {
      const { page } = administrator;
      const entra = await administrator.context.newPage();
      await openSettings(page, example, 'olivia@contoso.com', 'scim');
      const card = page.getByRole('region', { name: 'How people are recognised' });
      for (const [mapping, verdict, advice] of [
        ['mailNickname', 'Change the mapping', 'map objectId to externalId instead of mailNickname'],
        ['objectId', 'By what never changes', 'Nothing needs to be done.'],
      ] as const) {
        await openProvisioning(entra, example);
        await entra.getByLabel('Mapping').selectOption(mapping);
        await connect(entra, example.scim.baseUrl, example.scim.token);
        await entra.getByText('the credentials are accepted').waitFor();
        const assign = entra.getByRole('button', { name: 'Assign Adele Vance', exact: true });
        if (await assign.isVisible()) await assign.click();
        await entra.getByRole('button', { name: 'Run an initial cycle' }).click();
        await entra.getByText('Cycle 1 is done').waitFor();
        await signIn(person.page, example);
        expect(person.page.url()).toBe(`${example.app}/account`);
        await person.context.clearCookies();
        await page.goto(settingsUrl(example, 'scim'));
        await card.getByText(verdict, { exact: true }).waitFor();
        await card.getByText(advice).waitFor();
        await keepScreenshots(page, `scim-${mapping}`);
      }
    });
  });
});

async function openProvisioning(page: Page, example: RunningExample): Promise<void> {
  await page.goto(example.identityProvider);
  await page.getByRole('link', { name: 'Provisioning', exact: true }).click();
}

async function connect(page: Page, tenantUrl: string, token: string, dialect = 'default'): Promise<void> {
  await page.getByLabel('Tenant URL').fill(tenantUrl);
  await page.getByLabel('Secret Token').fill(token);
  await page.getByLabel('Dialect').selectOption(dialect);
  await page.getByRole('button', { name: 'Test connection and save' }).click();
}
