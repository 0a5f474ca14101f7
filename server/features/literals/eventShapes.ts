/** Recognises the name and the properties of an event in the code of an app (reference 6). */
import ts from 'typescript';
import type { LiteralPlace } from './suggestion.ts';

/** Ours and those of the scaffold package have the same names. */
const eventTypes: ReadonlySet<string> = new Set(['PluginEvent', 'ProcessedPluginEvent', 'PostHogEvent']);

type Types = Pick<LiteralPlace, 'checker'>;

/** `event.event`, or a variable taken out of an event by `const { event } = …`. */
export function isEventName(node: ts.Expression, types: Types): boolean {
  return isMemberOfEvent(node, 'event', types);
}

/** `event.properties`, `$set` and the like: which of them, or undefined. */
export function propertiesKind(node: ts.Expression, types: Types): 'event' | 'person' | undefined {
  const bare = ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) ? node.expression : node;
  if (isMemberOfEvent(bare, 'properties', types)) return 'event';
  const name = memberName(bare);
  if (name !== '$set' && name !== '$set_once') return undefined;
  if (isMemberOfEvent(bare, name, types)) return 'person';
  const { expression } = bare as ts.PropertyAccessExpression;
  return expression !== undefined && propertiesKind(expression, types) === 'event' ? 'person' : undefined;
}

function memberName(node: ts.Expression): string | undefined {
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

function isMemberOfEvent(node: ts.Expression, member: string, { checker }: Types): boolean {
  if (memberName(node) === member) {
    return isEventType(checker.getTypeAtLocation((node as ts.PropertyAccessExpression).expression), checker);
  }
  if (!ts.isIdentifier(node)) return false;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isBindingElement(declaration)) return false;
  const taken = declaration.propertyName ?? declaration.name;
  return (
    ts.isIdentifier(taken) &&
    taken.text === member &&
    isEventType(checker.getTypeAtLocation(declaration.parent), checker)
  );
}

function isEventType(type: ts.Type, checker: ts.TypeChecker): boolean {
  const bare = checker.getNonNullableType(type);
  return eventTypes.has((bare.aliasSymbol ?? bare.getSymbol())?.name ?? '');
}
