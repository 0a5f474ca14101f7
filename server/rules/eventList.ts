/**
 * event-list: PostHog hands exportEvents and processEventBatch a list, and the code reads it as one event (reference 2.3).
 *
 * ```js
 * export function exportEvents(event) { console.log(event.properties) }
 * ```
 */
import ts from 'typescript';
import { isGivenType } from '../analysis/handlerTypes.ts';
import type { AppFunction } from './support/appCode.ts';
import type { NodeRule } from './nodeRule.ts';
import { goingThrough, makingOfEach } from './support/goingThrough.ts';
import { isPath, type ValuePaths } from './support/valuePaths.ts';

export const eventList: NodeRule = {
  name: 'event-list',
  mentions: /\b(?:exportEvents|processEventBatch)\b/,
  create: ({ app, values, report }) => ({
    lifecycle(entry) {
      const { name } = entry;
      if (name !== 'exportEvents' && name !== 'processEventBatch') return;
      const [list] = entry.node.parameters;
      if (list === undefined || isToldElsewhere(list, app.program.getTypeChecker())) return;
      const found = ts.isObjectBindingPattern(list.name) ? takenOut(list.name) : firstRead(entry, values);
      if (found === undefined) return;
      report(
        found,
        `PostHog calls ${name} with a list of events, and a list has no ${found.text}. Go through it: for (const event of events) { … }.`,
        name === 'exportEvents' ? goingThrough(entry, list, fields) : makingOfEach(entry, list, fields),
      );
    },
  }),
};

/** Where the author gave the parameter the type of a list, the editor's own check says the same. */
function isToldElsewhere(list: ts.ParameterDeclaration, checker: ts.TypeChecker): boolean {
  return (
    /\.[cm]?tsx?$/.test(list.getSourceFile().fileName) &&
    !isGivenType(list) &&
    ((list.type !== undefined && ts.isArrayTypeNode(list.type)) ||
      checker.isArrayType(checker.getTypeAtLocation(list.name)))
  );
}

/** `({ event, properties }) =>` */
function takenOut({ elements }: ts.ObjectBindingPattern): ts.Identifier | undefined {
  for (const { propertyName, name } of elements) {
    const key = propertyName ?? name;
    if (ts.isIdentifier(key) && fields.has(key.text)) return key;
  }
  return undefined;
}

/** The first member of an event that is read of the list itself. */
function firstRead({ node }: AppFunction, values: ValuePaths): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (at: ts.Node): void => {
    if (found !== undefined) return;
    if (ts.isPropertyAccessExpression(at) && isPath(values.of(at.expression), 'events', [])) {
      if (ts.isIdentifier(at.name) && fields.has(at.name.text)) found = at.name;
    } else if (ts.isBindingElement(at) && isPathOfMember(values.ofBinding(at))) {
      const key = at.propertyName ?? at.name;
      if (ts.isIdentifier(key)) found = key;
    }
    ts.forEachChild(at, visit);
  };
  if (node.body !== undefined) visit(node.body);
  return found;
}

function isPathOfMember(path: ReturnType<ValuePaths['ofBinding']>): boolean {
  const [member, ...more] = path?.members ?? [];
  return path?.root === 'events' && member !== undefined && more.length === 0 && fields.has(member);
}

const fields: ReadonlySet<string> = new Set(
  'event properties distinct_id uuid timestamp team_id ip now sent_at site_url person elements $set $set_once'.split(
    ' ',
  ),
);
