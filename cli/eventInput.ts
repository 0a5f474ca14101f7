/** What `--event` gives to an export that takes events: it must be one, or a list of them. */
import type { Json } from '../protocol/trace.ts';
import { cutText } from '../protocol/cutText.ts';
import { UsageError } from './command.ts';

const example = '{"event": "$pageview", "distinct_id": "someone", "properties": {}}';

/**
 * @param file as the user named it.
 * @param takesPairs whether it may be an action with an event, as a list of two.
 * @throws UsageError where it is something else.
 */
export function checkEvents(file: string, input: Json, takesPairs: boolean): void {
  if (!Array.isArray(input)) {
    if (!isObject(input)) {
      throw new UsageError(
        `${file} holds ${shown(input)}, which is no event. An event is an object, such as ${example}; a list of them is run one by one.`,
      );
    }
    const list = ['results', 'batch'].find((name) => isListOfObjects(input[name]));
    if (list !== undefined && !('event' in input)) {
      throw new UsageError(
        `${file} holds an object with a list in its "${list}", and no event. Write that list alone into the file.`,
      );
    }
    return;
  }
  const events = input as readonly Json[];
  if (events.length === 0) {
    throw new UsageError(`${file} holds an empty list, so there is no event to run. An event is ${example}.`);
  }
  const wrong = events.findIndex((event) => !isObject(event) && !(takesPairs && Array.isArray(event)));
  if (wrong === -1) return;
  throw new UsageError(
    `${file} is a list of events, and number ${wrong + 1} of it is none: ${shown(events[wrong])}. An event is an object, such as ${example}.`,
  );
}

/** As PostHog's API gives events, and as its ingestion takes them. */
function isListOfObjects(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: Json | undefined): string {
  return cutText(JSON.stringify(value) ?? '', 80);
}
