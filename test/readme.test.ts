import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../src/errors/index.js';
import { entraSettings } from '../src/metadata/index.js';
import { createServiceProvider } from '../src/service-provider/create-service-provider.js';
import { repositoryRoot } from './source-files.js';

const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8');
const lines = readme.split('\n');
const snippets = snippetsOf('README.md');
const guides = readdirSync(join(repositoryRoot, 'docs')).filter((name) => name.endsWith('.md'));

const SUBPATHS = ['', '/express', '/scim', '/testing', '/stores/memory', '/stores/postgres', '/stores/redis'];

/** What the first snippet takes from the reader's own application. */
const APPLICATION = `
  declare const issuerUrl: string;
  declare const signInUrl: string;
  declare const certificate: string;
  declare function startSession(req: object, res: object, signIn: import('claimgate').SignIn): void;
`;

describe('README.md', () => {
  it('has snippets that compile strictly against the sources', { timeout: 120_000 }, () => {
    expect(snippets.length).toBeGreaterThanOrEqual(4);
    expect(compile(snippets)).toEqual([]);
  });

  it('links to guides whose snippets compile as well', { timeout: 120_000 }, () => {
    const found = guides.flatMap((name) => snippetsOf(`docs/${name}`));
    expect(found.length).toBeGreaterThanOrEqual(7);
    expect(compile(found)).toEqual([]);
  });

  it('would notice a snippet that does not compile', { timeout: 120_000 }, () => {
    const wrong = "import { validateResponse } from 'claimgate';\nvalidateResponse('', {});\n";
    expect(compile([wrong])).toEqual([expect.stringContaining('readme-0.ts(2)')]);
  });

  it('says in its first 40 lines what to install, to write and to paste into Entra', () => {
    const top = lines.slice(0, 40).join('\n');
    for (const needed of [
      'npm install claimgate',
      'toExpress(',
      'Reply URL',
      'Namespace: (leave empty)',
      'user.mail',
    ]) {
      expect(top).toContain(needed);
    }
  });

  it('names the two commands to the letter', () => {
    expect(lines).toContain('npm ci && npm start');
    expect(lines).toContain('npm ci && npm test');
  });

  it('shows the addresses that a service provider derives, and the labels of the sheet', () => {
    const urls = serviceProvider().urls('contoso');
    for (const url of Object.values(urls)) expect(readme).toContain(`| \`${url}\` |`);
    for (const { field } of entraSettings(urls)) {
      if (field !== 'Name identifier format') expect(readme).toContain(field.replace(' (Optional)', ''));
    }
  });

  it('lists every option of a connection', () => {
    const [, section = ''] = readme.split('## Options of a connection');
    const cells = (section.split('\n## ')[0] ?? '').matchAll(/^\| ((?:`\w+`(?:, )?)+)/gmu);
    const listed = [...cells].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/gu)].map(([, name]) => name),
    );
    const source = readFileSync(join(repositoryRoot, 'src/organizations/connection.ts'), 'utf8');
    const [, input = ''] = source.split('export interface ConnectionInput {');
    const options = [...(input.split('\n}')[0] ?? '').matchAll(/^ {2}readonly (\w+)/gmu)].map(
      ([, name]) => name,
    );
    expect(options).toContain('allowSha1');
    expect(listed.toSorted()).toEqual(options.toSorted());
  });

  it('names codes and files that exist', () => {
    const codes = [...readme.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+)+)`/gu)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !errorCatalogue.has(code as never))).toEqual([]);
    const links = [...readme.matchAll(/\]\(([^)]+)\)/gu)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(repositoryRoot, link)))).toEqual([]);
  });
});

function snippetsOf(path: string): readonly string[] {
  const text = readFileSync(join(repositoryRoot, path), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gmu)].map(([, code = '']) => code);
}

function serviceProvider() {
  const store: never = new Proxy({}, { get: () => async () => null }) as never;
  const stores = { connections: store, domainClaims: store, requests: store, replays: store };
  return createServiceProvider({ baseUrl: 'https://app.example.com', ...stores });
}

/** Compiles each snippet as a module of its own; gives the errors as `file(line): message`. */
function compile(sources: readonly string[]): readonly string[] {
  const files = new Map(sources.map((code, index) => [join(repositoryRoot, `readme-${index}.ts`), code]));
  files.set(join(repositoryRoot, 'readme-application.d.ts'), APPLICATION);
  const config = ts.readConfigFile(join(repositoryRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, repositoryRoot);
  Object.assign(options, {
    isolatedDeclarations: false,
    declaration: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: Object.fromEntries(
      SUBPATHS.map((subpath) => [`claimgate${subpath}`, [join(repositoryRoot, `src${subpath}/index.ts`)]]),
    ),
  });
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...others) => {
    const code = files.get(path);
    if (code === undefined) return getSourceFile(path, languageVersion, ...others);
    return ts.createSourceFile(path, code, languageVersion);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(described),
  );
}

function described({ file, start = 0, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName.replace(repositoryRoot, '')}(${line + 1}): ${message}`;
}
