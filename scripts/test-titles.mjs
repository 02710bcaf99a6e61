// Reads the titles of the tests that `npm test` runs. Shared by the generator of docs/attacks.md and its test.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CALLS = new Set(['describe', 'it', 'test']);
const NOT_RUN = new Set(['skip', 'todo', 'skipIf', 'runIf', 'fails']);
const NUMBERED = /^(?:SIG|XSW|TXT|C14|DTD|DOS|TRF|ALG|ENC|POL|TEN|EML|WEB|SLO|CRT|ERR)-\d/u;

/**
 * `file › title` of every test, group of tests and numbered row of a table of tests. What is skipped, or run only
 * where something is installed, is left out.
 */
export function readTestTitles() {
  return new Set(testFiles().flatMap((path) => titlesIn(path).map((title) => `${path} › ${title}`)));
}

function testFiles() {
  return readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && !/^test\/(?:browser|services)\//u.test(path))
    .sort();
}

function titlesIn(path) {
  const source = ts.createSourceFile(path, readFileSync(`${ROOT}${path}`, 'utf8'), ts.ScriptTarget.Latest);
  const titles = [];
  const visit = (node) => {
    const call = ts.isCallExpression(node) ? testCall(node) : undefined;
    if (call?.run === false) return;
    if (call !== undefined) titles.push(...(call.title === undefined ? [] : [call.title]), ...call.rows);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** `it(title, …)`, `describe.each(table)(title, …)` and the like; undefined for another call. */
function testCall(node) {
  let callee = node.expression;
  let table;
  if (ts.isCallExpression(callee)) {
    [table] = callee.arguments;
    callee = callee.expression;
  }
  const modifiers = [];
  while (ts.isPropertyAccessExpression(callee)) {
    modifiers.push(callee.name.text);
    callee = callee.expression;
  }
  if (!ts.isIdentifier(callee) || !CALLS.has(callee.text)) return undefined;
  const [first] = node.arguments;
  const title = first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
  return { title, run: !modifiers.some((name) => NOT_RUN.has(name)), rows: numberedRows(table) };
}

/** Rows of a table whose first cell begins with the number of an attack. */
function numberedRows(table) {
  if (table === undefined || !ts.isArrayLiteralExpression(table)) return [];
  return table.elements.flatMap((row) => {
    const cells = ts.isArrayLiteralExpression(row) ? row.elements : [row];
    const [first, second] = cells.map((cell) => (ts.isStringLiteralLike(cell) ? cell.text : undefined));
    if (first === undefined || !NUMBERED.test(first)) return [];
    return [second === undefined || first.includes(': ') ? first : `${first}: ${second}`];
  });
}
