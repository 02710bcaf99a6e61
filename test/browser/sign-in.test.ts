import { describe, expect, it } from 'vitest';
import { keepScreenshots } from './chromium.js';
import { carryBack, choose, goToTestTenant, signIn, type Visitor } from './visitor.js';
import { withExample } from './with-example.js';

withExample(({ example, visitorPerTest }) => {
  const visitor = visitorPerTest();

  describe('signing in', () => {
    it('leads from the email address to a page with organisation, names and claims', async () => {
      const { page } = visitor;
      await page.goto(example.app);
      await keepScreenshots(page, 'home');
      await goToTestTenant(page, example);
      await keepScreenshots(page, 'test-users');
      await choose(page);
      await keepScreenshots(page, 'continue');
      await carryBack(page, example);
      expect(page.url()).toBe(`${example.app}/account`);
      await keepScreenshots(page, 'account');
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed in, Adele');
      const facts = await page.locator('dl.facts').first().textContent();
      for (const fact of ['Contoso', 'adele.vance@contoso.com', 'Adele', 'Vance', 'Adele Vance']) {
        expect(facts).toContain(fact);
      }
      const claims = page.getByRole('table', { name: 'All claims of the assertion' });
      await claims.getByRole('row', { name: 'email adele.vance@contoso.com' }).first().waitFor();
    });

    it('brings the cookie of the request along with the POST from the other site', async () => {
      const posted = await signIn(visitor.page, example);
      const headers = await posted.allHeaders();
      expect(headers['sec-fetch-site']).toBe('cross-site');
      expect(headers['origin']).not.toBe(example.app);
      expect(headers['cookie']).toMatch(/^__Host-[\w-]+=[\w-]+$/u);
    });

    it('leaves one HttpOnly session cookie behind, and takes the cookie of the request away', async () => {
      await signIn(visitor.page, example);
      const cookies = await visitor.context.cookies(example.app);
      expect(
        cookies.map(({ name, httpOnly, secure, sameSite, path }) => ({
          name,
          httpOnly,
          secure,
          sameSite,
          path,
        })),
      ).toEqual([{ name: '__Host-session', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' }]);
    });

    it('shows names beyond ASCII as they are', async () => {
      const { page } = visitor;
      await signIn(page, example, { email: 'zoe.muller@contoso.com', person: 'Zoë Müller-Åström' });
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed in, Zoë');
      expect(await page.locator('dl.facts').first().textContent()).toContain('Müller-Åström');
    });

    it('works from the tile, which opens the Sign on URL', async () => {
      const { page } = visitor;
      await page.goto(example.identityProvider);
      await page.getByRole('link', { name: 'Open Claimgate example', exact: true }).click();
      await choose(page);
      await carryBack(page, example);
      expect(page.url()).toBe(`${example.app}/account`);
    });

    it('works in two tabs at once, the later one first', async () => {
      const { context, page } = visitor;
      const other = await context.newPage();
      await goToTestTenant(page, example);
      await goToTestTenant(other, example, 'zoe.muller@contoso.com');
      await choose(other, { person: 'Zoë Müller-Åström' });
      await choose(page);
      await carryBack(other, example);
      expect(await other.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed in, Zoë');
      await carryBack(page, example);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed in, Adele');
    });

    it('works by keyboard alone', async () => {
      const { page } = visitor;
      await page.goto(example.app);
      await page.keyboard.type('adele.vance@contoso.com');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${example.identityProvider}/**`);
      await tabTo(visitor, 'Sign in');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Continue to' }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`${example.app}/account`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#content');
      await tabTo(visitor, 'Sign out');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Sign in with your work account' }).waitFor();
    });
  });

  describe('signing out', () => {
    it('ends the session at the server, not only in the browser', async () => {
      const { context, page } = visitor;
      await signIn(page, example);
      const cookies = await context.cookies(example.app);
      await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in with your work account' }).waitFor();
      expect(await context.cookies(example.app)).toEqual([]);
      await context.addCookies(cookies);
      await page.goto(`${example.app}/account`);
      expect(page.url()).toBe(`${example.app}/`);
    });

    it('cannot be caused by another site', async () => {
      const { context, page } = visitor;
      await signIn(page, example);
      const other = await context.newPage();
      await other.route('http://elsewhere.localhost/', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<form method="post" action="${example.app}/sign-out"><button>Go</button></form>`,
        }),
      );
      await other.goto('http://elsewhere.localhost/');
      await other.getByRole('button').click();
      await other.waitForURL(`${example.app}/sign-out`);
      expect(await other.locator('body').textContent()).toContain('must be sent from');
      visitor.complaints.length = 0; // the browser notes the status 403
      await page.reload();
      expect(page.url()).toBe(`${example.app}/account`);
    });
  });
});

/** Presses Tab until the element is reached, which must be within a few stops. */
async function tabTo({ page }: Visitor, name: string): Promise<void> {
  const focused = page.locator(':focus');
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await focused.count()) === 1 && (await focused.textContent()) === name) return;
  }
  throw new Error(`“${name}” is not reached by Tab`);
}
