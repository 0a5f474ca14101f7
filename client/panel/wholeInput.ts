/** The event of a loop warning as an input: the warning says only what matters to the loop, and an app gets whole events. */
import { completeEvent } from '../../platform/completeEvent.ts';

/** @param input an event or a list of events; anything else is left as it is. */
export function wholeInput(entryPoint: string, input: unknown, now: Date): unknown {
  if (Array.isArray(input)) return input.map((one: unknown) => wholeInput(entryPoint, one, now));
  return isNamed(input) ? completeEvent(entryPoint, input, now) : input;
}

function isNamed(input: unknown): input is { readonly event: string; readonly [field: string]: unknown } {
  return typeof input === 'object' && input !== null && 'event' in input && typeof input.event === 'string';
}
