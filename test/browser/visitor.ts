import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core';
import type { RunningExample } from '../example/running-example.js';

/** A person with a browser of their own, and what the browser complained about. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, refused by policy or failed to load; empty when all is well. */
  readonly complaints: string[];
}

export interface Choice {
  readonly email?: string;
  /** Name of the test user; default Adele Vance. */
  readonly person?: string;
  /** Label of what shall be wrong; default nothing. */
  readonly fault?: string;
  /** Label of the signing option; default as the application has it. */
  readonly signing?: string;
  readonly encrypted?: boolean;
}

export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('requestfailed', (request) => {
    // A page that is left while it loads aborts what it still loads.
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason}: ${request.url()}`);
  });
  return { context, page: await context.newPage(), complaints };
}

/** From the form with the email address to the page of test users. */
export async function goToTestTenant(
  page: Page,
  example: RunningExample,
  email = 'adele.vance@contoso.com',
): Promise<void> {
  await page.goto(example.app);
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${example.identityProvider}/**`);
}

/** From the page of test users to the page with the answer that waits to be carried on. */
export async function choose(page: Page, choice: Choice = {}): Promise<void> {
  const { encrypted = false, fault, person = 'Adele Vance', signing } = choice;
  await page.getByLabel(person).check();
  if (fault !== undefined) await page.getByLabel('What the answer shall be').selectOption({ label: fault });
  if (signing !== undefined) await page.getByLabel('Signing option').selectOption({ label: signing });
  if (encrypted) await page.getByLabel('Token encryption').selectOption('on');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Continue to' }).waitFor();
}

/** Carries the answer back to the application; gives the cross-site POST that did. */
export async function carryBack(page: Page, example: RunningExample): Promise<Request> {
  const [posted] = await Promise.all([
    page.waitForRequest(`${example.app}/saml/contoso/acs`),
    page.getByRole('button', { name: 'Continue' }).click(),
  ]);
  await page.waitForURL(`${example.app}/**`);
  return posted;
}

/** The whole way, from the form to whatever page it ends at. */
export async function signIn(page: Page, example: RunningExample, choice: Choice = {}): Promise<Request> {
  await goToTestTenant(page, example, choice.email);
  await choose(page, choice);
  return carryBack(page, example);
}
