/** What a text in a list is compared with: `event.event` in `['…'].includes(event.event)`, also under a name. */
import ts from 'typescript';
import type { LiteralPlace } from './suggestion.ts';

const asking: ReadonlySet<string> = new Set(['includes', 'indexOf', 'has']);

/** The values that are looked for in the list around a text: in the list itself, in a `Set` of it, or by their name. */
export function soughtIn(
  text: ts.StringLiteralLike,
  { file, checker }: Pick<LiteralPlace, 'file' | 'checker'>,
): readonly ts.Expression[] {
  const { parent: list } = text;
  if (!ts.isArrayLiteralExpression(list)) return [];
  const holder = holderOf(list);
  const { parent } = holder;
  if (ts.isPropertyAccessExpression(parent)) return soughtBy(parent);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return [];
  const { name } = parent;
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && ts.isPropertyAccessExpression(node.parent)) {
      const sought = node.parent.expression === node ? soughtBy(node.parent) : [];
      if (sought.length > 0 && checker.getSymbolAtLocation(node)?.valueDeclaration === parent)
        found.push(...sought);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The list, `new Set(list)`, and either in parentheses or with `as const`. */
function holderOf(list: ts.Expression): ts.Expression {
  const { parent } = list;
  const isHeld =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    (ts.isNewExpression(parent) &&
      ts.isIdentifier(parent.expression) &&
      parent.expression.text === 'Set' &&
      parent.arguments?.[0] === list);
  return isHeld ? holderOf(parent) : list;
}

/** What is asked for in `list.includes(…)`, of which the access is given. */
function soughtBy(access: ts.PropertyAccessExpression): readonly ts.Expression[] {
  const { parent: call, name } = access;
  if (!ts.isCallExpression(call) || call.expression !== access || !asking.has(name.text)) return [];
  return call.arguments.slice(0, 1);
}
