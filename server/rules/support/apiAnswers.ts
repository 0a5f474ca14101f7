/**
 * Which expressions are the answer of `posthog.api`: the response itself, through constants, helpers, parameters and
 * `then` (reference 1.2.4).
 */
import ts from 'typescript';
import { apiCallOf, isAsync } from './apiCall.ts';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

const depthLimit = 8;

/** The call of posthog.api whose response an expression is; undefined for everything else, and for what may be either. */
export function answeredCall(
  node: ts.Expression,
  values: ValuePaths,
  depth = 0,
): ts.CallExpression | undefined {
  if (depth > depthLimit) return undefined;
  const inner = withoutWrapping(node);
  if (ts.isAwaitExpression(inner)) return promisedCall(inner.expression, values, depth + 1);
  if (ts.isConditionalExpression(inner)) {
    const one = answeredCall(inner.whenTrue, values, depth + 1);
    return one !== undefined && answeredCall(inner.whenFalse, values, depth + 1) !== undefined
      ? one
      : undefined;
  }
  if (!ts.isIdentifier(inner)) return undefined;
  const declaration = values.declarationOf(inner);
  if (declaration !== undefined && ts.isParameter(declaration))
    return givenCall(declaration, values, depth + 1);
  const constant = values.constantOf(inner);
  return constant === undefined ? undefined : answeredCall(constant, values, depth + 1);
}

/** The call of posthog.api whose promise an expression is. */
function promisedCall(node: ts.Expression, values: ValuePaths, depth: number): ts.CallExpression | undefined {
  if (depth > depthLimit) return undefined;
  const inner = withoutWrapping(node);
  if (ts.isConditionalExpression(inner)) {
    const one = promisedCall(inner.whenTrue, values, depth + 1);
    return one !== undefined && promisedCall(inner.whenFalse, values, depth + 1) !== undefined
      ? one
      : undefined;
  }
  if (!ts.isCallExpression(inner)) {
    const constant = values.constantOf(inner);
    return constant === undefined ? undefined : promisedCall(constant, values, depth + 1);
  }
  const call = apiCallOf(inner, values);
  if (call !== undefined) return call.node;
  const callee = values.functions.behind(inner.expression);
  return callee === undefined ? undefined : returnedCall(callee, values, depth + 1);
}

/** The call whose response a function promises: all that it returns must be such. */
function returnedCall(
  node: ts.FunctionLikeDeclaration,
  values: ValuePaths,
  depth: number,
): ts.CallExpression | undefined {
  const results = returnedBy(node);
  const calls = results.map((result) =>
    result === undefined
      ? undefined
      : (promisedCall(result, values, depth) ??
        (isAsync(node) ? answeredCall(result, values, depth) : undefined)),
  );
  return calls.includes(undefined) ? undefined : calls[0];
}

/** What a parameter is given: by `then` of a call, or by all calls of its function. */
function givenCall(
  parameter: ts.ParameterDeclaration,
  values: ValuePaths,
  depth: number,
): ts.CallExpression | undefined {
  const { parent } = parameter;
  const call = parent.parent;
  if (ts.isCallExpression(call) && call.arguments[0] === parent && parent.parameters[0] === parameter) {
    const { expression } = call;
    return ts.isPropertyAccessExpression(expression) && expression.name.text === 'then'
      ? promisedCall(expression.expression, values, depth)
      : undefined;
  }
  const given = values.argumentsFor(parameter) ?? [];
  const calls = given.map((argument) =>
    argument === undefined ? undefined : answeredCall(argument, values, depth),
  );
  return calls.includes(undefined) ? undefined : calls[0];
}

/** What a function returns, with undefined where it returns nothing. */
export function returnedBy({ body }: ts.FunctionLikeDeclaration): readonly (ts.Expression | undefined)[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node.expression);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}
