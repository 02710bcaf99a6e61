import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningExample } from '../example/running-example.js';
import { keepScreenshots } from './chromium.js';
import { GROUP, person, provision } from './provision.js';
import { claimDomain, openSettings, openTab, passwordOf } from './settings-visitor.js';
import type { Visitor } from './visitor.js';
import { withExample } from './with-example.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OLIVIA = 'olivia@contoso.com';
/** By how much the page is wider than the window. */
const OVERFLOW = 'document.documentElement.scrollWidth - window.innerWidth';
type Open = (page: Page, example: RunningExample) => Promise<unknown>;
const PAGES: readonly (readonly [string, Open])[] = [
  ['single-sign-on', (page) => openTab(page, 'Single Sign-On')],
  [
    'single-sign-on-unfolded',
    async (page) => {
      await openTab(page, 'Single Sign-On');
      await page.locator('details:not([open]) > summary').first().waitFor();
      await page.locator('details').evaluateAll((all) => {
        for (const each of all) each.setAttribute('open', '');
      });
    },
  ],
  ['domain-claiming', (page) => openTab(page, 'Domain Claiming')],
  [
    'claim-a-domain-refused',
    async (page) => {
      await openTab(page, 'Domain Claiming');
      await claimDomain(page, 'gmail.com', passwordOf(OLIVIA));
      await page.getByText('public mail provider').first().waitFor();
    },
  ],
  ['scim', (page) => openTab(page, 'SCIM')],
  [
    'scim-revoke',
    async (page) => {
      await openTab(page, 'SCIM');
      await page.getByRole('link', { name: 'Revoke Demonstration' }).click();
    },
  ],
  [
    'scim-workload',
    async (page) => {
      await openTab(page, 'SCIM');
      await page.getByRole('link', { name: 'Let a workload identity of Entra in' }).click();
    },
  ],
  ['members', (page) => openTab(page, 'Members')],
  [
    'link-user-refused',
    async (page, example) => {
      // The second time it is there: it leads to nobody still, as Olivia is an owner.
      await provision(example, '/Users', person(OLIVIA, OLIVIA)).catch(() => null);
      await page.goto(`${example.app}/settings/members`);
      await page.getByRole('link', { name: `Link ${OLIVIA}` }).click();
      await page.getByLabel('Address of the member').fill('nobody@contoso.com');
      await page.getByLabel('Your password, once more').fill(passwordOf(OLIVIA));
      await page.getByRole('button', { name: 'Link the user to the member' }).click();
      await page.getByText('There is no member').first().waitFor();
    },
  ],
  ['teams', (page) => openTab(page, 'Teams')],
  [
    'team-people',
    async (page, example) => {
      const { id } = await provision(example, '/Groups', { schemas: [GROUP], displayName: randomUUID() });
      await page.goto(`${example.app}/settings/teams/${id}`);
    },
  ],
  ['audit', (page) => openTab(page, 'Audit')],
];

withExample(({ example, newVisitor }) => {
  describe.each([1200, 400])('the settings pages at a width of %s', (width) => {
    let visitor: Visitor;

    beforeEach(async () => {
      // The script of axe is put into the page, which the page's own policy would keep out.
      visitor = await newVisitor({ viewport: { width, height: 800 }, bypassCSP: true });
      await openSettings(visitor.page, example, OLIVIA);
    });
    afterEach(() => visitor.context.close());

    it.each(PAGES)('%s is legible and can be operated, in light and in dark', async (name, open) => {
      const { page } = visitor;
      await open(page, example);
      await keepScreenshots(page, `settings-${name}-${width}`);
      await page.evaluate(AXE);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violationsOf(page)).toEqual([]);
      }
      const overflow = await page.evaluate<number>(OVERFLOW);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });

  it('has its bar in one line at a width of 1200', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await openSettings(page, example, OLIVIA);
    const bar = await page.locator('.bar').boundingBox();
    expect(bar?.height).toBeLessThan(80);
    await visitor.context.close();
    expect(visitor.complaints).toEqual([]);
  });
});

/** What axe finds against it, each rule with the places. */
async function violationsOf(page: Page): Promise<readonly unknown[]> {
  const results = await page.evaluate(async () => {
    const axe: { run(): Promise<AxeResults> } = Reflect.get(globalThis, 'axe');
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.html.slice(0, 200)) }));
  });
  return results;
}
