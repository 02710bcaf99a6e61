import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig } from 'tsup';

type Plugin = NonNullable<
  Extract<Parameters<typeof defineConfig>[0], { entry?: unknown }>['esbuildPlugins']
>[number];

/**
 * Files that load a package late stay files of their own, CommonJS beside both outputs, so that bundlers see their
 * `require` (docs/decisions/0016-cold-start.md). They lie beside the chunks, and only chunks import them.
 */
const lateLoaders: Plugin = {
  name: 'late-loaders',
  setup(build) {
    build.onResolve({ filter: /^\..*\.cjs$/ }, ({ path, resolveDir }) => {
      const folder = String(build.initialOptions.outdir);
      mkdirSync(folder, { recursive: true });
      copyFileSync(join(resolveDir, path), join(folder, basename(path)));
      return { path: `./${basename(path)}`, external: true };
    });
  },
};

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
  esbuildPlugins: [lateLoaders],
  sourcemap: true,
  clean: true,
  esbuildOptions(options, { format }) {
    // The command line is started as an ES module only; its CommonJS twin must at least be loadable.
    if (format === 'cjs') options.define = { ...options.define, 'import.meta.url': 'undefined' };
  },
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
