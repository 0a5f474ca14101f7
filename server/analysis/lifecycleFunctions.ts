/**
 * Finds, by syntax alone, the functions of one file that PostHog calls by name: every export style of reference 2.1.
 * It serves types and discovery; what is really exported and reached is for entryPoints.ts to say.
 */
import ts from 'typescript';
import { jobsExport, lifecycleExport, lifecycleExports } from '../../platform/lifecycle.ts';

export interface LifecycleFunction {
  /** A lifecycle export, or `jobs.<name>`. */
  readonly name: string;
  readonly node: ts.FunctionLikeDeclaration;
  /** Whether the file exports it in a way that PostHog sees, or exports nothing at all. */
  readonly isExported: boolean;
}

const anyName = new RegExp(`\\b(${[...lifecycleExports.map(({ name }) => name), jobsExport].join('|')})\\b`);

/** Whether the file exports a lifecycle function, or under such a name what a call gives or another file has. */
export function exportsLifecycle(fileName: string, text: string): boolean {
  // Most files fail this test, which costs nothing beside parsing.
  if (!anyName.test(text)) return false;
  try {
    const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, false, scriptKindOf(fileName));
    let isFound = findLifecycleFunctions(file).some(({ isExported }) => isExported);
    forEachTopLevelValue(file, (name, value, isExported) => {
      isFound ||= isExported && lifecycleExport(name) !== undefined && mayBeFunction(withoutWrapping(value));
    });
    return isFound || file.statements.some((statement) => passesOnLifecycle(statement));
  } catch (error) {
    // Nested deeper than the parser can follow: the names speak for an app, and its check tells what is wrong.
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** `wrap(…)`, `handlers.onEvent` and the name of what is declared elsewhere. */
function mayBeFunction(value: ts.Node): boolean {
  return ts.isCallExpression(value) || ts.isPropertyAccessExpression(value) || ts.isIdentifier(value);
}

/** `export { onEvent } from './handlers'`. */
function passesOnLifecycle(statement: ts.Statement): boolean {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return false;
  const { exportClause, isTypeOnly } = statement;
  return (
    !isTypeOnly &&
    exportClause !== undefined &&
    ts.isNamedExports(exportClause) &&
    exportClause.elements.some(({ name }) => lifecycleExport(name.text) !== undefined)
  );
}

export function scriptKindOf(fileName: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(fileName)) return ts.ScriptKind.TS;
  if (fileName.endsWith('.tsx')) return ts.ScriptKind.TSX;
  return ts.ScriptKind.JS;
}

/** The lifecycle functions and jobs among the file's top-level statements. */
export function findLifecycleFunctions(file: ts.SourceFile): readonly LifecycleFunction[] {
  return findLifecycleValues(file).flatMap(({ name, node, isExported }) =>
    ts.isFunctionLike(node) && hasBody(node) ? { name, node, isExported } : [],
  );
}

/** What stands in the place of lifecycle functions and jobs, such as one that has no body yet. */
export function findLifecycleValues(
  file: ts.SourceFile,
): readonly (Omit<LifecycleFunction, 'node'> & { readonly node: ts.Node })[] {
  const found: (Omit<LifecycleFunction, 'node'> & { readonly node: ts.Node })[] = [];
  const named = new Map<string, ts.Node>();
  forEachTopLevelValue(file, (name, value) => named.set(name, value));
  const behind = (value: ts.Node, steps = maxSteps): ts.Node => {
    const bare = withoutWrapping(value);
    const meant = ts.isIdentifier(bare) && steps > 0 ? named.get(bare.text) : undefined;
    return meant === undefined ? bare : behind(meant, steps - 1);
  };
  forEachTopLevelValue(file, (name, value, isExported) => {
    const bare = lifecycleExport(name) === undefined ? withoutWrapping(value) : behind(value);
    if (lifecycleExport(name) !== undefined) {
      found.push({ name, node: bare, isExported });
    } else if (name === jobsExport && ts.isObjectLiteralExpression(bare)) {
      for (const member of allMembersOf(bare, file)) {
        found.push({ name: `${jobsExport}.${member.name}`, node: behind(member.value), isExported });
      }
    }
  });
  return found;
}

/** Visits the functions and values that the file's top-level statements give a name, exported or not. */
export function forEachTopLevelValue(
  file: ts.SourceFile,
  visit: (name: string, value: ts.Node, isExported: boolean) => void,
): void {
  let values = topLevelValues.get(file);
  if (values === undefined) {
    values = readTopLevelValues(file);
    topLevelValues.set(file, values);
  }
  for (const { name, value, isExported } of values) visit(name, value, isExported);
}

interface TopLevelValue {
  readonly name: string;
  readonly value: ts.Node;
  readonly isExported: boolean;
}

const topLevelValues = new WeakMap<ts.SourceFile, readonly TopLevelValue[]>();

