import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCatalogue } from '../../src/errors/index.js';
import { deviations } from '../../src/testing/deviations.js';
import { keepScreenshots } from './chromium.js';
import { choose, goToTestTenant, signIn } from './visitor.js';
import { withExample } from './with-example.js';

/** What the test tenant can be asked for, and the one code that it must end in. */
const FAULTS: readonly (readonly [deviation: string, code: ErrorCode])[] = [
  ['namespace-not-cleared', 'email_namespace_not_cleared'],
  ['claim-not-added', 'email_only_default_claim'],
  ['claim-capitalised', 'email_name_misspelt'],
  ['no-email', 'email_missing'],
  ['several-emails', 'email_multiple_values'],
  ['email-not-an-address', 'email_invalid'],
  ['foreign-domain', 'email_domain_not_claimed'],
  ['wrong-tenant', 'tenant_claim_mismatch'],
  ['wrong-issuer', 'response_issuer_mismatch'],
  ['wrong-audience', 'audience_mismatch'],
  ['wrong-destination', 'destination_mismatch'],
  ['wrong-recipient', 'recipient_mismatch'],
  ['wrong-request', 'request_unknown'],
  ['unsolicited', 'unsolicited_not_allowed'],
  ['expired', 'subject_confirmation_expired'],
  ['not-yet-valid', 'response_issue_instant_in_future'],
  ['unsigned', 'signature_missing'],
  ['wrong-key', 'signing_certificate_unknown'],
  ['sha1', 'sha1_not_allowed'],
  ['tampered', 'digest_mismatch'],
  ['provider-error', 'status_not_success'],
];

withExample(({ example, newVisitor, visitorPerTest }) => {
  const visitor = visitorPerTest();

  describe('a sign-in that is refused', () => {
    it.each(FAULTS)('%s: the person reads the public message, the log has %s', async (deviation, code) => {
      const { page } = visitor;
      await signIn(page, example, { fault: labelOf(deviation) });
      await expectRefusal(page, code);
      expect(await visitor.context.cookies(example.app).then(namesOfSessions)).toEqual([]);
    });

    it('the guest whose address Contoso does not own is refused without any misconfiguration', async () => {
      await signIn(visitor.page, example, { person: 'Sam Rivera' });
      await expectRefusal(visitor.page, 'email_domain_not_claimed');
    });

    it('the account without a mailbox is refused without any misconfiguration', async () => {
      await signIn(visitor.page, example, { person: 'Print room' });
      await expectRefusal(visitor.page, 'email_missing');
    });

    it('the previous answer once more is refused in the browser that has just signed in with it', async () => {
      const { page } = visitor;
      await signIn(page, example);
      await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
      await signIn(page, example, { fault: labelOf('replayed') });
      await expectRefusal(page, 'browser_mismatch');
    });

    it('posting an answer again by going back is refused', async () => {
      const { page } = visitor;
      await goToTestTenant(page, example);
      await choose(page);
      const form = await page.locator('form').evaluate((element) => element.outerHTML);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await page.route('http://elsewhere.localhost/', (route) =>
        route.fulfill({ contentType: 'text/html; charset=utf-8', body: form }),
      );
      await page.goto('http://elsewhere.localhost/');
      await page.getByRole('button', { name: 'Continue' }).click();
      await expectRefusal(page, 'browser_mismatch');
    });

    it('reloading a refused page refuses again, under another reference', async () => {
      const { page } = visitor;
      await signIn(page, example, { fault: labelOf('wrong-audience') });
      const first = await page.locator('.reference code').textContent();
      await page.reload();
      expect(await page.locator('.reference code').textContent()).not.toBe(first);
      await expectRefusal(page, 'audience_mismatch');
    });

    it('can be tried again from the page', async () => {
      const { page } = visitor;
      await signIn(page, example, { fault: labelOf('wrong-key') });
      await page.getByRole('link', { name: 'Sign in again' }).click();
      await choose(page);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'You are signed in, Adele' }).waitFor();
    });

    it('another browser cannot finish what this one began', async () => {
      const { page } = visitor;
      await goToTestTenant(page, example);
      const other = await newVisitor();
      await other.page.goto(page.url());
      await choose(other.page);
      await other.page.getByRole('button', { name: 'Continue' }).click();
      await expectRefusal(other.page, 'browser_mismatch');
      await other.context.close();
    });
  });

  describe('an address that leads nowhere', () => {
    it.each([
      ['adele.vance', 'sign_in_email_invalid'],
      ['"><script>alert(1)</script>@contoso.com', 'sign_in_email_invalid'],
    ] as const)('%s is answered beside the form, which keeps what was typed', async (email, code) => {
      const { page } = visitor;
      await page.goto(example.app);
      await page.getByLabel('Email address').fill(email);
      await page.getByRole('button', { name: 'Continue' }).click();
      const alert = page.getByRole('alert');
      expect(await alert.textContent()).toContain(errorCatalogue.get(code)?.publicMessage);
      expect(await page.getByLabel('Email address').inputValue()).toBe(email);
      await alert.getByRole('link', { name: 'What happened' }).click();
      await page.getByRole('heading', { name: code, exact: true }).waitFor();
      // The browser notes the status 400 of a form that was filled in wrongly.
      visitor.complaints.splice(0, 1);
    });

    it.each(['somebody@fabrikam.com', 'adele.vance@sub.contoso.com'])(
      '%s, of a domain that nobody verified, is asked for a password, and nothing typed is lost',
      async (email) => {
        const { page } = visitor;
        await page.goto(example.app);
        await page.getByLabel('Email address').fill(email);
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByRole('heading', { name: 'Sign in with a password' }).waitFor();
        expect(await page.getByLabel('Email address').inputValue()).toBe(email);
        await keepScreenshots(page, 'unknown-domain');
      },
    );
  });
});

/** The page for the person has the public message and nothing else; “What happened” has the cause. */
async function expectRefusal(page: Page, code: ErrorCode): Promise<void> {
  const row = errorCatalogue.get(code);
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  const shown = (await page.getByRole('main').textContent()) ?? '';
  expect(shown).toContain(row?.publicMessage);
  expect(shown).not.toContain(code);
  if (code === 'email_namespace_not_cleared') await keepScreenshots(page, 'refused');
  const reference = (await page.locator('.reference code').textContent()) ?? '';
  expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/u);
  await page.getByRole('link', { name: 'What happened' }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  expect(await page.locator('h2').first().textContent()).toBe(code);
  const cause = (await page.getByRole('main').textContent()) ?? '';
  for (const part of [row?.meaning, row?.remedy, reference]) expect(cause).toContain(part);
  if (code === 'audience_mismatch') await keepScreenshots(page, 'what-happened');
}

function labelOf(deviation: string): string {
  const label = deviations.find(({ name }) => name === deviation)?.label;
  if (label === undefined) throw new Error(`no deviation ${deviation}`);
  return label;
}

function namesOfSessions(cookies: readonly { readonly name: string }[]): readonly string[] {
  return cookies.map(({ name }) => name).filter((name) => name === '__Host-session');
}
