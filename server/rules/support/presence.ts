/** Code that asks whether a global is there before it uses it: `typeof process !== 'undefined' && process.env`. */
import ts from 'typescript';
import { hasGlobalName, memberOfGlobal } from './globalNames.ts';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

/** How many functions are followed to the places that call them, and constants to what they stand for. */
const maxSteps = 3;

/** Whether a use of a global is come to only where the global is there. */
export function isKnownPresent(node: ts.Identifier, values: ValuePaths): boolean {
  return isGuarded(node, { name: node.text, values }, maxSteps);
}

interface Sought {
  readonly name: string;
  readonly values: ValuePaths;
}

function isGuarded(node: ts.Node, sought: Sought, steps: number): boolean {
  for (let child = node; child.parent !== undefined; child = child.parent) {
    const { parent } = child;
    if (isBehindTest(child, parent, sought) || isBehindExit(child, parent, sought)) return true;
    if (ts.isFunctionLike(parent) && steps > 0 && isCalledGuarded(parent, sought, steps - 1)) return true;
  }
  return false;
}

/** Whether a condition right around holds only where the global is there. */
function isBehindTest(child: ts.Node, parent: ts.Node, sought: Sought): boolean {
  if (ts.isIfStatement(parent)) {
    if (parent.thenStatement === child) return presentWhen(parent.expression, sought) === true;
    return parent.elseStatement === child && presentWhen(parent.expression, sought) === false;
  }
  if (ts.isConditionalExpression(parent)) {
    if (parent.whenTrue === child) return presentWhen(parent.condition, sought) === true;
    return parent.whenFalse === child && presentWhen(parent.condition, sought) === false;
  }
  if (ts.isBinaryExpression(parent) && parent.right === child) {
    const operator = parent.operatorToken.kind;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return presentWhen(parent.left, sought) === true;
    return operator === ts.SyntaxKind.BarBarToken && presentWhen(parent.left, sought) === false;
  }
  return ts.isWhileStatement(parent) && parent.statement === child
    ? presentWhen(parent.expression, sought) === true
    : false;
}

/** `if (typeof process === 'undefined') return` before it in the same block. */
function isBehindExit(child: ts.Node, parent: ts.Node, sought: Sought): boolean {
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return false;
  for (const statement of parent.statements) {
    if (statement === child) return false;
    if (!ts.isIfStatement(statement) || statement.elseStatement !== undefined) continue;
    if (exits(statement.thenStatement) && presentWhen(statement.expression, sought) === false) return true;
  }
  return false;
}

function exits(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakOrContinueStatement(last))
  );
}

/** Whether a function of a name is used, and only where the global is there. */
function isCalledGuarded(node: ts.SignatureDeclaration, sought: Sought, steps: number): boolean {
  const name = nameOf(node);
  if (name === undefined) return false;
  const uses: ts.Identifier[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at) && at.text === name.text && at !== name) uses.push(at);
    ts.forEachChild(at, visit);
  };
  visit(node.getSourceFile());
  return uses.length > 0 && uses.every((use) => isGuarded(use, sought, steps));
}

function nameOf(node: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

/** What a condition has to be for the global to be there; undefined where it says nothing of that. */
function presentWhen(condition: ts.Expression, sought: Sought, steps = maxSteps): boolean | undefined {
  const test = withoutWrapping(condition);
  if (ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = presentWhen(test.operand, sought, steps);
    return inner === undefined ? undefined : !inner;
  }
  if (ts.isIdentifier(test)) {
    const value = steps > 0 ? sought.values.constantOf(test) : undefined;
    return value === undefined ? undefined : presentWhen(value, sought, steps - 1);
  }
  if (ts.isCallExpression(test)) {
    const answer = steps > 0 ? answerOf(sought.values.constantOf(test.expression)) : undefined;
    return answer === undefined ? undefined : presentWhen(answer, sought, steps - 1);
  }
  if (memberOfGlobal(test, hasGlobalName)?.text === sought.name) return true;
  return ts.isBinaryExpression(test) ? presentWhenBoth(test, sought, steps) : undefined;
}

/** What a function gives that does nothing else: `() => typeof process !== 'undefined'`. */
function answerOf(node: ts.Expression | undefined): ts.Expression | undefined {
  if (node === undefined || !(ts.isArrowFunction(node) || ts.isFunctionExpression(node))) return undefined;
  if (!ts.isBlock(node.body)) return node.body;
  const [only, ...others] = node.body.statements;
  return only !== undefined && others.length === 0 && ts.isReturnStatement(only)
    ? only.expression
    : undefined;
}

function presentWhenBoth(
  { left, operatorToken: { kind }, right }: ts.BinaryExpression,
  sought: Sought,
  steps: number,
): boolean | undefined {
  const { name } = sought;
  switch (kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return [left, right].some((part) => presentWhen(part, sought, steps) === true) ? true : undefined;
    case ts.SyntaxKind.BarBarToken:
      return [left, right].some((part) => presentWhen(part, sought, steps) === false) ? false : undefined;
    case ts.SyntaxKind.InKeyword:
      return textOf(left) === name && hasGlobalName(right) ? true : undefined;
    // As those who make code short write it.
    case ts.SyntaxKind.LessThanToken:
      return isTypeOf(left, name) && textOf(right) === 'u' ? true : undefined;
    case ts.SyntaxKind.GreaterThanToken:
      return isTypeOf(right, name) && textOf(left) === 'u' ? true : undefined;
    default:
  }
  const text = isTypeOf(left, name) ? textOf(right) : isTypeOf(right, name) ? textOf(left) : undefined;
  if (text === undefined) return undefined;
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  const isUnequal =
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  if (!isEqual && !isUnequal) return undefined;
  if (text === 'undefined') return isUnequal;
  return isEqual ? true : undefined;
}

/** `typeof process`, `typeof process.env` and `typeof globalThis.process`. */
function isTypeOf(node: ts.Expression, name: string): boolean {
  const inner = withoutWrapping(node);
  if (!ts.isTypeOfExpression(inner)) return false;
  const asked = withoutWrapping(inner.expression);
  return (
    (ts.isIdentifier(asked) && asked.text === name) || memberOfGlobal(asked, hasGlobalName)?.text === name
  );
}

function textOf(node: ts.Expression): string | undefined {
  const inner = withoutWrapping(node);
  return ts.isStringLiteralLike(inner) ? inner.text : undefined;
}
