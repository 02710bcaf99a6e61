import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors/index.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CATALOGUED: ReadonlySet<string> = new Set(errorCatalogue.keys());

describe('every code of the catalogue', () => {
  it('is raised somewhere in src', () => {
    const raised = new Set(filesBelow('src', '.ts').filter(mayRaise).flatMap(raisedIn));
    expect([...CATALOGUED].filter((code) => !raised.has(code))).toEqual([]);
  }, 120_000);

  it('is named by a test, or expected of a fixture that the tests read', () => {
    const tests = filesBelow('test', '.ts');
    const named = new Set([...tests.flatMap(namedIn), ...expectedOfFixtures()]);
    expect([...CATALOGUED].filter((code) => !named.has(code))).toEqual([]);
  }, 120_000);
});

function filesBelow(folder: string, end: string): readonly string[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(end));
}

/** The catalogue describes codes, and the table of statuses names them. */
function mayRaise(path: string): boolean {
  return !path.startsWith('src/errors/') && path !== 'src/http/status-of.ts';
}

/** Codes that a file gives to something: not those that it compares with, chooses between, or names in a type. */
function raisedIn(path: string): readonly string[] {
  return texts(path, ({ parent }) => {
    if (ts.isCaseClause(parent) || ts.isLiteralTypeNode(parent)) return false;
    if (!ts.isBinaryExpression(parent)) return true;
    const { kind } = parent.operatorToken;
    return (
      kind !== ts.SyntaxKind.EqualsEqualsEqualsToken && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken
    );
  });
}

/** Codes in a file of a test, as texts or as names of properties. */
function namedIn(path: string): readonly string[] {
  return texts(path, () => true);
}

function texts(path: string, counts: (node: ts.Node) => boolean): readonly string[] {
  const text = readFileSync(`${ROOT}${path}`, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || isNameOfProperty(node);
    if (isText && CATALOGUED.has(node.text) && counts(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isNameOfProperty(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

/** Codes that the tables of the fixtures expect, such as that of the certificates. */
function expectedOfFixtures(): readonly string[] {
  return filesBelow('fixtures', 'index.json').flatMap((path) => {
    const found = readFileSync(`${ROOT}${path}`, 'utf8').matchAll(/"expected": "([a-z0-9_]+)"/gu);
    return [...found].map(([, code]) => String(code));
  });
}
