/**
 * unguarded-properties: some events come to processEvent without properties, such as `$identify` (reference 6.1).
 *
 * ```js
 * export function processEvent(event) {
 *   event.properties.seen = true
 *   return event
 * }
 * ```
 */
import ts from 'typescript';
import type { LifecycleFunction } from '../analysis/lifecycleFunctions.ts';
import type { NodeRule } from './nodeRule.ts';
import { indentOf, newLineOf, safeFix } from './support/edits.ts';
import { isPath, type ValuePaths } from './support/valuePaths.ts';

export const unguardedProperties: NodeRule = {
  name: 'unguarded-properties',
  create: ({ profile, values, report }) => ({
    lifecycle(entry) {
      // What onEvent receives has properties on servers since November 2021 (reference 6.1, 6.2).
      const isBare =
        entry.name === 'processEvent' || (entry.name === 'onEvent' && profile === 'plugin-server-1.10.5');
      if (!isBare || entry.node.body === undefined) return;
      const use = firstUnguarded(entry, values);
      if (use === undefined) return;
      report(
        use,
        'Some events have no properties, and then this throws: the app fails for them. Write event.properties ??= {} before it.',
        fixes(entry),
      );
    },
  }),
};

/** The first use that throws without properties; none when something before it looks at whether there are any. */
function firstUnguarded({ node }: LifecycleFunction, values: ValuePaths): ts.Node | undefined {
  let found: ts.Node | undefined;
  let isGuarded = false;
  const entered = new Set<ts.Node>([node]);
  const visit = (child: ts.Node): void => {
    if (found !== undefined || isGuarded) return;
    if (ts.isExpression(child) && isPath(values.of(child), 'event', ['properties'])) {
      if (isUse(child)) found = child;
      else if (!isKept(child)) isGuarded = true;
      return;
    }
    ts.forEachChild(child, visit);
    if (ts.isCallExpression(child)) enter(child);
  };
  // A helper that is handed the event goes on with it.
  const enter = (call: ts.CallExpression): void => {
    const helper = values.functions.behind(call.expression);
    if (helper?.body === undefined || entered.has(helper)) return;
    if (!call.arguments.some((argument) => isPath(values.of(argument), 'event', []))) return;
    entered.add(helper);
    visit(helper.body);
  };
  if (node.body !== undefined) visit(node.body);
  return found;
}

/** A name that is given to the properties says nothing about whether there are any: `const { properties } = event`. */
function isKept(properties: ts.Expression): boolean {
  const { parent } = properties;
  if (ts.isBindingElement(parent)) return parent.initializer === undefined;
  return (
    ts.isVariableDeclaration(parent) &&
    parent.initializer === properties &&
    (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.Const) !== 0 &&
    ts.isIdentifier(parent.name)
  );
}

/** Whether the node right around reads or writes a member; everything else handles missing properties, or may. */
function isUse(properties: ts.Expression): boolean {
  const { parent } = properties;
  if (ts.isNonNullExpression(parent)) return false;
  if (!ts.isPropertyAccessExpression(parent) && !ts.isElementAccessExpression(parent)) return false;
  return parent.expression === properties && parent.questionDotToken === undefined;
}

function fixes({ node }: LifecycleFunction): ReturnType<typeof safeFix>[] {
  const [input] = node.parameters;
  if (
    node.body === undefined ||
    !ts.isBlock(node.body) ||
    input === undefined ||
    !ts.isIdentifier(input.name)
  ) {
    return [];
  }
  const [first] = node.body.statements;
  if (first === undefined) return [];
  const line = `${input.name.text}.properties ??= {}${newLineOf(first)}${indentOf(first)}`;
  // What is written above a statement speaks of it.
  const { fileName, text } = node.getSourceFile();
  const start = ts.getLeadingCommentRanges(text, first.pos)?.[0]?.pos ?? first.getStart();
  const change = { span: { file: fileName, start, length: 0 }, newText: line };
  return [safeFix('Begin with Empty Properties', change)];
}
