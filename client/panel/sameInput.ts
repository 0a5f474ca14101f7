/** Whether two inputs are the same, but for what is made anew each time. */
import type { Json } from '../../protocol/trace.ts';
import { parseJsonText } from './jsonText.ts';

/** Samples and completed events get the time at which they are made, and an id of it. */
const chance = /"\d{4}-\d\d-\d\dT[\d:.]+Z"|"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"/g;

/** A value as a text in which times and ids are empty. */
export function steadyText(value: unknown): string {
  return (JSON.stringify(value) ?? '').replaceAll(chance, '""');
}

/** Times and ids are no difference. */
export function isSameInput(first: unknown, second: unknown): boolean {
  return steadyText(first) === steadyText(second);
}

/** The value of a text, or the text where it is no JSON. */
export function parsedIfJson(text: string): Json {
  const parsed = parseJsonText(text);
  return parsed.ok ? parsed.value : text;
}
