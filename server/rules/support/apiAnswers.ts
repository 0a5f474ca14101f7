/**
 * Which expressions are the answer of `posthog.api`: the response itself, through constants, helpers, parameters and
 * `then` (reference 1.2.4).
 */
import ts from 'typescript';
import { apiCallOf, isAsync } from './apiCall.ts';
import { returnedBy } from './results.ts';
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
  if (declaration !== undefined && ts.isBindingElement(declaration))
    return awaitedTogether(declaration, values, depth + 1);
  const constant = values.constantOf(inner);
  return constant === undefined
    ? assignedCall(inner, declaration, values, depth + 1)
    : answeredCall(constant, values, depth + 1);
}

/** A variable that is only ever given answers: `let page` and `page = await posthog.api.get(path)` in a loop. */
function assignedCall(
  name: ts.Identifier,
  declaration: ts.Declaration | undefined,
  values: ValuePaths,
  depth: number,
): ts.CallExpression | undefined {
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  const { initializer, name: declared } = declaration;
  if (!ts.isIdentifier(declared) || name === declared) return undefined;
  const given = values.functions.writesTo(declared);
  if (given === undefined || given.length === 0) return undefined;
  const all = initializer === undefined || isNothing(initializer) ? given : [initializer, ...given];
  const calls = all.map((value) => answeredCall(value, values, depth));
  return calls.includes(undefined) ? undefined : calls[0];
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** `const [one, other] = await Promise.all([…])`, of a list of requests or of one for each entry of a list. */
function awaitedTogether(
  element: ts.BindingElement,
  values: ValuePaths,
  depth: number,
): ts.CallExpression | undefined {
  const { parent: pattern } = element;
  const { parent: declaration } = pattern;
  if (!ts.isArrayBindingPattern(pattern) || !ts.isVariableDeclaration(declaration)) return undefined;
  const { initializer } = declaration;
  const waiting = initializer === undefined ? undefined : withoutWrapping(initializer);
  if (waiting === undefined || !ts.isAwaitExpression(waiting) || element.dotDotDotToken !== undefined)
    return undefined;
  const all = withoutWrapping(waiting.expression);
  if (!ts.isCallExpression(all) || !values.is(all.expression, 'Promise', 'all')) return undefined;
  const [list] = all.arguments;
  const inner = list === undefined ? undefined : withoutWrapping(list);
  if (inner === undefined) return undefined;
  if (ts.isArrayLiteralExpression(inner)) {
    const promise = inner.elements[pattern.elements.indexOf(element)];
    return promise === undefined ? undefined : promisedCall(promise, values, depth);
  }
  if (!ts.isCallExpression(inner) || !ts.isPropertyAccessExpression(inner.expression)) return undefined;
  const [callback] = inner.expression.name.text === 'map' ? inner.arguments : [];
  const made = callback === undefined ? undefined : values.functions.behind(callback);
  return made === undefined ? undefined : returnedCall(made, values, depth);
}

/** The call of posthog.api whose promise an expression is. */
export function promisedCall(
  node: ts.Expression,
  values: ValuePaths,
  depth = 0,
): ts.CallExpression | undefined {
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
