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

/** Whose properties they are; of groups, their types. */
export type PropertiesKind = 'event' | 'person' | 'group';

/** `event.properties`, `$set` and the like: which of them, or undefined. */
export function propertiesKind(node: ts.Expression, types: Types): PropertiesKind | undefined {
  const bare = ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) ? node.expression : node;
  if (isMemberOfEvent(bare, 'properties', types)) return 'event';
  const name = memberName(bare);
  const kind = kindUnder(name);
  if (name === undefined || kind === undefined) return undefined;
  if (kind === 'person' && isMemberOfEvent(bare, name, types)) return kind;
  return isMember(bare) && propertiesKind(bare.expression, types) === 'event' ? kind : undefined;
}

/** What the names under a key of an event's properties belong to; undefined for other keys. */
export function kindUnder(key: string | undefined): Exclude<PropertiesKind, 'event'> | undefined {
  if (key === '$groups') return 'group';
  return key === '$set' || key === '$set_once' || key === '$unset' ? 'person' : undefined;
}

/** Whether a value is an event. */
export function isEvent(node: ts.Expression, { checker }: Types): boolean {
  return isEventType(checker.getTypeAtLocation(node), checker);
}

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isMember(node: ts.Expression): node is Member {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function memberName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (!ts.isElementAccessExpression(node)) return undefined;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
}

function isMemberOfEvent(node: ts.Expression, member: string, { checker }: Types): boolean {
  if (isMember(node)) return memberName(node) === member && isEvent(node.expression, { checker });
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

/** Whether a type is one of an event, ours or that of the scaffold package. */
export function isEventType(type: ts.Type, checker: ts.TypeChecker): boolean {
  const bare = checker.getNonNullableType(type);
  return eventTypes.has((bare.aliasSymbol ?? bare.getSymbol())?.name ?? '');
}
