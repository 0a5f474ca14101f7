/** Units in `meta.jobs.<name>(payload).runIn(2, '…')`, with how long each is (reference 3.7). */
import ts from 'typescript';
import { jobUnits } from '../../../platform/jobUnits.ts';
import { isRunIn } from './calls.ts';
import { insideOf, type LiteralPlace, type LiteralSuggestion, textAround } from './suggestion.ts';

export function suggestJobUnits(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text) || !ts.isCallExpression(text.parent))
    return undefined;
  if (text.parent.arguments[1] !== text || !isRunIn(text.parent, place)) return undefined;
  const range = insideOf(text, place);
  return jobUnits.map(({ name, length, trap }, rank) => ({
    label: name,
    kind: 'value',
    newText: name,
    ...range,
    // The trap of a unit is reported where it stands: a hover would say it a second time.
    ...(length === undefined ? {} : { detail: length, meaning: `PostHog takes one for ${length}.` }),
    ...(trap === undefined ? {} : { documentation: trap }),
    rank,
    isDeclared: true,
  }));
}
