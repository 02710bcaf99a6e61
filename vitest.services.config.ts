import { defineConfig } from 'vitest/config';

// Signs in at real identity providers, in Debian's Chromium; one of them at a time.
export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Names every test, and so what was not run where something is not installed.
    reporters: ['verbose'],
  },
});
