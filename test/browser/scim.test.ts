import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildWhereStale, type RunningExample, startExample } from '../example/running-example.js';
import { keepScreenshots, launchChromium, withChromium } from './chromium.js';
import { openSettings, settingsUrl } from './settings-visitor.js';
import { newVisitor, signIn, type Visitor } from './visitor.js';

withChromium(() => {
  let browser: Browser;
  let example: RunningExample;
  let administrator: Visitor;
  let person: Visitor;

  beforeAll(async () => {
    buildWhereStale();
    example = await startExample();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await example?.stop();
  });
  beforeEach(async () => {
    administrator = await newVisitor(browser);
    person = await newVisitor(browser);
  });
  afterEach(async () => {
    for (const { complaints, context } of [administrator, person]) {
      await context.close();
      expect(complaints).toEqual([]);
    }
  });

  describe('provisioning from the test tenant', () => {
    it('brings a person in before the first sign-in, and out with the next request', async () => {
      const { page } = administrator;
      await openSettings(page, example, 'olivia@contoso.com', 'scim');
      const tenantUrl = await page.getByLabel('Tenant URL').inputValue();
      expect(tenantUrl).toBe(example.scim.baseUrl);
      await page.getByLabel('Label', { exact: true }).fill('Entra of Contoso');
      await page.getByRole('button', { name: 'Generate' }).click();
      const token = await page.getByLabel('Secret Token', { exact: true }).inputValue();
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
      await page.getByLabel('Label', { exact: true }).fill('To be rotated');
      await page.getByRole('button', { name: 'Generate' }).click();
      const before = await page.getByLabel('Secret Token', { exact: true }).inputValue();
      await page.getByRole('button', { name: 'Rotate To be rotated' }).click();
      const after = await page.getByLabel('Secret Token', { exact: true }).inputValue();
      await page.getByRole('button', { name: 'Revoke To be rotated' }).last().click();
      await page.getByText('The credential is revoked.').waitFor();

      const entra = await administrator.context.newPage();
      await openProvisioning(entra, example);
      await connect(entra, `${example.scim.baseUrl}?aadOptscim062020`, before, 'aadOptscim062020');
      await entra.getByRole('alert').getByText('does not accept the credentials').waitFor();
      await connect(entra, `${example.scim.baseUrl}?aadOptscim062020`, after, 'aadOptscim062020');
      await entra.getByText('the credentials are accepted').waitFor();
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
