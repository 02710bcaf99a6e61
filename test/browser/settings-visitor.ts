import type { Page } from 'playwright-core';
import type { RunningExample } from '../example/running-example.js';
import type { Visitor } from './visitor.js';

export type Tab = 'single-sign-on' | 'domain-claiming' | 'scim' | 'audit';

const PASSWORDS: Readonly<Record<string, string>> = {
  'olivia@contoso.com': 'contoso',
  'megan@contoso.com': 'contoso',
  'frank@fabrikam.com': 'fabrikam',
};

export function passwordOf(email: string): string {
  const password = PASSWORDS[email];
  if (password === undefined) throw new Error(`nobody knows the password of ${email}`);
  return password;
}

/** Opens a tab of the settings, and signs in with the password on the way there. */
export async function openSettings(
  page: Page,
  example: RunningExample,
  email: string,
  tab: Tab = 'single-sign-on',
): Promise<void> {
  await page.goto(settingsUrl(example, tab));
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(passwordOf(email));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Access Security' }).waitFor();
}

export function settingsUrl(example: RunningExample, tab: Tab): string {
  return `${example.app}/settings/access-security/${tab}`;
}

export async function openTab(page: Page, label: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Access Security' }).getByRole('link', { name: label }).click();
}

/** Claims a domain with the password of who is signed in. */
export async function claimDomain(page: Page, domain: string, password: string): Promise<void> {
  await page.getByRole('link', { name: 'Add a Domain' }).click();
  await page.getByLabel('Domain name').fill(domain);
  await page.getByLabel('Your password, once more').fill(password);
  await page.getByRole('button', { name: 'Submit claim' }).click();
}

/** Makes a bearer token with the password of who is signed in, and gives what is shown once. */
export async function generateToken(page: Page, label: string, password: string): Promise<string> {
  await page.getByLabel('Label', { exact: true }).fill(label);
  await page.getByLabel('Your password, once more').fill(password);
  await page.getByRole('button', { name: 'Generate' }).click();
  return page.getByLabel('Secret Token', { exact: true }).inputValue();
}

/** Publishes the record in the made-up DNS and lets it be looked for. */
export async function publishAndRefresh(page: Page, domain: string): Promise<void> {
  await page.getByRole('button', { name: `Publish the record here for ${domain}` }).click();
  await page.getByRole('button', { name: `Refresh the status of ${domain}` }).click();
}

/** What the test tenant shows under *Set up <application>*, and its two downloads. */
export interface TenantValues {
  readonly loginUrl: string;
  readonly identifier: string;
  readonly certificate: Buffer;
  readonly metadata: Buffer;
  readonly metadataUrl: string;
}

/** Opens the test tenant from the settings in a window of its own, as the administrator does. */
export async function readTestTenant(page: Page): Promise<TenantValues> {
  const address = await page.getByRole('link', { name: 'Open the test tenant' }).getAttribute('href');
  const tenant = await page.context().newPage();
  await tenant.goto(address ?? '');
  const values = await tenant.locator('dd code').allTextContents();
  const download = async (name: string): Promise<{ url: string; body: Buffer }> => {
    const href = await tenant
      .locator('dt', { hasText: name })
      .locator('xpath=following-sibling::dd[1]/a')
      .getAttribute('href');
    const url = new URL(href ?? '', address ?? '').href;
    return { url, body: Buffer.from(await (await fetch(url)).arrayBuffer()) };
  };
  const certificate = await download('Certificate (Base64)');
  const metadata = await download('Federation Metadata XML');
  await tenant.close();
  return {
    loginUrl: values[0] ?? '',
    identifier: values[1] ?? '',
    certificate: certificate.body,
    metadata: metadata.body,
    metadataUrl: metadata.url,
  };
}

interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A set-up of Fabrikam up to the point where single sign-on could be enabled. */
export async function completeFabrikam(page: Page, example: RunningExample): Promise<TenantValues> {
  await openSettings(page, example, 'frank@fabrikam.com', 'domain-claiming');
  await claimDomain(page, 'fabrikam.com', passwordOf('frank@fabrikam.com'));
  await publishAndRefresh(page, 'fabrikam.com');
  await openTab(page, 'Single Sign-On');
  await page.getByRole('button', { name: 'Set up Single Sign-On' }).click();
  await page.getByRole('button', { name: 'Enter these values in the test tenant for me' }).click();
  const values = await readTestTenant(page);
  await page.getByLabel('Identity Provider Sign-in URL').fill(values.loginUrl);
  await page.getByLabel('Issuer URL').fill(values.identifier);
  await page.getByLabel('File', { exact: true }).setInputFiles(certificateFile(values));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Ready to enable').waitFor();
  return values;
}

export function certificateFile({ certificate }: TenantValues): UploadedFile {
  return { name: 'Claimgate example.cer', mimeType: 'application/x-x509-ca-cert', buffer: certificate };
}

/** The browser notes each answer that refuses; whatever else it complains about stays. */
export function forgetRefusals({ complaints }: Visitor, ...statuses: readonly number[]): void {
  const others = complaints.filter(
    (each) => !statuses.some((status) => each.includes(`status of ${status} `)),
  );
  complaints.splice(0, complaints.length, ...others);
}

/** The token of the session, which every form has in a hidden field. */
export async function tokenOf(page: Page, example: RunningExample): Promise<string> {
  await page.goto(`${settingsUrl(example, 'domain-claiming')}/add`);
  return page.locator('input[name="csrf"]').inputValue();
}

/** Posts a form with the cookies of the browser and the headers that one of our own pages would give it. */
export async function post(
  page: Page,
  example: RunningExample,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const cookies = await page.context().cookies(example.app);
  const response = await fetch(`${example.app}/settings/access-security/${path}`, {
    method: 'POST',
    headers: {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      origin: example.app,
      ...headers,
    },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return { status: response.status, text: await response.text() };
}

/** Chooses who signs in, and what shall be wrong with the answer, and carries it back. */
export async function signInAtTenant(page: Page, person: string, fault?: string): Promise<void> {
  await page.getByLabel(person).check();
  if (fault !== undefined) await page.getByLabel('What the answer shall be').selectOption({ label: fault });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}
