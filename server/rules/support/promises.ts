/** Which expressions are promises for certain: of requests, of what PostHog keeps, of the app's own async functions. */
import ts from 'typescript';
import { apiCallOf, isAsync } from './apiCall.ts';
import { returnedBy } from './results.ts';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

const depthLimit = 8;

/** The members of a promise. */
export const promiseMembers: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** What gives promises of the global `Promise`. */
const makers = ['all', 'allSettled', 'any', 'race', 'resolve', 'reject'] as const;

/** Parts of `meta` whose functions all give promises (reference 3.3, 3.4, 3.5, 3.6). */
const partsOfMeta: ReadonlySet<string> = new Set(['cache', 'storage', 'geoip', 'utils']);

/** The call or `new` that makes the promise which an expression is; undefined for all that may be something else. */
export function promiseBehind(
  node: ts.Expression,
  values: ValuePaths,
  depth = 0,
): ts.CallExpression | ts.NewExpression | undefined {
  if (depth > depthLimit) return undefined;
  const inner = withoutWrapping(node);
  if (ts.isNewExpression(inner)) return values.is(inner.expression, 'Promise') ? inner : undefined;
  if (!ts.isCallExpression(inner)) {
    const constant = values.constantOf(inner);
    return constant === undefined ? undefined : promiseBehind(constant, values, depth + 1);
  }
  return givesPromise(inner, values, depth) ? inner : undefined;
}

function givesPromise(call: ts.CallExpression, values: ValuePaths, depth: number): boolean {
  const { expression } = call;
  if (call.questionDotToken !== undefined || ts.isOptionalChain(expression)) return false;
  if (ts.isPropertyAccessExpression(expression) && promiseMembers.has(expression.name.text))
    return promiseBehind(expression.expression, values, depth + 1) !== undefined;
  if (apiCallOf(call, values) !== undefined) return true;
  const path = values.of(expression);
  if (path !== undefined) {
    const [first = '', second = ''] = path.members;
    if (path.root === 'meta') return path.members.length > 1 && partsOfMeta.has(first);
    if (path.root !== 'global') return false;
    if (first === 'fetch') return path.members.length === 1;
    if (first === 'Promise') return (makers as readonly string[]).includes(second);
    return first === 'posthog' && second === 'capture';
  }
  const callee = ts.isIdentifier(expression) ? values.functions.behind(expression) : undefined;
  if (callee === undefined || callee.asteriskToken !== undefined) return false;
  if (isAsync(callee)) return true;
  const results = callee.body === undefined ? [] : returnedBy(callee);
  return (
    results.length > 0 &&
    isLeftByReturning(callee) &&
    results.every((result) => result !== undefined && promiseBehind(result, values, depth + 1) !== undefined)
  );
}

/** Whether a function ends with what it returns, and not behind its last line. */
function isLeftByReturning({ body }: ts.FunctionLikeDeclaration): boolean {
  if (body === undefined || !ts.isBlock(body)) return body !== undefined;
  const last = body.statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last);
}
