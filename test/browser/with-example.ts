import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { buildWhereStale, type RunningExample, startExample } from '../example/running-example.js';
import { launchChromium, withChromium } from './chromium.js';
import { newVisitor, type Visitor } from './visitor.js';

/** What tests in a browser work with. The objects are filled in by hooks: take their members inside a test. */
export interface Scene {
  readonly example: RunningExample;
  /** One more visitor, whom the test itself sends away. */
  newVisitor(options?: BrowserContextOptions): Promise<Visitor>;
  /** To be called beside the tests: each of them has a new visitor here, whose browser must not complain. */
  visitorPerTest(options?: BrowserContextOptions): Visitor;
}

/** Starts the example and a browser once for these tests, which are those of a file or of one `describe`. */
export function withExample(tests: (scene: Scene) => void): void {
  withChromium(() => {
    let browser: Browser;
    const example = {} as RunningExample;

    beforeAll(async () => {
      buildWhereStale();
      Object.assign(example, await startExample());
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await example.stop?.();
    });

    tests({
      example,
      newVisitor: (options) => newVisitor(browser, options),
      visitorPerTest(options) {
        const visitor = {} as Visitor;
        beforeEach(async () => {
          Object.assign(visitor, await newVisitor(browser, options));
        });
        afterEach(async () => {
          await visitor.context.close();
          expect(visitor.complaints).toEqual([]);
        });
        return visitor;
      },
    });
  });
}
