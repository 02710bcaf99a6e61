import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    express: 'src/express/index.ts',
    scim: 'src/scim/index.ts',
    testing: 'src/testing/index.ts',
    cli: 'src/cli/main.ts',
    'stores/memory': 'src/stores/memory/index.ts',
    'stores/postgres': 'src/stores/postgres/index.ts',
    'stores/redis': 'src/stores/redis/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20',
  splitting: true,
  sourcemap: true,
  clean: true,
  esbuildOptions(options, { format }) {
    // The command line is started as an ES module only; its CommonJS twin must at least be loadable.
    if (format === 'cjs') options.define = { ...options.define, 'import.meta.url': 'undefined' };
  },
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
