/**
 * missing-return: an event goes on only when processEvent returns it (reference 2.4).
 *
 * ```js
 * export function processEvent(event) {
 *   if (event.properties) event.properties.seen = true
 * }
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { returnedBy } from './support/results.ts';
import { fix, indentOf, insertAfter, newLineOf, replace } from './support/edits.ts';
import { wrongResult } from './support/wrongResult.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

export const missingReturn: NodeRule = {
  name: 'missing-return',
  create: ({ app, report, values }) => ({
    lifecycle({ name, node }) {
      for (const result of node.asteriskToken === undefined ? returnedBy(node) : []) {
        const wrong = result && wrongResult(result, name, app.program.getTypeChecker());
        if (result !== undefined && wrong !== undefined) report(result, wrong.message);
      }
      if (name !== 'processEvent' && name !== 'processEventBatch') return;
      const { body } = node;
      for (const result of returnedBy(node).flatMap((each) => waysOf(each))) {
        if (result !== undefined && isNothing(result, values)) {
          report(
            result,
            `This drops the event, because it gives nothing. Return the event, or null to drop it on purpose.`,
          );
          continue;
        }
        const helper = result === undefined ? undefined : helperBehind(result, values);
        if (result === undefined || helper === undefined) continue;
        const isAlways = returnsNothing(helper, values);
        if (!isAlways && !mayReturnNothing(helper, values)) continue;
        const kept = name === 'processEvent' ? 'the event' : 'the list of events';
        const helperName = nameOf(values.constantOf(result) ?? result);
        report(
          result,
          isAlways
            ? `This drops the event, because ${helperName} returns nothing. Return ${kept} from it, or null to drop it on purpose.`
            : `This drops events, because ${helperName} has a way to its end on which it returns nothing. Return ${kept} there, or null to drop it on purpose.`,
        );
      }
      checkReplaced(node, values, report);
      if (body === undefined || !ts.isBlock(body) || node.asteriskToken !== undefined) return;
      const input = inputName(node);
      const returns = returnsIn(body);
      const what = name === 'processEvent' ? 'the event' : 'the list of events';
      const isReached = endIsReached(node) && !endsInNever(body, values);
      if (returns.length === 0 && !isReached) return;
      if (isReached) {
        const message =
          returns.length === 0
            ? `${name} returns nothing, so PostHog drops every event. Return ${what} at the end.`
            : `Events that get to the end of ${name} are dropped, because nothing is returned there. Return ${what}, or null to drop them on purpose.`;
        report(placeOf(node), message, input === undefined ? [] : [returnAtEnd(body, input)]);
      }
      for (const statement of returns) {
        if (statement.expression !== undefined) continue;
        const message = `This return drops the event, because it returns nothing. Return ${what}, or null to drop it on purpose.`;
        const kept =
          input === undefined
            ? []
            : [fix(`Return ${input}`, replace(statement, returning(statement, input)))];
        report(statement, message, [
          ...kept,
          fix('Return null', replace(statement, returning(statement, 'null'))),
        ]);
      }
    },
  }),
};

/** The app's own function whose result is returned. */
function helperBehind(result: ts.Expression, values: ValuePaths): ts.FunctionLikeDeclaration | undefined {
  const given = withoutWrapping(result);
  // `const changed = change(event); return changed`
  const inner = withoutWrapping(values.constantOf(given) ?? given);
  const call = ts.isAwaitExpression(inner) ? withoutWrapping(inner.expression) : inner;
  return ts.isCallExpression(call) ? values.functions.behind(call.expression) : undefined;
}

/** What a result may be: both sides of a condition, and the last part of `and`, `or` and a comma. */
function waysOf(result: ts.Expression | undefined): readonly (ts.Expression | undefined)[] {
  const inner = result && withoutWrapping(result);
  if (inner === undefined) return [result];
  if (ts.isConditionalExpression(inner)) return [...waysOf(inner.whenTrue), ...waysOf(inner.whenFalse)];
  if (ts.isBinaryExpression(inner) && lastWins.has(inner.operatorToken.kind)) return waysOf(inner.right);
  return [result];
}

const lastWins: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.CommaToken,
]);

/** Whether a function has no way on which it returns something. */
function returnsNothing(node: ts.FunctionLikeDeclaration, values: ValuePaths, depth = 3): boolean {
  const results = returnedBy(node);
  return (
    node.asteriskToken === undefined &&
    (endIsReached(node) || results.length > 0) &&
    results.every((result) => result === undefined || isNothing(result, values, depth - 1))
  );
}

/** Whether a function that returns values also has a way on which it returns nothing. */
function mayReturnNothing(node: ts.FunctionLikeDeclaration, values: ValuePaths): boolean {
  const { body } = node;
  if (body === undefined || !ts.isBlock(body) || node.asteriskToken !== undefined) return false;
  return (endIsReached(node) && !endsInNever(body, values)) || returnedBy(node).includes(undefined);
}

/** `event = change(event)`, where `change` returns nothing: from there on there is no event. */
function checkReplaced(
  node: ts.FunctionLikeDeclaration,
  values: ValuePaths,
  report: (place: ts.Node, message: string) => void,
): void {
  const [input] = node.parameters;
  if (input === undefined || !ts.isIdentifier(input.name) || node.body === undefined) return;
  for (const value of values.functions.writesTo(input.name) ?? []) {
    const helper = helperBehind(value, values);
    if (helper === undefined || !returnsNothing(helper, values)) continue;
    report(
      value,
      `${nameOf(value)} returns nothing, so there is no ${input.name.text} from here on. Return it from ${nameOf(value)}, or leave the assignment out.`,
    );
  }
}

