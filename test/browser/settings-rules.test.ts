import { beforeEach, describe, expect, it } from 'vitest';
import { keepScreenshots } from './chromium.js';
import {
  claimDomain,
  forgetRefusals,
  openSettings,
  openTab,
  passwordOf,
  post,
  publishAndRefresh,
  settingsUrl,
  tokenOf,
} from './settings-visitor.js';
import { withExample } from './with-example.js';

const FRANK = 'frank@fabrikam.com';
const OLIVIA = 'olivia@contoso.com';

withExample(({ example, newVisitor, visitorPerTest }) => {
  const visitor = visitorPerTest();
  beforeEach(() => visitor.context.setDefaultTimeout(10_000));

  describe('who may open the settings', () => {
    it('whoever is not signed in is asked for the password, and comes to the page that was meant', async () => {
      await openSettings(visitor.page, example, OLIVIA, 'audit');
      expect(visitor.page.url()).toBe(settingsUrl(example, 'audit'));
    });

    it('a member is refused every tab, and every form', async () => {
      const { page } = visitor;
      await page.goto(`${example.app}/password`);
      await page.getByLabel('Email address').fill('kim@consultant.example');
      await page.getByLabel('Password', { exact: true }).fill('contoso');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`${example.app}/account`);
      for (const tab of ['single-sign-on', 'domain-claiming', 'scim', 'audit'] as const) {
        expect((await page.goto(settingsUrl(example, tab)))?.status()).toBe(403);
        await page.getByText('set by its owners and admins').waitFor();
      }
      const posted = await post(page, example, 'domain-claiming/add', { domain: 'consultant.example' });
      expect(posted.status).toBe(403);
      expect(posted.text).toContain('set by its owners and admins');
      forgetRefusals(visitor, 403);
    });
  });

  describe('domains', () => {
    it('Fabrikam cannot take the domain of Contoso, although it finds its own record there', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK, 'domain-claiming');
      await claimDomain(page, 'contoso.com', passwordOf(FRANK));
      await publishAndRefresh(page, 'contoso.com');
      await page.getByText('Another organisation has a verified claim on this domain').waitFor();
      await page.getByRole('row', { name: /^contoso\.com Pending/u }).waitFor();
      // Nor can it take Contoso's record away, which stands beside its own.
      const records = page.locator('.records li');
      expect(await records.count()).toBe(2);
      const own = await page.getByLabel('Value of the TXT record').inputValue();
      await records.filter({ hasNotText: own }).getByRole('button').click();
      await page.getByText('The made-up DNS was changed').waitFor();
      expect(await records.count()).toBe(2);
      forgetRefusals(visitor, 400);
    });

    it.each([
      ['co.uk', 'is a public suffix'],
      ['outlook.com', 'public mail provider'],
      ['https://fabrikam.com/', 'is not a domain name'],
    ])('%s cannot be claimed, and stays in the field', async (domain, reason) => {
      const { page } = visitor;
      await openSettings(page, example, FRANK, 'domain-claiming');
      await claimDomain(page, domain, passwordOf(FRANK));
      await page.locator('#domain-problem', { hasText: reason }).waitFor();
      expect(await page.getByLabel('Domain name').inputValue()).toBe(domain);
      expect(await page.getByLabel('Domain name').getAttribute('aria-invalid')).toBe('true');
      forgetRefusals(visitor, 400);
    });

    it('a record that is almost right is recognised, and is gone again when it is removed', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK, 'domain-claiming');
      await claimDomain(page, 'fabrikam.example', passwordOf(FRANK));
      const value = page.locator('#record-fabrikam-example-value');
      const quoted = `"${await value.inputValue()}"`;
      const card = page.locator('section', { hasText: 'fabrikam.example: TXT record' });
      await card.getByText('Enter another record').click();
      await card.getByLabel('Text of another TXT record').fill(quoted);
      await card.getByRole('button', { name: 'Add' }).click();
      await page.getByRole('button', { name: 'Refresh the status of fabrikam.example' }).click();
      await page.getByText('Remove the quotation marks').first().waitFor();
      await keepScreenshots(page, 'settings-near-miss');
      await card.getByRole('button', { name: 'Remove this record' }).click();
      await page.getByRole('button', { name: 'Refresh the status of fabrikam.example' }).click();
      await page.getByText('The record was not found').waitFor();
      expect(await page.getByText('Remove the quotation marks').count()).toBe(0);
    });

    it('a claim is removed after a question, with its token', async () => {
      const { page } = visitor;
      await openSettings(page, example, FRANK, 'domain-claiming');
      await claimDomain(page, 'removed.example', passwordOf(FRANK));
      const token = await page.locator('#record-removed-example-value').inputValue();
      await page.getByRole('link', { name: 'Delete removed.example' }).click();
      await page.getByRole('heading', { name: 'Remove removed.example?' }).waitFor();
      await keepScreenshots(page, 'settings-remove-domain');
      await page.getByRole('button', { name: 'Remove the domain' }).click();
      await page.getByText('The domain was removed').waitFor();
      expect(await page.getByRole('row', { name: /^removed\.example/u }).count()).toBe(0);
      await claimDomain(page, 'removed.example', passwordOf(FRANK));
      expect(await page.locator('#record-removed-example-value').inputValue()).not.toBe(token);
    });
  });

  describe('what belongs to another organisation', () => {
    it.each([
      [
        'single-sign-on/connection',
        { issuerUrl: 'https://evil.example/', signInUrl: 'https://evil.example/' },
      ],
      ['single-sign-on/disable', {}],
      ['single-sign-on/enable', {}],
      ['single-sign-on/options', { allowIdpInitiated: 'on' }],
      ['single-sign-on/certificate', { what: 'remove', thumbprint: '00' }],
      ['single-sign-on/metadata', { metadataUrl: 'https://evil.example/' }],
      ['single-sign-on/remove', {}],
      ['single-sign-on/test', {}],
      ['single-sign-on/test-tenant', {}],
    ])('%s does not know it', async (path, fields) => {
      const { page } = visitor;
      await openSettings(page, example, FRANK);
      const csrf = await tokenOf(page, example);
      const refused = await post(page, example, path, {
        csrf,
        connection: 'contoso',
        revision: '1',
        ...fields,
      });
      expect(refused.status).toBe(404);
      expect(refused.text).toContain('The organisation has no connection with this id');
    });

    it('is not shown, and not checked or removed by its name', async () => {
      const { page } = visitor;
      await openSettings(page, example, OLIVIA, 'domain-claiming');
      const csrf = await tokenOf(page, example);
      for (const action of ['check', 'remove']) {
        const refused = await post(page, example, `domain-claiming/${action}`, {
          csrf,
          domain: 'fabrikam.com',
        });
        expect(refused.status).toBe(404);
        expect(refused.text).toContain('The organisation has no claim on this domain');
      }
      await openTab(page, 'Audit');
      expect(await page.getByRole('main').textContent()).not.toContain('fabrikam');
    });
  });

  describe('forms of others', () => {
    it.each([
      ['no token', {}],
      ['a token that was guessed', { csrf: 'A'.repeat(43) }],
    ])('%s changes nothing', async (_name, token) => {
      const { page } = visitor;
      await openSettings(page, example, OLIVIA);
      for (const path of ['single-sign-on/disable', 'domain-claiming/remove', 'single-sign-on/policy']) {
        const fields = { connection: 'contoso', domain: 'contoso.com', membership: 'scim' };
        const refused = await post(page, example, path, { ...fields, ...token });
        expect(refused.status).toBe(403);
        expect(refused.text).toContain('This form is not of your session');
      }
      await page.goto(settingsUrl(example, 'single-sign-on'));
      await page.getByText('Enabled').first().waitFor();
    });

    it('the token of another session is none', async () => {
      const { page } = visitor;
      await openSettings(page, example, OLIVIA);
      const other = await newVisitor();
      await openSettings(other.page, example, OLIVIA);
      const csrf = await tokenOf(other.page, example);
      await other.context.close();
      const refused = await post(page, example, 'single-sign-on/disable', { csrf, connection: 'contoso' });
      expect(refused.status).toBe(403);
    });

    it('a form of another site is refused, even with the right token', async () => {
      const { context, page } = visitor;
      await openSettings(page, example, OLIVIA);
      const csrf = await tokenOf(page, example);
      const fields = { csrf, connection: 'contoso' };
      const other = await context.newPage();
      const action = settingsUrl(example, 'single-sign-on');
      await other.route('http://elsewhere.localhost/', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<form method="post" action="${action}/disable"><input name="csrf" value="${csrf}"><input name="connection" value="contoso"><button>Go</button></form>`,
        }),
      );
      await other.goto('http://elsewhere.localhost/');
      await other.getByRole('button').click();
      // The browser does not even send the session along.
      await other.waitForURL(`${example.app}/password**`);
      for (const headers of [
        { origin: 'http://elsewhere.localhost' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        const refused = await post(page, example, 'single-sign-on/disable', fields, headers);
        expect(refused.status).toBe(403);
        expect(refused.text).toContain('must be sent from');
      }
      await page.goto(action);
      await page.getByText('Enabled').first().waitFor();
    });
  });
});
