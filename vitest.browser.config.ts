import { defineConfig } from 'vitest/config';

// Drives Debian's Chromium against the example; one browser at a time.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
