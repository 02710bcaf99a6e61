// Finds the functions of src/ that refuse with a code of the error catalogue. Shared by the generator of docs/attacks.md
// and its test, so that the page names lines that are there.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `{ placesOf, functions }`: the places by code, and every place there is, each `src/…/file.ts#function`. */
export function readPlaces(codes) {
  const placesOf = new Map([...codes].map((code) => [code, []]));
  const functions = new Set();
  for (const path of sourcePaths()) {
    const source = ts.createSourceFile(
      path,
      readFileSync(`${ROOT}${path}`, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    visit(source, (node) => {
      const name = declaredFunction(node);
      if (name !== undefined) functions.add(`${path}#${name}`);
      if (ts.isStringLiteral(node) && placesOf.has(node.text) && isRefusal(node)) {
        const place = `${path}#${enclosingFunction(node)}`;
        const places = placesOf.get(node.text);
        if (!places.includes(place)) places.push(place);
      }
    });
  }
  return { placesOf, functions };
}

function sourcePaths() {
  return readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.startsWith('src/errors/'))
    .sort();
}

function visit(node, meet) {
  meet(node);
  ts.forEachChild(node, (child) => visit(child, meet));
}

/** A string that is compared, a type or a key does not refuse anything. */
function isRefusal({ parent }) {
  if (ts.isLiteralTypeNode(parent) || ts.isCaseClause(parent) || ts.isElementAccessExpression(parent))
    return false;
  if (ts.isPropertyAssignment(parent) && parent.name.getText() !== 'code') return isCodeOf(parent);
  return !(
    ts.isBinaryExpression(parent) && /^[!=]==$/u.test(ts.tokenToString(parent.operatorToken.kind) ?? '')
  );
}

/** Tables name a code for each of their keys. */
function isCodeOf({ initializer }) {
  return ts.isStringLiteral(initializer);
}

function declaredFunction(node) {
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name !== undefined)
    return node.name.getText();
  if (ts.isVariableDeclaration(node) || ts.isClassDeclaration(node)) return node.name?.getText();
  return undefined;
}

/** The nearest function, or the constant at the top of the file that a table is. */
function enclosingFunction(node) {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) return at.name.getText();
    if (ts.isVariableDeclaration(at) && ts.isSourceFile(at.parent.parent.parent)) return at.name.getText();
  }
  return 'module';
}
