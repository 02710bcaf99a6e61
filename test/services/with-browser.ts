import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchChromium, withChromium } from '../browser/chromium.js';

/** What one test works with: a browser without cookies, and what was started for the file. */
export interface Scene<Testbed> {
  readonly browser: Browser;
  readonly page: Page;
  readonly testbed: Testbed;
}

/** Starts both sides and a browser once for the file; each test gets a page with cookies of its own. */
export function withBrowser<Testbed extends { stop(): Promise<void> }>(
  start: () => Promise<Testbed>,
  tests: (scene: Scene<Testbed>) => void,
): void {
  withChromium(() => {
    const scene: { browser?: Browser; page?: Page; testbed?: Testbed } = {};
    beforeAll(async () => {
      scene.testbed = await start();
      scene.browser = await launchChromium();
    });
    afterAll(async () => {
      await scene.browser?.close();
      await scene.testbed?.stop();
    });
    beforeEach(async () => {
      const context = await scene.browser?.newContext();
      context?.setDefaultTimeout(20_000);
      const page = await context?.newPage();
      if (page !== undefined) scene.page = page;
    });
    afterEach(async () => {
      await scene.page?.context().close();
    });
    // The tests take the members when they run, which is after the hooks.
    tests(scene as Scene<Testbed>);
  });
}
