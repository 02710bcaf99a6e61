import type { Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import type { ErrorCode, SignIn, SignInRefused } from '../../src/index.js';
import type { Application } from './application.js';
import type { Person } from './people.js';

type Credentials = Pick<Person, 'name' | 'password'>;

/** Sends the browser to the identity provider, and waits for what it shows or brings back. */
export async function open(page: Page, { url }: Application, id: string): Promise<void> {
  await page.goto(`${url}/saml/${id}/sign-in?returnTo=/account`);
}

/** Fills in the identity provider's form and waits until it lets the browser go back. */
export async function logIn(page: Page, application: Application, who: Credentials): Promise<Request> {
  const [posted] = await Promise.all([
    page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().startsWith(application.url),
    ),
    submitPassword(page, who),
  ]);
  await page.waitForURL(`${application.url}/**`);
  return posted;
}

export async function submitPassword(page: Page, { name, password }: Credentials): Promise<void> {
  await page.locator('input[name=username]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=password]').press('Enter');
}

/** Waits for the application's page after signing in, and gives the newest sign-in. */
export async function expectSignedIn(page: Page, application: Application): Promise<SignIn> {
  await page.waitForURL(`${application.url}/**`);
  expect(await page.locator('h1').textContent(), lastRefusal(application)).toBe('Account');
  const signIn = application.signIns.at(-1);
  if (signIn === undefined) throw new Error('nobody has signed in');
  return signIn;
}

/** Whether this browser is signed in with a connection, as the application sees it. */
export async function isSignedIn(page: Page, { url }: Application, id: string): Promise<boolean> {
  await page.goto(`${url}/account/${id}`);
  return (await page.locator('h1').textContent()) === 'Signed in';
}

/** Logs out of the application, which takes the browser to the identity provider and back. */
export async function logOut(page: Page, { url }: Application, id: string): Promise<void> {
  await page.goto(`${url}/account/${id}`);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(`${url}/account/${id}`);
  expect(await page.locator('h1').textContent()).toBe('Signed out');
}

/** Waits for the page of a refused sign-in; its reference leads to the event with the code. */
export async function expectRefused(
  page: Page,
  application: Application,
  code: ErrorCode,
): Promise<SignInRefused> {
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  const reference = await page.locator('.reference code').textContent();
  const event = application.events.find(
    (candidate) => candidate.type === 'sign_in_refused' && candidate.reference === reference,
  );
  if (event?.type !== 'sign_in_refused') throw new Error(`no event has the reference ${reference}`);
  expect(event.code, String(event.error)).toBe(code);
  return event;
}

/** The message in a posted form. */
export function xmlOf(posted: Request): string {
  const samlResponse = new URLSearchParams(posted.postData() ?? '').get('SAMLResponse') ?? '';
  return Buffer.from(samlResponse, 'base64').toString('utf8');
}

/** Posts the fields of an earlier form again, from a third site. */
export async function postAgain(page: Page, posted: Request, action: string = posted.url()): Promise<void> {
  const fields = [...new URLSearchParams(posted.postData() ?? '')]
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${encodeURI(value)}">`)
    .join('');
  await page.route('http://elsewhere.localhost/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<form method="post" action="${action}">${fields}<button>Go</button></form>`,
    }),
  );
  await page.goto('http://elsewhere.localhost/');
  await page.getByRole('button', { name: 'Go' }).click();
  await page.waitForURL(action);
}

function lastRefusal({ events }: Application): string | undefined {
  const last = events.at(-1);
  return last?.type === 'sign_in_refused' ? JSON.stringify(last.error) : undefined;
}
