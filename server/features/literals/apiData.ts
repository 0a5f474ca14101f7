/** Keys and values of `data` in `posthog.api.<method>(path, { data })`, for the path that is called (reference 8). */
import ts from 'typescript';
import { captureFieldsOf } from '../../../platform/captureFields.ts';
import { dataFieldsOf, fieldsOf, operationFor } from '../../../platform/restCatalogue.ts';
import type { RestField, RestType } from '../../../platform/restCatalogueFormat.ts';
import { restTypeText } from '../../../platform/restTypes.ts';
import { apiMethodOf, pathOf } from './calls.ts';
import {
  insideOf,
  keyAround,
  keysOf,
  keyText,
  type LiteralPlace,
  type LiteralSuggestion,
  textAround,
  valueDue,
} from './suggestion.ts';

export function suggestData(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const key = keyAround(place);
  if (key !== undefined) {
    const present = keysOf(key.object, place.offset);
    return fieldsAt(key.object, place)
      ?.filter(({ name }) => !present.has(name))
      .map((field) => {
        const type = restTypeText(field.type, 1);
        return {
          label: field.name,
          kind: 'key',
          newText: keyText(field.name),
          start: key.start,
          end: key.end,
          detail: `${type}${field.isRequired ? ', required' : ''}`,
          meaning: `\`\`\`typescript\n${field.name}: ${type}\n\`\`\`\n\n${field.isRequired ? 'Required.' : 'Optional.'}`,
          rank: field.isRequired ? 0 : 1,
        };
      });
  }
  return values(place) ?? bareValues(place);
}

function values(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text) || !ts.isPropertyAssignment(text.parent))
    return undefined;
  const { name, initializer, parent } = text.parent;
  if (initializer !== text || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return undefined;
  const type = fieldsAt(parent, place)?.find((field) => field.name === name.text)?.type;
  if (type === undefined) return undefined;
  return type.kind === 'choice'
    ? type.values
        .filter((value) => typeof value === 'string')
        .map((value) => ({ label: value, kind: 'value', newText: value, ...insideOf(text, place), rank: 0 }))
    : [];
}

/** The same where no quote stands yet: `scope: |`. */
function bareValues(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const due = valueDue(place);
  if (due === undefined) return undefined;
  const { property, start } = due;
  const type = fieldsAt(property.parent, place)?.find(({ name }) => name === nameOf(property))?.type;
  if (type?.kind !== 'choice') return undefined;
  return type.values
    .map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
    .map((label, rank) => ({ label, kind: 'value', newText: label, start, end: place.offset, rank }));
}

/** The fields that an object may have which is `data`, or lies in it; undefined for other objects. */
function fieldsAt(object: ts.Node, place: LiteralPlace): readonly RestField[] | undefined {
  const property = object.parent;
  if (ts.isArrayLiteralExpression(property)) {
    const type = typeOfValue(property, place);
    return type?.kind === 'list' ? shapeOf(type.of) : undefined;
  }
  if (!ts.isPropertyAssignment(property) || property.initializer !== object) return undefined;
  if (nameOf(property) === 'data') {
    const call = property.parent.parent;
    if (ts.isCallExpression(call) && call.arguments[1] === property.parent) return fieldsOfCall(call, place);
  }
  const type = typeOfValue(object, place);
  return type === undefined ? undefined : shapeOf(type);
}

/** The type of the value of a key inside `data`. */
function typeOfValue(value: ts.Node, place: LiteralPlace): RestType | undefined {
  const property = value.parent;
  if (!ts.isPropertyAssignment(property)) return undefined;
  return fieldsAt(property.parent, place)?.find(({ name }) => name === nameOf(property))?.type;
}

function shapeOf(type: RestType): readonly RestField[] | undefined {
  return type.kind === 'shape' ? fieldsOf(type.shape).filter(({ isReadOnly }) => !isReadOnly) : undefined;
}

function fieldsOfCall(call: ts.CallExpression, place: LiteralPlace): readonly RestField[] | undefined {
  const method = apiMethodOf(call, place);
  const path = pathOf(call);
  if (method === undefined || path === undefined) return undefined;
  const operation = operationFor(method, path);
  if (operation !== undefined) return dataFieldsOf(operation);
  return method === 'post' ? captureFieldsOf(path) : undefined;
}

function nameOf({ name }: ts.PropertyAssignment): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}