function readTopLevelValues(file: ts.SourceFile): readonly TopLevelValue[] {
  const found: TopLevelValue[] = [];
  const visit = (name: string, value: ts.Node, isExported: boolean): void => {
    found.push({ name, value, isExported });
  };
  const named = namedValues(file);
  const isPlainScript = !file.statements.some(
    (statement) => isExportStatement(statement) && !exportsNoObject(statement, file, named),
  );
  const listed = new Set(file.statements.flatMap((statement) => exportedNames(statement, named)));

  function visitAll(object: ts.Node): void {
    for (const holder of holdersBehind(object, named)) {
      for (const { name, value } of ts.isClassLike(holder) ? methodsOf(holder) : membersOf(holder)) {
        visit(name, value, true);
      }
    }
  }

  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      const name = statement.name?.text ?? '';
      visit(
        name,
        statement,
        isPlainScript || listed.has(name) || hasModifier(statement, ts.SyntaxKind.ExportKeyword),
      );
    } else if (ts.isVariableStatement(statement)) {
      const isVar = (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
      const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || initializer === undefined) continue;
        visit(name.text, initializer, isExported || listed.has(name.text) || (isPlainScript && isVar));
      }
    } else if (ts.isExportDeclaration(statement)) {
      for (const { name, propertyName } of namedExports(statement)) {
        const value = propertyName === undefined ? undefined : valueOfStatements(file, propertyName.text);
        if (value !== undefined) visit(name.text, value, true);
      }
    } else if (ts.isExportAssignment(statement)) visitAll(statement.expression);
    else {
      const assignment = exportsAssignment(statement);
      if (assignment?.name === null) visitAll(assignment.value);
      else if (assignment !== undefined) visit(assignment.name, assignment.value, true);
    }
  }
  return found;
}

/** What `export { local as name }` names; nothing of what comes from another file. */
function namedExports({
  exportClause,
  moduleSpecifier,
}: ts.ExportDeclaration): readonly ts.ExportSpecifier[] {
  const isOwn = moduleSpecifier === undefined && exportClause !== undefined;
  return isOwn && ts.isNamedExports(exportClause) ? exportClause.elements : [];
}

/** The function or value that a statement of the file gives a name. */
function valueOfStatements(file: ts.SourceFile, name: string): ts.Node | undefined {
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: variable, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(variable) && variable.text === name) return initializer;
  }
  return undefined;
}

/** What variables and classes at the top of a file stand for. */
type NamedValues = ReadonlyMap<string, ts.Expression | ts.ClassDeclaration>;

function namedValues(file: ts.SourceFile): NamedValues {
  const values = new Map<string, ts.Expression | ts.ClassDeclaration>();
  for (const statement of file.statements) {
    if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
      values.set(statement.name.text, statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined) values.set(name.text, initializer);
      }
    }
  }
  return values;
}

const maxSteps = 8;

/** The literals and classes whose members an exported object has: by name, by `new`, and spread into others. */
function holdersBehind(
  node: ts.Node,
  named: NamedValues,
  steps = maxSteps,
): readonly (ts.ObjectLiteralExpression | ts.ClassLikeDeclaration)[] {
  const bare = withoutWrapping(node);
  if (steps === 0) return [];
  if (ts.isIdentifier(bare)) {
    const value = named.get(bare.text);
    return value === undefined || ts.isClassLike(value) ? [] : holdersBehind(value, named, steps - 1);
  }
  if (ts.isNewExpression(bare)) {
    const made = ts.isIdentifier(bare.expression) ? named.get(bare.expression.text) : bare.expression;
    return made !== undefined && ts.isClassLike(made) ? [made] : [];
  }
  if (!ts.isObjectLiteralExpression(bare)) return [];
  const spread = bare.properties.flatMap((property) =>
    ts.isSpreadAssignment(property) ? holdersBehind(property.expression, named, steps - 1) : [],
  );
  return [bare, ...spread];
}

/** The methods of a class, and its fields that have a value. */
function methodsOf({ members }: ts.ClassLikeDeclaration): readonly NamedMember[] {
  return members.flatMap((member): readonly NamedMember[] => {
    const { name } = member;
    if (name === undefined || !ts.isIdentifier(name) || hasModifier(member, ts.SyntaxKind.StaticKeyword))
      return [];
    if (ts.isMethodDeclaration(member)) return [{ name: name.text, value: member }];
    return ts.isPropertyDeclaration(member) && member.initializer !== undefined
      ? [{ name: name.text, value: member.initializer }]
      : [];
  });
}

/**
 * `exports.name = value`, `module.exports.name = value` or, with name null, `module.exports = value` and
 * `Object.assign(exports, value)`.
 */
function exportsAssignment(
  statement: ts.Statement,
): { readonly name: string | null; readonly value: ts.Expression } | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  if (ts.isCallExpression(statement.expression)) {
    const { expression, arguments: args } = statement.expression;
    const [target, value] = args;
    const isAssign = ts.isPropertyAccessExpression(expression) && expression.name.text === 'assign';
    return isAssign && target !== undefined && value !== undefined && isExportsObject(target)
      ? { name: null, value }
      : undefined;
  }
  if (!ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, operatorToken, right } = statement.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (isExportsObject(left)) return { name: null, value: right };
  if (ts.isPropertyAccessExpression(left) && isExportsObject(left.expression)) {
    return { name: left.name.text, value: right };
  }
  if (ts.isElementAccessExpression(left) && isExportsObject(left.expression)) {
    const { argumentExpression: name } = left;
    if (ts.isStringLiteralLike(name)) return { name: name.text, value: right };
  }
  return undefined;
}

