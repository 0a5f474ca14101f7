/** Properties that lose a piece with each event that is captured: `text.substring(1)`. */
import type { CapturedEvent } from './events.ts';
import { knownProperties } from './witness.ts';

/** Whether one of the texts among the properties is shorter than that of the event before. */
export function hasShorterText(event: CapturedEvent, before: CapturedEvent | undefined): boolean {
  if (before === undefined) return false;
  const known = knownProperties(before);
  return Object.entries(knownProperties(event)).some(([name, text]) => {
    const earlier = known[name];
    return typeof text === 'string' && typeof earlier === 'string' && text.length < earlier.length;
  });
}
