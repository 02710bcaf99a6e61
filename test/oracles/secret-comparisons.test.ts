import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../source-files.js';

// What is secret is compared by timingSafeEqual, looked up by its hash, or opened by authenticated encryption. This
// reads every comparison of the sources; what it finds beside those must stand in the list, with the reason.

/** Names that hold a secret, or what is derived from one. The last word of a name decides. */
const SECRET =
  /(?:secret|password|token|cookie|relayState|assertionKey|privateKey|symmetricKey|cursorKey|browserHash|secretHash|jti)$/i;
const OPERATORS: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
];
const METHODS: readonly string[] = [
  'equals',
  'includes',
  'startsWith',
  'endsWith',
  'indexOf',
  'localeCompare',
];

/** Comparisons by name that tell nobody anything, each with the reason. */
const HARMLESS: Readonly<Record<string, string>> = {
  'src/service-provider/match-answer.ts: answer.relayState === request.relayState':
    'the browser proved by its cookie that the request is its own, and has the RelayState in its own redirect',
  'src/service-provider/finish-logout.ts: relayState !== request.relayState':
    'a key of the connection signed the message, and the identity provider was sent the RelayState',
  'src/organizations/domain-claims/near-misses.ts: text.includes(token)':
    'the token of a domain claim is published in DNS by whoever it was given to',
  'src/organizations/domain-claims/near-misses.ts: text === token': 'the same',
};

/** The last word of an expression; '' where it is none that has a name. */
function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isElementAccessExpression(expression) && ts.isStringLiteralLike(expression.argumentExpression)) {
    return expression.argumentExpression.text;
  }
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) {
    return nameOf(expression.expression);
  }
  if (ts.isNonNullExpression(expression) || ts.isAwaitExpression(expression))
    return nameOf(expression.expression);
  return '';
}

/** Whether something is there, and of what kind, is no comparison with a secret. */
function isConstant(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.NullKeyword ||
    expression.kind === ts.SyntaxKind.TrueKeyword ||
    expression.kind === ts.SyntaxKind.FalseKeyword ||
    ts.isStringLiteralLike(expression) ||
    ts.isNumericLiteral(expression) ||
    ts.isTypeOfExpression(expression) ||
    (ts.isIdentifier(expression) && expression.text === 'undefined')
  );
}

function comparedIn(node: ts.Node): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node) && OPERATORS.includes(node.operatorToken.kind))
    return [node.left, node.right];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    if (METHODS.includes(name.text)) return [expression, ...node.arguments];
  }
  return [];
}

function secretComparisons(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const compared = comparedIn(node);
    if (compared.some((each) => SECRET.test(nameOf(each))) && !compared.some(isConstant)) {
      found.push(`${path}: ${node.getText().replace(/\s+/gu, ' ')}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true));
  return found;
}

describe('comparisons of what is secret', () => {
  it('are none in the sources that could be told apart by the clock', () => {
    const found = readdirSync(join(repositoryRoot, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${name.replaceAll('\\', '/')}`)
      .flatMap((path) => secretComparisons(path, readFileSync(join(repositoryRoot, path), 'utf8')));
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(HARMLESS).toSorted());
  });

  it.each([
    ['if (secret === expected) go();', 1],
    ['if (stored.secretHash !== sha256(text)) stop();', 1],
    ['return credential.accessToken == given;', 1],
    ["return known['client_secret'] === given;", 1],
    ['return Buffer.from(x).equals(secret);', 1],
    ['return cookies.includes(cookie);', 1],
    ['return (await find()).browserHash === hash;', 1],
    ['if (secret === null || secret === "" || typeof token === "string") stop();', 0],
    ['return timingSafeEqual(secret, expected);', 0],
    ['return credentials.get(tokenId) === found;', 0],
  ])('would be noticed: %s', (source, count) => {
    expect(secretComparisons('x.ts', source)).toHaveLength(count);
  });
});