function isExportsObject(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'exports';
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

function isExportStatement(statement: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement) ||
    hasModifier(statement, ts.SyntaxKind.ExportKeyword) ||
    exportsAssignment(statement) !== undefined
  );
}

/** Whether a statement is `module.exports = value` with a function, a class or a text, which PostHog passes over. */
function exportsNoObject(statement: ts.Statement, file: ts.SourceFile, named: NamedValues): boolean {
  const assignment = exportsAssignment(statement);
  if (assignment?.name !== null || !ts.isExpressionStatement(statement)) return false;
  const isNoObject = (node: ts.Node, steps: number): boolean => {
    const bare = withoutWrapping(node);
    if (ts.isFunctionLike(bare) || ts.isClassLike(bare)) return true;
    if (ts.isStringLiteralLike(bare) || ts.isNumericLiteral(bare)) return true;
    if (!ts.isIdentifier(bare) || steps === 0) return false;
    const held = named.get(bare.text);
    if (held !== undefined) return isNoObject(held, steps - 1);
    return file.statements.some((one) => ts.isFunctionDeclaration(one) && one.name?.text === bare.text);
  };
  // Object.assign fills the exports, whatever it is given.
  return ts.isBinaryExpression(statement.expression) && isNoObject(assignment.value, maxSteps);
}

/** Names that `export { local as name }` and `module.exports = { name }` take out of the file, by their local name. */
function exportedNames(statement: ts.Statement, named: NamedValues): readonly string[] {
  if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
    if (!ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  }
  const value = ts.isExportAssignment(statement) ? statement.expression : exportsAssignment(statement)?.value;
  if (value === undefined) return [];
  return holdersBehind(value, named).flatMap((holder) =>
    ts.isClassLike(holder)
      ? []
      : holder.properties.flatMap((property) =>
          ts.isShorthandPropertyAssignment(property) ? property.name.text : [],
        ),
  );
}

interface NamedMember {
  readonly name: string;
  readonly value: ts.Node;
}

/** The members of an object literal whose names are written out. */
export function membersOf(object: ts.ObjectLiteralExpression): readonly NamedMember[] {
  return object.properties.flatMap((property) => {
    const name = property.name;
    if (name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return [];
    if (ts.isPropertyAssignment(property)) return { name: name.text, value: property.initializer };
    return ts.isMethodDeclaration(property) ? { name: name.text, value: property } : [];
  });
}

/** The same with those of `{ name }`, whose value is the name. */
export function namedIn(object: ts.ObjectLiteralExpression): readonly NamedMember[] {
  const shorthand = object.properties.flatMap((property) =>
    ts.isShorthandPropertyAssignment(property) ? { name: property.name.text, value: property.name } : [],
  );
  return [...membersOf(object), ...shorthand];
}

/** The members of an object literal with those of the literals that are spread into it, by their names in the file. */
export function allMembersOf(
  object: ts.ObjectLiteralExpression,
  file: ts.SourceFile,
): readonly NamedMember[] {
  const holders = holdersBehind(object, namedValues(file));
  return holders.flatMap((holder) => (ts.isClassLike(holder) ? [] : namedIn(holder)));
}

/** The literals behind a value: itself, and those that are spread into it; and the parts of it that are no literals. */
export function literalsBehind(
  value: ts.Node,
  file: ts.SourceFile,
): { readonly literals: readonly ts.ObjectLiteralExpression[]; readonly others: readonly ts.Node[] } {
  const named = namedValues(file);
  const othersIn = (node: ts.Node, steps: number): readonly ts.Node[] => {
    const bare = withoutWrapping(node);
    if (steps === 0) return [bare];
    if (ts.isIdentifier(bare)) {
      const held = named.get(bare.text);
      return held === undefined || ts.isClassLike(held) ? [bare] : othersIn(held, steps - 1);
    }
    if (!ts.isObjectLiteralExpression(bare)) return [bare];
    return bare.properties.flatMap((property) => {
      if (ts.isSpreadAssignment(property)) return othersIn(property.expression, steps - 1);
      return property.name !== undefined && !ts.isComputedPropertyName(property.name) ? [] : [property];
    });
  };
  const literals = holdersBehind(value, named).filter(ts.isObjectLiteralExpression);
  return { literals, others: othersIn(value, maxSteps) };
}

/** The expression inside parentheses, `as` and `satisfies`. */
export function withoutWrapping(node: ts.Node): ts.Node {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

function hasBody(node: ts.SignatureDeclaration): node is ts.FunctionLikeDeclaration {
  return 'body' in node && node.body !== undefined;
}

function hasModifier(statement: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(statement) && statement.modifiers?.some((modifier) => modifier.kind === kind) === true
  );
}
