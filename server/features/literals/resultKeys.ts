/**
 * Keys of what a handler returns, where the author did not write down what that is: the webhook of `composeWebhook`, the
 * event of `processEvent` (reference 2.4, 2.8).
 */
import ts from 'typescript';
import { lifecycleExport, type LifecycleResult } from '../../../platform/lifecycle.ts';
import { findLifecycleFunctions } from '../../analysis/lifecycleFunctions.ts';
import { isEventType } from './eventShapes.ts';
import { wholeValue } from './propertyObjects.ts';
import {
  insideOf,
  keyAround,
  keysOf,
  keyText,
  type LiteralPlace,
  type LiteralSuggestion,
  nameOfKey,
  textAround,
} from './suggestion.ts';

interface Key {
  readonly name: string;
  readonly detail: string;
  readonly rank: number;
}

const keysOfWebhook: readonly Key[] = [
  { name: 'url', detail: 'string, required', rank: 0 },
  { name: 'body', detail: 'string, required', rank: 0 },
  { name: 'headers', detail: 'Record<string, string>', rank: 1 },
  { name: 'method', detail: 'POST when absent', rank: 1 },
];

const methods = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH'];

export function suggestResultKeys(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const key = keyAround(place);
  if (key === undefined) return methodsAt(place);
  const present = keysOf(key.object, place.offset);
  return keysAt(key.object, place)
    ?.filter(({ name }) => !present.has(name))
    .map(({ name, detail, rank }) => ({
      label: name,
      kind: 'key',
      newText: keyText(name),
      start: key.start,
      end: key.end,
      detail,
      rank,
    }));
}

function methodsAt(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text) || !ts.isPropertyAssignment(text.parent))
    return undefined;
  const { name, parent: object } = text.parent;
  if (nameOfKey(name) !== 'method' || handlerOf(object, place)?.result !== 'webhook') return undefined;
  return methods.map((method, rank) => ({
    label: method,
    kind: 'value',
    newText: method,
    ...insideOf(text, place),
    rank,
  }));
}

function keysAt(object: ts.ObjectLiteralExpression, place: LiteralPlace): readonly Key[] | undefined {
  const handler = handlerOf(object, place);
  if (handler?.result === 'webhook') return keysOfWebhook;
  const [parameter] = handler?.node.parameters ?? [];
  if (handler?.result !== 'next-event' || parameter === undefined) return undefined;
  const { checker } = place;
  const type = checker.getTypeAtLocation(parameter);
  if (!isEventType(type, checker)) return undefined;
  return checker.getPropertiesOfType(type).map((property) => ({
    name: property.name,
    detail: checker.typeToString(checker.getTypeOfSymbol(property)),
    rank: 1,
  }));
}

/** The handler that returns an object of which TypeScript does not know what it is. */
function handlerOf(
  object: ts.ObjectLiteralExpression,
  { checker, file }: LiteralPlace,
): { readonly node: ts.FunctionLikeDeclaration; readonly result: LifecycleResult | undefined } | undefined {
  const value = wholeValue(object);
  const isResult = ts.isReturnStatement(value.parent) || ts.isArrowFunction(value.parent);
  if (!isResult || checker.getContextualType(object) !== undefined) return undefined;
  const around = ts.findAncestor(value, ts.isFunctionLike);
  const found = findLifecycleFunctions(file).find(({ node }) => node === around);
  return found && { node: found.node, result: lifecycleExport(found.name)?.result };
}
