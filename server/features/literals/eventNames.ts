/** Names of events in `posthog.capture('…')`, `event.event === '…'`, `case '…'` and lists (reference 6.5). */
import ts from 'typescript';
import { senderLabels, type StandardName, standardEvents } from '../../../platform/standardNames.ts';
import { isCapture } from './calls.ts';
import { isEventName } from './eventShapes.ts';
import { soughtIn } from './soughtIn.ts';
import { insideOf, type LiteralPlace, type LiteralSuggestion, textAround, textInside } from './suggestion.ts';
import { heldTexts, textsInList } from '../../analysis/heldTexts.ts';
import { usedNamesOf } from '../../analysis/usedNames.ts';
import type { SampleNames } from './sampleNames.ts';

export function suggestEventNames(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text) || !isNameOfEvent(text, place)) return undefined;
  const range = insideOf(text, place);
  return namesFor(standardEvents, 'events', place).map(({ name, rank, about }) => ({
    label: name,
    kind: 'event',
    newText: textInside(name, place.file.text.charAt(range.start - 1)),
    ...range,
    ...about,
    rank,
  }));
}

function isNameOfEvent(text: ts.StringLiteralLike, place: LiteralPlace): boolean {
  const { parent } = text;
  if (ts.isCallExpression(parent)) {
    return parent.arguments[0] === text && (isCapture(parent, place) || isAskedOfName(parent, place));
  }
  if (ts.isBinaryExpression(parent)) {
    return isEventName(parent.left === text ? parent.right : parent.left, place);
  }
  if (ts.isCaseClause(parent)) return isEventName(parent.parent.parent.expression, place);
  return soughtIn(text, place).some((sought) => isEventName(sought, place));
}

/** `event.event.startsWith('…')`: the whole names, as most families of them begin with one. */
function isAskedOfName({ expression }: ts.CallExpression, place: LiteralPlace): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    partsOfText.has(expression.name.text) &&
    isEventName(expression.expression, place)
  );
}

const partsOfText: ReadonlySet<string> = new Set(['startsWith', 'endsWith', 'includes']);

interface NamedSuggestion {
  readonly name: string;
  readonly rank: number;
  readonly about: Pick<LiteralSuggestion, 'detail' | 'documentation' | 'meaning' | 'isPrefix'>;
}

/** The app's own names, then the standard ones, each once; a name that is only being typed is none of the app's. */
export function namesFor(
  standard: readonly StandardName[],
  kind: keyof SampleNames,
  { app, checker, file, node, samples }: LiteralPlace,
): readonly NamedSuggestion[] {
  const found = new Map<string, NamedSuggestion>();
  for (const name of samples()[kind]) {
    found.set(name, { name, rank: 0, about: { detail: 'in a sample of this app' } });
  }
  for (const source of app.files) {
    for (const [name, places] of usedNamesOf(source)[kind]) {
      if (source === file && places.every((end) => end === node.end)) continue;
      found.set(name, usedName(name));
    }
    for (const name of kind === 'events' ? heldNames(source, checker) : []) found.set(name, usedName(name));
  }
  for (const entry of standard) {
    // Those that the app uses come right behind its own, as nobody else can know these.
    const rank = found.has(entry.name) ? 1 : rankOf(entry);
    found.set(entry.name, { name: entry.name, rank, about: aboutStandard(entry) });
  }
  return [...found.values()];
}

function usedName(name: string): NamedSuggestion {
  return { name, rank: 0, about: { detail: 'used in this app' } };
}

/** The names of events that a file uses by constants of other files, and by members of objects and enums. */
function heldNames(file: ts.SourceFile, checker: ts.TypeChecker): readonly string[] {
  const { events, lists } = usedNamesOf(file).held;
  const names = [
    ...events.flatMap((node) => heldTexts(node, checker)),
    ...lists.flatMap((list) => textsInList(list, checker)),
  ];
  return names.filter((name) => name !== '');
}

/** What most apps ask for comes first, and what hardly any one does last: PostHog's own traffic, and what has had its day. */
function rankOf({ name, kind, label }: StandardName): number {
  if (name === '$pageview' || (kind === 'person property' && !name.startsWith('$'))) return 2;
  return name.startsWith('$$') || label.endsWith('(deprecated)') ? 4 : 3;
}

function aboutStandard({
  label,
  summary,
  sentBy,
  example,
  isPrefix,
}: StandardName): NamedSuggestion['about'] {
  const senders = sentBy.map((sender) => senderLabels[sender]).join(', ');
  const sentences = [summary, ...(senders === '' ? [] : [`Sent by ${senders}.`])];
  const documentation = `${sentences.join('\n\n')}\n\nExample: \`${JSON.stringify(example)}\``;
  return {
    detail: label,
    documentation,
    meaning: `**${label}**\n\n${documentation}`,
    ...(isPrefix ? { isPrefix } : {}),
  };
}
