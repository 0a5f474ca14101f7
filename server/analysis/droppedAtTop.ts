/**
 * The events with which a handler does nothing, because it returns at once: known by a look at its first lines, also where
 * the rest of it is too large to be executed.
 */
import ts from 'typescript';
import { wholeTextOf } from '../rules/support/constantTexts.ts';
import { type ValuePaths, withoutWrapping } from '../rules/support/valuePaths.ts';

/** The names of the events for which `if (event.event === 'name') return` is the first thing that a handler does. */
export function droppedAtTop(
  { asteriskToken, body, parameters: [input] }: ts.FunctionLikeDeclaration,
  values: ValuePaths,
): ReadonlySet<string> {
  const names = new Set<string>();
  if (asteriskToken !== undefined || body === undefined || !ts.isBlock(body) || input === undefined)
    return names;
  if (!ts.isIdentifier(input.name) || input.initializer !== undefined) return names;
  for (const statement of body.statements) {
    if (!ts.isIfStatement(statement) || !isReturn(statement.thenStatement)) break;
    const asked = namesAsked(statement.expression, input.name.text, values);
    if (asked === undefined) break;
    for (const name of asked) names.add(name);
  }
  return names;
}

/** `return`, alone or in braces. */
function isReturn(statement: ts.Statement): boolean {
  const [first = statement] = ts.isBlock(statement) ? statement.statements : [];
  return ts.isReturnStatement(first) && first.expression === undefined;
}

/** The names of which one lets a test hold, where it asks for nothing else. */
function namesAsked(test: ts.Expression, input: string, values: ValuePaths): readonly string[] | undefined {
  const bare = withoutWrapping(test);
  if (!ts.isBinaryExpression(bare)) return undefined;
  const { left, operatorToken, right } = bare;
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken) {
    const [one, other] = [left, right].map((side) => namesAsked(side, input, values));
    return one === undefined || other === undefined ? undefined : [...one, ...other];
  }
  const isEqual =
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken;
  const asked = isEqual
    ? isNameOf(left, input)
      ? right
      : isNameOf(right, input)
        ? left
        : undefined
    : undefined;
  const name = asked === undefined ? undefined : wholeTextOf(asked, values);
  return name === undefined ? undefined : [name];
}

/** `event.event` */
function isNameOf(node: ts.Expression, input: string): boolean {
  const bare = withoutWrapping(node);
  return (
    ts.isPropertyAccessExpression(bare) &&
    bare.name.text === 'event' &&
    ts.isIdentifier(bare.expression) &&
    bare.expression.text === input
  );
}