/** Whether a result is a call that gives nothing in every case: `posthog.capture('x')`, `list.forEach(…)`, `void …`. */
function isNothing(result: ts.Expression, values: ValuePaths, depth = 3): boolean {
  if (depth <= 0) return false;
  const given = withoutWrapping(result);
  // `const done = posthog.capture('x'); return done`
  const bare = withoutWrapping(values.constantOf(given) ?? given);
  const inner = ts.isAwaitExpression(bare) ? withoutWrapping(bare.expression) : bare;
  if (ts.isVoidExpression(inner)) return true;
  if (!ts.isCallExpression(inner)) return false;
  const path = values.of(inner.expression);
  if (path?.root === 'global' && path.members[0] === 'console') return true;
  if (path !== undefined && giveNothing.has([path.root, ...path.members].join('.'))) return true;
  if (path?.root === 'meta' && path.members[0] === 'metrics' && path.members.length === 3) return true;
  if (startsJob(inner.expression, values)) return true;
  if (
    !ts.isPropertyAccessExpression(inner.expression) ||
    values.functions.behind(inner.expression) !== undefined
  )
    return false;
  const method = inner.expression.name.text;
  // `return storage.get('count').then((count) => { … })`
  const [callback] = method === 'then' ? inner.arguments : [];
  const then = callback === undefined ? undefined : values.functions.behind(callback);
  return method === 'forEach' || (then !== undefined && returnsNothing(then, values, depth - 1));
}

/** `meta.jobs.later({}).runNow` */
function startsJob(callee: ts.Expression, values: ValuePaths): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !/^run(?:Now|In|At)$/.test(callee.name.text)) return false;
  const job = withoutWrapping(callee.expression);
  const path = ts.isCallExpression(job) ? values.of(job.expression) : undefined;
  return path?.root === 'meta' && path.members[0] === 'jobs';
}

/** What PostHog gives to apps and answers with nothing (reference 1.1, 3.3, 3.4). */
const giveNothing: ReadonlySet<string> = new Set([
  'global.posthog.capture',
  'meta.cache.set',
  'meta.storage.set',
  'meta.storage.del',
]);

/** The name of what is called. */
function nameOf(result: ts.Expression): string {
  return /([\w$]+)\s*\(/.exec(result.getText())?.[1] ?? 'the function';
}

/** The compiler has worked out whether the end of the function can be reached. */
function endIsReached(node: ts.FunctionLikeDeclaration): boolean {
  return (node.flags & ts.NodeFlags.HasImplicitReturn) !== 0;
}

/** Whether the last statement surely ends in a call that throws, such as `fail('no properties')`. */
function endsInNever(statement: ts.Statement | undefined, values: ValuePaths): boolean {
  if (statement === undefined) return false;
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return endsInNever(statement.statements.at(-1), values);
  if (ts.isIfStatement(statement)) {
    return endsInNever(statement.thenStatement, values) && endsInNever(statement.elseStatement, values);
  }
  if (ts.isSwitchStatement(statement)) {
    const { clauses } = statement.caseBlock;
    const isWhole = clauses.some((clause) => ts.isDefaultClause(clause));
    return (
      isWhole &&
      clauses.every(
        (clause, index) =>
          endsInNever(clause.statements.at(-1), values) ||
          (clause.statements.length === 0 && index < clauses.length - 1),
      )
    );
  }
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  const callee = ts.isCallExpression(call) ? values.functions.behind(call.expression) : undefined;
  return callee !== undefined && neverReturns(callee);
}

function neverReturns(node: ts.FunctionLikeDeclaration): boolean {
  if (node.type?.kind === ts.SyntaxKind.NeverKeyword) return true;
  return (
    node.body !== undefined &&
    ts.isBlock(node.body) &&
    node.asteriskToken === undefined &&
    !endIsReached(node) &&
    returnsIn(node.body).length === 0
  );
}

function returnsIn(body: ts.Block): readonly ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

function inputName({ parameters: [first] }: ts.FunctionLikeDeclaration): string | undefined {
  return first !== undefined && ts.isIdentifier(first.name) ? first.name.text : undefined;
}

function placeOf(node: ts.FunctionLikeDeclaration): ts.Node {
  if (node.name !== undefined) return node.name;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name;
  return ts.isBinaryExpression(parent) ? parent.left : (node.parameters[0] ?? node);
}

function returning(statement: ts.ReturnStatement, value: string): string {
  return `return ${value}${statement.getText().endsWith(';') ? ';' : ''}`;
}

function returnAtEnd(body: ts.Block, input: string): Fix {
  const file = body.getSourceFile();
  const last = body.statements.at(-1);
  const title = `Return ${input} at the End`;
  const end = body.end - 1;
  const lineStart = file.text.lastIndexOf('\n', end - 1) + 1;
  const isAlone = file.text.slice(lineStart, end).trim() === '';
  if (last !== undefined && !isAlone) {
    const separator = /[;}]$/.test(last.getText()) ? ' ' : '; ';
    return fix(title, insertAfter(last, `${separator}return ${input}`));
  }
  if (last === undefined && !isAlone) return fix(title, replace(body, `{ return ${input} }`));
  const indent = last === undefined ? `${indentOf(body)}  ` : indentOf(last);
  const newText = `${indent}return ${input}${newLineOf(body)}`;
  return fix(title, { span: { file: file.fileName, start: lineStart, length: 0 }, newText });
}
