/** Events out of a file: a JSON list, one JSON value a line, or what PostHog's API and exports wrap a list in. */
import { completeEvent } from '../../platform/completeEvent.ts';
import type { Json } from '../../protocol/trace.ts';
import { parseJsonText, placeAndReason } from './jsonText.ts';

/** A file that holds no events, in one sentence. */
export class NoEvents extends Error {
  override readonly name = 'NoEvents';
}

/** Names under which lists of events stand in an object. */
const wrappers = ['results', 'events', 'batch', 'data'];

/**
 * @param now time of events that have none.
 * @throws NoEvents with the line where the text is wrong.
 */
export function readEvents(text: string, entryPoint: string, now: Date): readonly Json[] {
  const values = readValues(text.replace(/^\uFEFF/, ''));
  if (values.length === 0) throw new NoEvents('The file holds no events.');
  return values.map((value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const event = value as { readonly [key: string]: Json };
    // What is no event goes to the app as it is: that it copes with it is worth a test, too.
    return typeof event['event'] === 'string'
      ? (completeEvent(entryPoint, { ...event, event: event['event'] }, now, place) as Json)
      : value;
  });
}

function readValues(text: string): readonly Json[] {
  const whole = parseJsonText(text);
  if (whole.ok) {
    if (Array.isArray(whole.value)) return whole.value as readonly Json[];
    return unwrapped(whole.value) ?? [whole.value];
  }
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const filled = lines.filter(({ line }) => line !== '');
  // Of a broken list the first line is no value of its own.
  if (filled.length < 2 || !parseJsonText(filled[0]?.line ?? '').ok) {
    throw new NoEvents(`The file is no JSON: ${placeAndReason(whole)}.`);
  }
  return filled.map(({ line, number }) => {
    const parsed = parseJsonText(line);
    if (!parsed.ok)
      throw new NoEvents(`The file is no JSON: ${placeAndReason({ ...parsed, line: number })}.`);
    return parsed.value;
  });
}

function unwrapped(value: Json): readonly Json[] | undefined {
  if (typeof value !== 'object' || value === null || 'event' in value) return undefined;
  const object = value as { readonly [key: string]: Json };
  const list = wrappers.map((name) => object[name]).find((candidate) => Array.isArray(candidate));
  return list as readonly Json[] | undefined;
}
