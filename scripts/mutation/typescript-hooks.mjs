// Hooks of Node's module loader: TypeScript without a build, and the stand-in in the place of vitest.
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
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
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

/** Kept beside the source, in the sandbox: each mutant that survives is seen by a new process. */
async function compiled(file) {
  const kept = `${file}.compiled`;
  if (existsSync(kept)) return readFile(kept, 'utf8');
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  await writeFile(`${kept}.${process.pid}`, code);
  await rename(`${kept}.${process.pid}`, kept);
  return code;
}
