/** A sample made for an app: an event that it looks for, with the properties that it reads. */
import { completeEvent } from '../../platform/completeEvent.ts';
import { standardProperty } from '../../platform/standardNames.ts';
import type { AppInfo } from '../../protocol/lsp.ts';

/** Properties of the author's own are guessed by their names. */
const guesses: readonly (readonly [name: RegExp, value: unknown])[] = [
  [/e_?mail/i, 'ada@example.com'],
  [/url|href|link/i, 'https://shop.example.com/pricing'],
  [/(?:^|_)(?:is|has|can|did)_|^(?:is|has|can)[A-Z]/, true],
  [/price|amount|total|revenue|value|cost/i, 42.5],
  [/count|number|seats|quantity|size|age|score|length/i, 3],
  [/(?:_at|At|date|time)$/, '2022-10-01T12:00:00.000Z'],
  [/version/i, '1.2.3'],
  [/phone/i, '+31 20 555 0100'],
  [/country/i, 'NL'],
  [/city/i, 'Amsterdam'],
  [/(?:^|_)id$|Id$/, '42'],
  [/name/i, 'Ada Example'],
  [/items|list|tags|products/i, [{ id: '42', name: 'Example' }]],
];

/**
 * @param now time of the event.
 * @returns undefined where the app reads nothing that is known, so that another sample is as good.
 */
export function readSample(reads: AppInfo['reads'], entryPoint: string, now: Date): unknown {
  if (reads === undefined || reads.properties.length + reads.events.length === 0) return undefined;
  const properties = Object.fromEntries(reads.properties.map((name) => [name, exampleOf(name)]));
  return completeEvent(entryPoint, { event: reads.events[0] ?? 'signed up', properties }, now);
}

function exampleOf(name: string): unknown {
  const standard = standardProperty(name);
  if (standard !== undefined) return standard.example;
  return guesses.find(([pattern]) => pattern.test(name))?.[1] ?? 'something';
}
