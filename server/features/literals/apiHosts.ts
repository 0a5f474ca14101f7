/** PostHog's hosts in `posthog.api.<method>(path, { host: '…' })` (reference 9.1). */
import ts from 'typescript';
import { cloudHosts, hostLabel } from '../../../platform/hosts.ts';
import { isIngestionPath } from '../../../platform/ingestion.ts';
import { apiMethodOf, pathOf } from './calls.ts';
import { insideOf, type LiteralPlace, type LiteralSuggestion, nameOfKey, textAround } from './suggestion.ts';

export function suggestHosts(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text) || !ts.isPropertyAssignment(text.parent))
    return undefined;
  const { name, initializer, parent: options } = text.parent;
  const call = options.parent;
  const isOption = ts.isCallExpression(call) && call.arguments[1] === options && initializer === text;
  if (!isOption || nameOfKey(name) !== 'host' || apiMethodOf(call, place) === undefined) return undefined;
  const takesEvents = isIngestionPath(pathOf(call) ?? '');
  const range = insideOf(text, place);
  return cloudHosts.map((host, rank) => {
    const origin = takesEvents ? host.ingestion : host.api;
    return { label: origin, kind: 'value', newText: origin, ...range, detail: hostLabel(host), rank };
  });
}
