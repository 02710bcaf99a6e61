// Hooks of Node's module loader: TypeScript without a build, and the stand-in in the place of vitest.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const STAND_IN = new URL('./vitest-stand-in.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  const from = context.parentURL ?? '';
  if (specifier === 'vitest' && !from.includes('/node_modules/'))
    return { url: STAND_IN, shortCircuit: true };
  if (specifier.startsWith('.') && specifier.endsWith('.js') && from.endsWith('.ts')) {
    const url = new URL(specifier.replace(/\.js$/u, '.ts'), from);
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(text, {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
