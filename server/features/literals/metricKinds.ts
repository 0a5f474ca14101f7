/** Kinds of metrics in `export const metrics = { name: '…' }`, with what each does with the numbers (reference 3.8). */
import ts from 'typescript';
import { metricsExport } from '../../../platform/lifecycle.ts';
import { collectionsOf } from '../../analysis/exportedCollections.ts';
import {
  insideOf,
  isPlainName,
  type LiteralPlace,
  type LiteralSuggestion,
  nameOfKey,
  textAround,
  valueDue,
} from './suggestion.ts';

interface Kind {
  readonly name: string;
  readonly method: string;
  readonly meaning: string;
}

const kinds: readonly Kind[] = [
  { name: 'sum', method: 'increment', meaning: 'PostHog adds up the numbers' },
  { name: 'max', method: 'max', meaning: 'PostHog keeps the largest of the numbers' },
  { name: 'min', method: 'min', meaning: 'PostHog keeps the smallest of the numbers' },
];

export function suggestMetricKinds(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  const due = text === undefined ? valueDue(place) : undefined;
  const metric = text?.parent ?? due?.property;
  if (metric === undefined || !ts.isPropertyAssignment(metric) || !isMetric(metric, place)) return undefined;
  if (text !== undefined && metric.initializer !== text) return undefined;
  const range =
    text === undefined ? { start: due?.start ?? place.offset, end: place.offset } : insideOf(text, place);
  return kinds.map(({ name, method, meaning }, rank) => {
    const label = text === undefined ? `'${name}'` : name;
    const told = `${meaning} that \`${accessOf(metric)}.${method}(value)\` gives it.`;
    return { label, kind: 'value', newText: label, ...range, documentation: told, meaning: told, rank };
  });
}

/** Whether a property is one of the metrics that its file exports, and nothing but us says which texts it may be. */
function isMetric({ parent, initializer }: ts.PropertyAssignment, { file, checker }: LiteralPlace): boolean {
  const type = checker.getContextualType(initializer);
  if (type?.isUnion() === true && type.types.every((one) => one.isStringLiteral())) return false;
  return collectionsOf([file])[metricsExport].literals.includes(parent);
}

function accessOf({ name }: ts.PropertyAssignment): string {
  const key = nameOfKey(name) ?? '…';
  return `meta.metrics${isPlainName(key) ? `.${key}` : `['${key}']`}`;
}
