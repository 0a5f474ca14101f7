/** Names of properties in `event.properties.…`, `event.properties['…']`, `posthog.capture(…, { … })` and patterns. */
import ts from 'typescript';
import { standardProperties } from '../../../platform/standardNames.ts';
import { namesFor } from './eventNames.ts';
import { type PropertiesKind, propertiesKind } from './eventShapes.ts';
import { heldBy, takenBy } from './propertyObjects.ts';
import {
  insideOf,
  isPlainName,
  keyAround,
  keysOf,
  keyText,
  type LiteralPlace,
  type LiteralSuggestion,
  patternAround,
  textAround,
  textInside,
} from './suggestion.ts';

/** Keys of captured properties that the declarations have, so that TypeScript suggests them; people have none of them. */
const declared: ReadonlySet<string> = new Set(['distinct_id', 'timestamp', '$set', '$set_once', '$groups']);

/** Where the app's own names of each kind are found. */
const ownNames = { event: 'properties', person: 'personProperties', group: 'groups' } as const;

export function suggestPropertyNames(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  return ofKey(place) ?? ofPattern(place) ?? ofText(place) ?? ofMember(place);
}

function ofText(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text)) return undefined;
  const { parent } = text;
  const list = ts.isArrayLiteralExpression(parent) ? parent.elements : [];
  const present = new Set(
    list.flatMap((one) => (one !== text && ts.isStringLiteralLike(one) ? one.text : [])),
  );
  const holder = holderOfText(text);
  const kind = holder === undefined ? kindOfList(parent, place) : propertiesKind(holder, place);
  const range = insideOf(text, place);
  return kind === undefined
    ? undefined
    : suggestions(
        kind,
        place,
        (name) => !present.has(name),
        (name) => ({ newText: textInside(name, place.file.text.charAt(range.start - 1)), ...range }),
      );
}

/** The one list of names is `$unset: ['…']`. */
function kindOfList(list: ts.Node, place: LiteralPlace): PropertiesKind | undefined {
  const kind = ts.isArrayLiteralExpression(list) ? heldBy(list, place)?.kind : undefined;
  return kind === 'person' ? kind : undefined;
}

/** `event.properties` in `event.properties['…']` and in `'…' in event.properties`. */
function holderOfText({ parent, pos }: ts.StringLiteralLike): ts.Expression | undefined {
  if (ts.isElementAccessExpression(parent)) return parent.expression;
  const isIn = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return isIn && parent.left.pos === pos ? parent.right : undefined;
}

function ofMember(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const { node, offset, file } = place;
  const access = ts.isPropertyAccessExpression(node) ? node : node.parent;
  if (access === undefined || !ts.isPropertyAccessExpression(access) || offset <= access.expression.end)
    return undefined;
  const kind = propertiesKind(access.expression, place);
  // A name on the next line is not meant, though the parser takes it for the member.
  const start = Math.min(access.name.getStart(file), offset);
  const end = start < offset ? access.name.end : offset;
  return kind === undefined
    ? undefined
    : suggestions(kind, place, isPlainName, (name) => ({ newText: name, start, end }));
}

function ofKey(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const key = keyAround(place);
  const held = key === undefined ? undefined : heldBy(key.object, place);
  if (key === undefined || held === undefined) return undefined;
  const present = keysOf(key.object, place.offset);
  const isCaptured = held.isCaptured === true;
  const found = suggestions(
    held.kind,
    place,
    (name) => !present.has(name) && !(declared.has(name) && (held.kind !== 'event' || isCaptured)),
    (name) => ({ newText: keyText(name), start: key.start, end: key.end }),
  );
  if (!isCaptured) return found;
  // Where somebody means the time of the event, this one is a slip: rule capture-property.
  return found
    .filter(({ label }) => label !== '$timestamp')
    .map((suggestion) => ({ ...suggestion, isBehindTypes: true }));
}

function ofPattern(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const key = patternAround(place);
  const kind = key === undefined ? undefined : takenBy(key.pattern, place);
  if (key === undefined || kind === undefined) return undefined;
  const present = keysOf(key.pattern, place.offset);
  return suggestions(
    kind,
    place,
    (name) => isPlainName(name) && !present.has(name),
    (name) => ({ newText: name, start: key.start, end: key.end }),
  );
}

function suggestions(
  kind: PropertiesKind,
  place: LiteralPlace,
  isWanted: (name: string) => boolean,
  edit: (name: string) => Pick<LiteralSuggestion, 'newText' | 'start' | 'end'>,
): readonly LiteralSuggestion[] {
  const standard = standardProperties.filter((property) =>
    kind === 'person' ? property.isOnPerson : kind === 'event' && property.kind === 'property',
  );
  return namesFor(standard, ownNames[kind], place)
    .filter(({ name }) => isWanted(name))
    .map(({ name, rank, about }) => ({ label: name, kind: 'key', ...edit(name), ...about, rank }));
}
