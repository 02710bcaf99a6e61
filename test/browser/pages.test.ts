import { describe, expect, it } from 'vitest';
import { readXml } from '../../src/xml/read-xml.js';
import { keepScreenshots } from './chromium.js';
import { choose, goToTestTenant, signIn } from './visitor.js';
import { withExample } from './with-example.js';

withExample(({ example, visitorPerTest }) => {
  const visitor = visitorPerTest();

  describe('the inspector', () => {
    it('calls a fresh answer of the test tenant valid, as XML from its page', async () => {
      const { page } = visitor;
      await goToTestTenant(page, example);
      await choose(page);
      await page.getByText('What is posted').click();
      const xml = (await page.locator('pre').textContent()) ?? '';
      await page.goto(`${example.app}/inspector`);
      await page.getByLabel('SAML response').fill(xml);
      await page.getByRole('button', { name: 'Inspect' }).click();
      await page.getByRole('heading', { name: 'Valid', exact: true }).waitFor();
      await keepScreenshots(page, 'inspector-valid');
      expect(await page.locator('.stages .passed').count()).toBe(await page.locator('.stages li').count());
    });

    it.each([
      ['Namespace of the email claim not cleared', 'email_namespace_not_cleared'],
      ['Audience of another application', 'audience_mismatch'],
      ['Signed with a certificate that is not on file', 'signing_certificate_unknown'],
    ])('puts in a sample, “%s”, and reports %s', async (label, code) => {
      const { page } = visitor;
      await page.goto(`${example.app}/inspector`);
      await page.getByLabel('Take one of the test tenant').selectOption({ label });
      await page.getByRole('button', { name: 'Put it in' }).click();
      await keepScreenshots(page, 'inspector');
      await page.getByRole('button', { name: 'Inspect' }).click();
      await page.getByRole('heading', { name: `Refused: ${code}` }).waitFor();
      await keepScreenshots(page, `inspector-${code}`);
      await page.getByText('The whole report as text').click();
      expect(await page.locator('pre').textContent()).toContain(`✗`);
    });

    it('judges an expired answer by its own time when asked to', async () => {
      const { page } = visitor;
      await page.goto(`${example.app}/inspector?sample=expired`);
      await page.getByRole('button', { name: 'Inspect' }).click();
      await page.getByRole('heading', { name: 'Refused: subject_confirmation_expired' }).waitFor();
      await page.getByLabel('at the time it was issued').check();
      await page.getByRole('button', { name: 'Inspect' }).click();
      await page.getByRole('heading', { name: 'Valid', exact: true }).waitFor();
    });

    it('shows what is no response at all as text, whatever it looks like', async () => {
      const { page } = visitor;
      const pasted = '</textarea><script>document.title="owned"</script><img src=x onerror=alert(1)>';
      await page.goto(`${example.app}/inspector`);
      await page.getByLabel('SAML response').fill(pasted);
      await page.getByRole('button', { name: 'Inspect' }).click();
      await page.getByRole('heading', { name: /^Refused: / }).waitFor();
      expect(await page.title()).toMatch(/^Refused: /u);
      expect(await page.getByLabel('SAML response').inputValue()).toBe(pasted);
    });
  });

  describe('the set-up', () => {
    it('lists what to enter in Entra, and what came back', async () => {
      const { page } = visitor;
      await page.goto(`${example.app}/set-up`);
      await keepScreenshots(page, 'set-up');
      const sheet = page.getByRole('table', { name: 'What to enter in Microsoft Entra' });
      const text = (await sheet.textContent()) ?? '';
      for (const value of [
        '/saml/contoso/metadata',
        '/saml/contoso/acs',
        '/saml/contoso/sign-in',
        'user.mail',
      ]) {
        expect(text).toContain(value);
      }
      expect(await page.getByRole('main').textContent()).toContain('https://sts.windows.net/');
    });

    it('gives the metadata as a file that is well-formed and names the Reply URL', async () => {
      const { page } = visitor;
      await page.goto(`${example.app}/set-up`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download the metadata' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('contoso-metadata.xml');
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      const xml = Buffer.concat(chunks).toString();
      const document = readXml(xml);
      expect(document.ok && document.value.root.localName).toBe('EntityDescriptor');
      expect(xml).toContain(`Location="${example.app}/saml/contoso/acs"`);
      visitor.complaints.length = 0; // the browser calls a navigation that became a download aborted
    });
  });

  describe('every page', () => {
    it('has one heading of the first level, landmarks, a language, no script and no style of its own', async () => {
      const { page } = visitor;
      await signIn(page, example);
      for (const path of [
        '/account',
        '/set-up',
        '/keys',
        '/inspector?sample=correct',
        '/log',
        '/nothing-here',
      ]) {
        await page.goto(example.app + path);
        expect([path, await page.locator('h1').count()]).toEqual([path, 1]);
        for (const landmark of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
          expect([path, await page.getByRole(landmark).count()]).toEqual([path, 1]);
        }
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        expect(await page.locator('script, style, [style], iframe, object').count()).toBe(0);
        const markup = await page.content();
        expect(markup).not.toMatch(/\son[a-z]+\s*=|javascript:/iu);
      }
      expect(visitor.complaints.splice(0)).toEqual([expect.stringContaining('404')]);
    });

    it('fits a narrow window without scrolling sideways', async () => {
      const { page } = visitor;
      await signIn(page, example);
      await page.setViewportSize({ width: 360, height: 740 });
      for (const path of ['/account', '/set-up', '/keys', '/inspector', '/log']) {
        await page.goto(example.app + path);
        const excess = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
        expect([path, excess]).toEqual([path, 0]);
      }
      await page.goto(`${example.app}/account`);
      await keepScreenshots(page, 'account-narrow');
    });

    it('the log lists accepted and refused sign-ins', async () => {
      const { page } = visitor;
      await signIn(page, example, { fault: 'Signed with SHA-1' });
      await page.goto(`${example.app}/log`);
      await keepScreenshots(page, 'log');
      const rows = page.getByRole('table').getByRole('row');
      expect(await rows.nth(1).textContent()).toContain('sha1_not_allowed');
      expect(await page.getByText('Accepted').count()).toBeGreaterThan(0);
    });
  });
});
