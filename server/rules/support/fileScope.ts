/** What the names at the top of a file stand for, by syntax alone. */
import ts from 'typescript';

/** A function, a class or an expression, or what another file exports under a name. */
export type Binding =
  | { readonly kind: 'value'; readonly node: ts.Node }
  /** What a pattern takes out of a value. */
  | { readonly kind: 'member'; readonly of: ts.Expression; readonly name: string }
  /** With name null the whole of the other file. */
  | { readonly kind: 'import'; readonly specifier: string; readonly name: string | null };

const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, Binding>>();

/** The names that a file declares at its top, and those that it imports. */
export function fileScope(file: ts.SourceFile): ReadonlyMap<string, Binding> {
  let scope = known.get(file);
  if (scope === undefined) {
    const found = new Map<string, Binding>();
    for (const statement of file.statements) addDeclared(statement, found);
    scope = found;
    known.set(file, scope);
  }
  return scope;
}

function addDeclared(statement: ts.Statement, scope: Map<string, Binding>): void {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isBody = ts.isClassDeclaration(statement) || statement.body !== undefined;
    if (statement.name !== undefined && isBody)
      scope.set(statement.name.text, { kind: 'value', node: statement });
  } else if (ts.isVariableStatement(statement)) {
    for (const { initializer, name } of statement.declarationList.declarations) {
      if (initializer === undefined) continue;
      if (ts.isIdentifier(name)) scope.set(name.text, { kind: 'value', node: initializer });
      else if (ts.isObjectBindingPattern(name)) addPattern(name, initializer, scope);
    }
  } else if (ts.isImportDeclaration(statement)) addImports(statement, scope);
}

function addPattern(pattern: ts.ObjectBindingPattern, of: ts.Expression, scope: Map<string, Binding>): void {
  for (const { dotDotDotToken, name, propertyName } of pattern.elements) {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined || !ts.isIdentifier(name)) continue;
    if (ts.isIdentifier(key) || ts.isStringLiteral(key))
      scope.set(name.text, { kind: 'member', of, name: key.text });
  }
}

function addImports(statement: ts.ImportDeclaration, scope: Map<string, Binding>): void {
  const { importClause, moduleSpecifier } = statement;
  if (importClause === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
  const specifier = moduleSpecifier.text;
  if (importClause.name !== undefined)
    scope.set(importClause.name.text, { kind: 'import', specifier, name: 'default' });
  const bindings = importClause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    scope.set(bindings.name.text, { kind: 'import', specifier, name: null });
    return;
  }
  for (const { name, propertyName } of bindings.elements) {
    scope.set(name.text, { kind: 'import', specifier, name: (propertyName ?? name).text });
  }
}

/** Whether a file adds to what a name holds, or gives it another value: `name.key = …`, `name = …`. */
export function isChangedLater(name: string, { text }: ts.SourceFile): boolean {
  const escaped = name.replaceAll('$', '\\$');
  const changed = new RegExp(
    `(?<![\\w$])${escaped}\\s*(?:\\[[^\\]\\n]*\\]|\\.[\\w$]+)\\s*=(?![=>])|assign\\(\\s*${escaped}\\s*[,)]|(?:^|[;{}\\n])\\s*${escaped}\\s*=(?![=>])`,
  );
  return changed.test(text);
}
