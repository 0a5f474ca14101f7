/** What compilers make of `async` functions: generators, and helpers that step through them. */
import ts from 'typescript';
import { objectsOf, type Value } from './values.ts';

/** In which field helpers keep what they wait for. */
const awaitFields = ['v', '0'];

/** What is waited for by `yield __await(promise)`, which yields nothing. */
export function markedAwait({ expression }: ts.YieldExpression, yielded: Value): Value | undefined {
  const isMarked =
    expression !== undefined &&
    (ts.isCallExpression(expression) || ts.isNewExpression(expression)) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === '__await';
  if (!isMarked) return undefined;
  const [object] = objectsOf(yielded);
  return awaitFields.flatMap((key) => object?.field(key) ?? [])[0];
}

const asyncHelpers = new Set(['__awaiter', '__async']);

/** Whether a function does nothing but give what a helper makes of its body: it was `async` before. */
export function wasAsync(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return false;
  const { body } = node;
  if (!ts.isBlock(body)) return isHelperCall(body);
  const [only] = body.statements;
  return (
    only !== undefined &&
    body.statements.length === 1 &&
    ts.isReturnStatement(only) &&
    only.expression !== undefined &&
    isHelperCall(only.expression)
  );
}

function isHelperCall(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && asyncHelpers.has(node.expression.text)
  );
}
