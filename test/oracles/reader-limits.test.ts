import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors/index.js';
import { XML_LIMITS } from '../../src/xml/limits.js';
import { repositoryRoot } from '../source-files.js';
import { LIMIT_CASES } from './limit-cases.js';

// docs/decisions/0015-readers.md against the code: what it says of a limit is what the source has and what it answers.

const record = readFileSync(join(repositoryRoot, 'docs/decisions/0015-readers.md'), 'utf8');

interface Row {
  /** `src/xml/limits.ts XML_LIMITS.depth` */
  readonly name: string;
  readonly path: string;
  readonly constant: string;
  readonly value: number;
  /** Code, and behind it in parentheses the reason, where several limits share a code. */
  readonly answer: string;
}

const ROW = /^\| `(src\/[\w/-]+\.ts)` \| `([\w.]+)` \| ([\d,]+) \| .* \| `(\w+)`(?: \(`([\w-]+)`\))? \|$/u;
const rows: readonly Row[] = record.split('\n').flatMap((line) => {
  const [, path, constant, value, code, reason] = ROW.exec(line) ?? [];
  if (path === undefined || constant === undefined || value === undefined) return [];
  const answer = reason === undefined ? `${code}` : `${code}: ${reason}`;
  return [{ name: `${path} ${constant}`, path, constant, value: Number(value.replaceAll(',', '')), answer }];
});

/** Names of constants that are limits; how much of a value is shown is none. */
const LIMIT = /^(?:LONGEST|MAX|MOST|SHORTEST|SMALLEST|LARGEST)_(?!SHOWN$)|_LIMIT$/u;

/** Every limit that a source declares at its top, with its value. */
function limitsOf(path: string): ReadonlyMap<string, number> {
  const tree = ts.createSourceFile(
    path,
    readFileSync(join(repositoryRoot, path), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const limits = new Map<string, number>();
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !LIMIT.test(name.text) || initializer === undefined) continue;
      limits.set(name.text, numberOf(initializer));
    }
  }
  return limits;
}

function numberOf(expression: ts.Expression): number {
  if (ts.isNumericLiteral(expression)) return Number(expression.text);
  if (ts.isBigIntLiteral(expression)) return Number(expression.text.slice(0, -1));
  if (ts.isBinaryExpression(expression)) {
    const [left, right] = [numberOf(expression.left), numberOf(expression.right)];
    if (expression.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return left * right;
    if (expression.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken) return left ** right;
  }
  if (ts.isPropertyAccessExpression(expression) && expression.name.text in XML_LIMITS) {
    return XML_LIMITS[expression.name.text as keyof typeof XML_LIMITS];
  }
  throw new Error('a limit that is no number, product or power');
}

describe('the record of the readers', () => {
  it('has the limits of the sources that it names, all of them and with their values', () => {
    const expected = new Map<string, number>();
    for (const [key, value] of Object.entries(XML_LIMITS))
      expected.set(`src/xml/limits.ts XML_LIMITS.${key}`, value);
    for (const path of new Set(rows.map((row) => row.path))) {
      if (path === 'src/xml/limits.ts') continue;
      for (const [name, value] of limitsOf(path)) expected.set(`${path} ${name}`, value);
    }
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  it('has one row for each limit, and each is tried below', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...LIMIT_CASES.keys()].toSorted());
  });

  it('names codes and files that exist', () => {
    const codes = [...record.matchAll(/`([a-z0-9]+(?:_[a-z0-9]+)+)`/gu)].map(([, code]) => code);
    expect(codes.filter((code) => !errorCatalogue.has(code as never))).toEqual([]);
    const paths = [...record.matchAll(/`((?:src|test|fixtures)\/[\w/.-]+)`/gu)].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
    const links = [...record.matchAll(/\]\(([^)]+)\)/gu)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(repositoryRoot, 'docs/decisions', link)))).toEqual([]);
  });
});

describe('each limit', () => {
  it.each(rows)('$name: $value passes, a step beyond answers $answer', async ({ name, value, answer }) => {
    const { step = 1, at = value, verdict } = LIMIT_CASES.get(name) ?? { verdict: () => 'no case' };
    expect([await verdict(at), await verdict(at + step)]).toEqual(['ok', answer]);
  });
});
