import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One import, re-export or dynamic import of a source file. */
export interface Import {
  /** `src/…/file.ts` for our own files, else the package or builtin as written. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
  /** Names that are taken; `*` for all of them or for none in particular. */
  readonly names: readonly string[];
}

export interface SourceFile {
  /** From the repository root, with forward slashes. */
  readonly path: string;
  readonly room: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly exportedFunctions: readonly string[];
  readonly classes: readonly ClassDeclaration[];
}

export interface ClassDeclaration {
  readonly name: string;
  readonly exported: boolean;
  /** Whether it has a `#field`, so that an object of the same shape is no instance of it. */
  readonly hasPrivateName: boolean;
}

export const repositoryRoot: string = fileURLToPath(new URL('..', import.meta.url));

/** Every source file under `folder`, with what it imports. */
export function readSourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') || path.endsWith('.cjs'))
    .sort()
    .map(readSourceFile);
}

function readSourceFile(path: string): SourceFile {
  const text = readFileSync(join(repositoryRoot, path), 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const [, room = ''] = path.split('/');
  const imports: Import[] = [];
  const exportedFunctions: string[] = [];
  const classes: ClassDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(node, path);
    if (found !== null) imports.push(found);
    if (ts.isFunctionDeclaration(node) && node.name !== undefined && isExported(node)) {
      exportedFunctions.push(node.name.text);
    }
    if (ts.isClassDeclaration(node) && node.name !== undefined) classes.push(classOf(node, node.name.text));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const lines = text.split('\n').length - 1;
  return { path, room: room.endsWith('.ts') ? '' : room, lines, imports, exportedFunctions, classes };
}

function classOf(node: ts.ClassDeclaration, name: string): ClassDeclaration {
  const hasPrivateName = node.members.some(
    (member) => ts.isPropertyDeclaration(member) && ts.isPrivateIdentifier(member.name),
  );
  return { name, exported: isExported(node), hasPrivateName };
}

function isExported(node: ts.FunctionDeclaration | ts.ClassDeclaration): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function importOf(node: ts.Node, path: string): Import | null {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const named = clause?.namedBindings;
    const names = named !== undefined && ts.isNamedImports(named) ? named.elements.map(nameOf) : ['*'];
    return toImport(path, node.moduleSpecifier, typeOnly, names);
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const named = node.exportClause;
    const names = named !== undefined && ts.isNamedExports(named) ? named.elements.map(nameOf) : ['*'];
    return toImport(path, node.moduleSpecifier, node.isTypeOnly, names);
  }
  if (ts.isCallExpression(node) && isDynamicImport(node.expression)) {
    return toImport(path, node.arguments[0], false, ['*']);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return toImport(path, node.argument.literal, true, ['*']);
  }
  return null;
}

function isDynamicImport(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

function nameOf(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

function toImport(
  path: string,
  specifier: ts.Node | undefined,
  typeOnly: boolean,
  names: readonly string[],
): Import {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) {
    return { target: '(computed)', own: false, typeOnly, names };
  }
  const own = specifier.text.startsWith('.');
  const target = own ? ownFile(path, specifier.text) : specifier.text;
  return { target, own, typeOnly, names };
}

function ownFile(path: string, specifier: string): string {
  const file = resolve(repositoryRoot, dirname(path), specifier).replace(/\.js$/u, '.ts');
  return relative(repositoryRoot, file).replaceAll('\\', '/');
}
