/** Promises are what they will be at once here, but where two of them race it matters what runs later than the code around it. */
import ts from 'typescript';
import { calleeName, isAsync } from './functions.ts';
import type { Machine } from './machine.ts';

const later: ReadonlySet<string> = new Set([
  'then',
  'catch',
  'finally',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'nextTick',
]);

/**
 * Names the innermost code around a call that runs later than what is around it: a callback of `then`, what follows an
 * `await`. Empty where there is none.
 */
export function laterCode(machine: Machine, call: ts.Node): string {
  let at = call;
  for (let { frame } = machine; ; frame = frame.parent) {
    if (ts.isCallExpression(at) && later.has(calleeName(at.expression))) return nameOf(at);
    if (frame === undefined) return '';
    if (isAsync(frame.node) && hasAwaitBefore(frame.node, at.pos)) return nameOf(frame.node);
    at = frame.site;
  }
}

function nameOf(node: ts.Node): string {
  return `${node.getSourceFile().fileName} ${node.pos} ${node.end}`;
}

/** Whether a function waits for something before a place in it. */
function hasAwaitBefore(node: ts.Node, place: number): boolean {
  return (
    ts.forEachChild(node, (child) => {
      if (child.pos >= place || ts.isFunctionLike(child)) return false;
      return (ts.isAwaitExpression(child) && child.end <= place) || hasAwaitBefore(child, place);
    }) ?? false
  );
}
