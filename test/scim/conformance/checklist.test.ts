import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { CHECKLIST } from './checklist.js';
import { QUIRKS } from './quirks.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RUN = new Set(['describe', 'it', 'test']);
const LEFT_OUT = new Set(['skip', 'todo', 'skipIf', 'runIf', 'fails']);

describe('the checklist of the RFCs', () => {
  it('has the numbers 1 to 70, each once', () => {
    expect(CHECKLIST.map(([number]) => number)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  });

  for (const [number, section, what, ...tests] of CHECKLIST) {
    it(`${number} (RFC ${section}): ${what}`, () => expectTests(tests));
  }
});

describe('the quirks of Entra', () => {
  it('have a name each', () => {
    const names = QUIRKS.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  for (const [name, ...tests] of QUIRKS) it(name, () => expectTests(tests));
});

describe('the numbers of the conformance suite', () => {
  it('leave out no test of what the RFCs ask', () => {
    const named = new Set(CHECKLIST.flatMap(([, , , ...tests]) => tests.flatMap(matchesOf)));
    const suites = ['resources', 'attributes', 'queries', 'discovery'].map(
      (name) => `scim/conformance/rfc-${name}.ts`,
    );
    const all = suites.flatMap((path) => titlesOf(path).map((title) => `${path} › ${title}`));
    expect(all.length).toBeGreaterThan(40);
    const beyond = all.filter((title) => !named.has(title)).map((title) => title.replace(/^.*› /u, ''));
    // Not of the three RFCs, or of what they leave to the service.
    expect(beyond).toEqual([
      'RFC 7644 §3.14: 40 PATCHes without If-Match at one moment all hold',
      'RFC 7231 §4.3.2: HEAD is GET without a body',
    ]);
  });
});

function expectTests(tests: readonly string[]): void {
  expect(tests.length).toBeGreaterThan(0);
  for (const test of tests) expect([test, matchesOf(test).length]).toEqual([test, 1]);
}

/** The tests whose title begins so; one that is called exactly so is meant alone. */
function matchesOf(test: string): readonly string[] {
  const [path = '', beginning = ''] = test.split(' › ');
  const titles = titlesOf(path);
  const exact = titles.filter((title) => title === beginning);
  const found = exact.length > 0 ? exact : titles.filter((title) => title.startsWith(beginning));
  return found.map((title) => `${path} › ${title}`);
}

const known = new Map<string, readonly string[]>();

/** Titles of the tests of a file below test/, and names of the rows of their tables, as far as they are run. */
function titlesOf(path: string): readonly string[] {
  const before = known.get(path);
  if (before !== undefined) return before;
  expect(readdirSync(ROOT, { recursive: true, encoding: 'utf8' })).toContain(path);
  const source = ts.createSourceFile(path, readFileSync(`${ROOT}${path}`, 'utf8'), ts.ScriptTarget.Latest);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? testCall(node) : null;
    if (call?.isRun === false) return;
    titles.push(...(call?.titles ?? []));
    ts.forEachChild(node, visit);
  };
  visit(source);
  known.set(path, titles);
  return titles;
}

/** `it(title, …)`, `it.each(table)(title, …)`; null for another call. */
function testCall(
  node: ts.CallExpression,
): { readonly isRun: boolean; readonly titles: readonly string[] } | null {
  let callee: ts.Expression = node.expression;
  let table: ts.Expression | undefined;
  if (ts.isCallExpression(callee)) {
    [table] = callee.arguments;
    callee = callee.expression;
  }
  const modifiers: string[] = [];
  while (ts.isPropertyAccessExpression(callee)) {
    modifiers.push(callee.name.text);
    callee = callee.expression;
  }
  if (!ts.isIdentifier(callee) || !RUN.has(callee.text)) return null;
  const [title] = node.arguments;
  const isRun = !modifiers.some((name) => LEFT_OUT.has(name));
  return { isRun, titles: [...textOf(title), ...rowsOf(table)] };
}

function rowsOf(table: ts.Expression | undefined): readonly string[] {
  if (table === undefined || !ts.isArrayLiteralExpression(table)) return [];
  return table.elements.flatMap((row) => textOf(ts.isArrayLiteralExpression(row) ? row.elements[0] : row));
}

function textOf(node: ts.Expression | undefined): readonly string[] {
  return node !== undefined && ts.isStringLiteralLike(node) ? [node.text] : [];
}
