/** Calls of `posthog.api` and `posthog.capture`. Source: reference 1.1, 1.2. */
import ts from 'typescript';
import { objectOf, valueOf } from './objectLiterals.ts';
import { isPath, type ValuePaths } from './valuePaths.ts';

export interface ApiCall {
  readonly node: ts.CallExpression;
  readonly method: string;
  readonly path: ts.Expression | undefined;
  /** The options as they are given: maybe not as a literal. */
  readonly options: ts.Expression | undefined;
}

const methods: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete']);

export function apiCallOf(node: ts.Node, values: ValuePaths): ApiCall | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const path = values.of(node.expression);
  if (path?.root !== 'global' || path.members.length !== 3) return undefined;
  const [posthog, api, method = ''] = path.members;
  if (posthog !== 'posthog' || api !== 'api' || !methods.has(method)) return undefined;
  const [address, options] = node.arguments;
  return { node, method, path: address, options };
}

/** The properties that `posthog.capture` is given in an object literal. */
export function capturedProperties(
  node: ts.CallExpression,
  values: ValuePaths,
): ts.ObjectLiteralExpression | undefined {
  if (!isPath(values.of(node.expression), 'global', ['posthog', 'capture'])) return undefined;
  return objectOf(node.arguments[1], values);
}

/** The `data` of a call, when it stands in an object literal. */
export function dataOf({ options }: ApiCall, values: ValuePaths): ts.Expression | undefined {
  const object = objectOf(options, values);
  return object === undefined ? undefined : valueOf(object, 'data', values);
}

/** Whether a call, or the first call of `fetch(…).then(…)`, sends a request. */
export function isRequest(node: ts.CallExpression, values: ValuePaths): boolean {
  const first = startOfChain(node);
  return values.is(first.expression, 'fetch') || apiCallOf(first, values) !== undefined;
}

/** The first call of `fetch(…).then(…).then(…)`. */
export function startOfChain(node: ts.CallExpression): ts.CallExpression {
  let call = node;
  while (ts.isPropertyAccessExpression(call.expression) && ts.isCallExpression(call.expression.expression)) {
    call = call.expression.expression;
  }
  return call;
}

/** The function that a node is in; undefined at the top of a file. */
export function enclosingFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  let { parent } = node;
  while (parent !== undefined) {
    if (ts.isFunctionLike(parent) && 'body' in parent) return parent;
    ({ parent } = parent);
  }
  return undefined;
}

export function isAsync(node: ts.FunctionLikeDeclaration | undefined): boolean {
  return node !== undefined && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;
}
