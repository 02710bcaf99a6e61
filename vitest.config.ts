import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  // The examples in TypeScript import the package by its name: here its sources, which need no build.
  resolve: {
    alias: [
      { find: /^claimgate$/u, replacement: source('index.ts') },
      { find: /^claimgate\/(.+)$/u, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/services/**'],
    testTimeout: 30_000,
    // All cores: most of a run is loading modules.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        'src/response/**': { branches: 95 },
        'src/xml/**': { branches: 95 },
        'src/organizations/**': { branches: 95 },
      },
    },
  },
});
