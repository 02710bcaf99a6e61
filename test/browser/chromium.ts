import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, it } from 'vitest';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const screenshots = fileURLToPath(new URL('../../screenshots', import.meta.url));

/** Runs the tests where there is a browser. Where there is none, one line says so; on CI that is a failure. */
export function withChromium(tests: () => void): void {
  if (existsSync(executablePath)) {
    tests();
  } else {
    it(`NOT RUN: no browser at ${executablePath}. Install Debian's chromium, or set CHROMIUM to its path`, () => {
      expect(process.env['CI'] ?? '').not.toBe('true');
    });
  }
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Keeps how a page looks, in light and in dark, for a person to look at. */
export async function keepScreenshots(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${screenshots}/${name}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
}
