/** Finds what a name stands for, by syntax alone: the blocks, functions and the file around it, from the inside out. */
import ts from 'typescript';

/** The declaration of a name as it is seen from a place; undefined for globals. */
export function lookUp(name: string, from: ts.Node): ts.Declaration | undefined {
  for (let at = from; at !== undefined; at = at.parent) {
    const found = declaredIn(at, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredIn(node: ts.Node, name: string): ts.Declaration | undefined {
  if (ts.isFunctionLike(node)) {
    for (const parameter of node.parameters) {
      const found = ofBinding(parameter, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer } = node;
    return initializer !== undefined && ts.isVariableDeclarationList(initializer)
      ? ofList(initializer, name)
      : undefined;
  }
  if (ts.isCatchClause(node) && node.variableDeclaration !== undefined)
    return ofBinding(node.variableDeclaration, name);
  if (!ts.isSourceFile(node) && !ts.isBlock(node) && !ts.isCaseOrDefaultClause(node)) return undefined;
  for (const statement of node.statements) {
    const found = ofStatement(statement, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofStatement(statement: ts.Statement, name: string): ts.Declaration | undefined {
  if (ts.isVariableStatement(statement)) return ofList(statement.declarationList, name);
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return statement.name?.text === name ? statement : undefined;
  return ts.isImportDeclaration(statement) ? ofImport(statement.importClause, name) : undefined;
}

function ofList({ declarations }: ts.VariableDeclarationList, name: string): ts.Declaration | undefined {
  for (const declaration of declarations) {
    const found = ofBinding(declaration, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Binding = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

function ofBinding(binding: Binding, name: string): Binding | undefined {
  if (ts.isIdentifier(binding.name)) return binding.name.text === name ? binding : undefined;
  for (const element of binding.name.elements) {
    const found = ts.isBindingElement(element) ? ofBinding(element, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofImport(clause: ts.ImportClause | undefined, name: string): ts.Declaration | undefined {
  if (clause === undefined) return undefined;
  if (clause.name?.text === name) return clause;
  const { namedBindings } = clause;
  if (namedBindings === undefined) return undefined;
  if (ts.isNamespaceImport(namedBindings))
    return namedBindings.name.text === name ? namedBindings : undefined;
  return namedBindings.elements.find((element) => element.name.text === name);
}

/** Whether a name is that of a parameter, or of a part of one under this key. */
export function isParameterNamed(name: ts.Identifier, key: string): boolean {
  const declaration = lookUp(name.text, name);
  if (declaration === undefined) return false;
  if (ts.isParameter(declaration)) return true;
  if (!ts.isBindingElement(declaration) || !ts.isParameter(declaration.parent.parent)) return false;
  const taken = declaration.propertyName ?? declaration.name;
  return ts.isIdentifier(taken) && taken.text === key;
}

/** Whether a variable keeps what it is first given. */
export function isConstant({ parent }: ts.VariableDeclaration): boolean {
  return ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.Const) !== 0;
}

/** The member of a package that an expression is: `createBuffer`, `pg.Pool`, in code with `import` and `require`. */
export interface ImportedMember {
  readonly module: string;
  readonly members: readonly string[];
}

export function importedMember(node: ts.Expression): ImportedMember | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const holder = importedMember(node.expression);
    return holder && { ...holder, members: [...holder.members, node.name.text] };
  }
  if (ts.isCallExpression(node)) {
    const [name] = node.arguments;
    const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
    return isRequire && name !== undefined && ts.isStringLiteralLike(name)
      ? { module: name.text, members: [] }
      : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = lookUp(node.text, node);
  if (declaration === undefined) return undefined;
  if (ts.isImportSpecifier(declaration)) {
    const { text } = declaration.propertyName ?? declaration.name;
    return ofModule(declaration.parent.parent.parent, [text]);
  }
  if (ts.isNamespaceImport(declaration)) return ofModule(declaration.parent.parent, []);
  // PostHog gives the whole module for its default (reference 4.3).
  if (ts.isImportClause(declaration)) return ofModule(declaration.parent, []);
  if (ts.isVariableDeclaration(declaration))
    return declaration.initializer && importedMember(declaration.initializer);
  if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent))
    return undefined;
  const { initializer } = declaration.parent.parent;
  const key = declaration.propertyName ?? declaration.name;
  const holder = initializer === undefined ? undefined : importedMember(initializer);
  return holder !== undefined && ts.isIdentifier(key)
    ? { ...holder, members: [...holder.members, key.text] }
    : undefined;
}

function ofModule(declaration: ts.Node, members: readonly string[]): ImportedMember | undefined {
  return ts.isImportDeclaration(declaration) && ts.isStringLiteral(declaration.moduleSpecifier)
    ? { module: declaration.moduleSpecifier.text, members }
    : undefined;
}
