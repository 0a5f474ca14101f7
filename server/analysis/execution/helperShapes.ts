/** Helpers of compilers under names that a minifier gave them: known by how they are made. */
import ts from 'typescript';

const K = ts.SyntaxKind;
const shapes = new WeakMap<ts.Node, HelperShape | 'none'>();

export type HelperShape = '__spreadValues' | '__rest' | '__async' | '__awaiter';

/**
 * What a function stands for:
 *
 * - `(a, b) => { for (var k in b || (b = {})) …; if (symbols) …; return a }` copies all fields of `b` to `a`;
 * - `(a, b) => { var c = {}; for (var k in a) …; if (symbols) …; return c }` copies those that `b` does not name;
 * - `(self, args, body) => new Promise(… body.apply(self, args) … next() …)` steps through the body of what was `async`,
 *   also with the class of the promise before the body.
 */
export function helperShape(node: ts.Node): HelperShape | undefined {
  let known = shapes.get(node);
  if (known === undefined) shapes.set(node, (known = shapeOf(node) ?? 'none'));
  return known === 'none' ? undefined : known;
}

function shapeOf(node: ts.Node): HelperShape | undefined {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node) && !ts.isFunctionDeclaration(node))
    return undefined;
  const names = node.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : ''));
  const [first, second, third] = names;
  if (names.length === 3 || names.length === 4)
    return stepsThrough(node, names) ? asyncHelpers[names.length] : undefined;
  if (first === undefined || second === undefined || third !== undefined) return undefined;
  if (node.body === undefined || !ts.isBlock(node.body)) return undefined;
  const { statements } = node.body;
  const made = statements.length === 4 ? madeObject(statements[0]) : undefined;
  const [loop, symbols, end] = statements.slice(-3);
  if (statements.length < 3 || statements.length > 4 || loop === undefined || !ts.isForInStatement(loop))
    return undefined;
  if (symbols === undefined || !ts.isIfStatement(symbols) || end === undefined || !ts.isReturnStatement(end))
    return undefined;
  const returned = end.expression !== undefined && ts.isIdentifier(end.expression) ? end.expression.text : '';
  if (made !== undefined && returned === made && nameOf(loop.expression) === first) return '__rest';
  const isSpread = statements.length === 3 && returned === first && isOrEmpty(loop.expression, second);
  return isSpread ? '__spreadValues' : undefined;
}

/** By the number of what they are given. */
const asyncHelpers: Readonly<Record<number, HelperShape>> = { 3: '__async', 4: '__awaiter' };

/** Whether a function gives a promise of what a generator comes to, which it calls with what it was given itself. */
function stepsThrough({ body }: ts.FunctionLikeDeclaration, names: readonly string[]): boolean {
  const only = body !== undefined && ts.isBlock(body) ? body.statements.at(-1) : body;
  const made = only !== undefined && ts.isReturnStatement(only) ? only.expression : only;
  if (made === undefined || !ts.isNewExpression(made)) return false;
  const text = made.getText();
  return (
    text.includes('Promise') && text.includes('.next()') && text.includes(`${names.at(-1) ?? ''}.apply(`)
  );
}

/** `var c = {};` */
function madeObject(statement: ts.Statement | undefined): string | undefined {
  if (statement === undefined || !ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const isEmpty =
    declaration?.initializer !== undefined &&
    ts.isObjectLiteralExpression(declaration.initializer) &&
    declaration.initializer.properties.length === 0;
  return isEmpty && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
}

/** `b || (b = {})` and `b ||= {}`. */
function isOrEmpty(node: ts.Expression, name: string): boolean {
  const isOr =
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === K.BarBarToken || node.operatorToken.kind === K.BarBarEqualsToken);
  return isOr && nameOf(node.left) === name;
}

function nameOf(node: ts.Expression): string | undefined {
  return ts.isIdentifier(node) ? node.text : undefined;
}
