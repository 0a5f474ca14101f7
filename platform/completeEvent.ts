/**
 * Events as PostHog hands them to each entry point, out of what somebody wrote of them. Source: reference 6.1
 * (`PluginEvent`, to processEvent), 6.2 (`ProcessedPluginEvent`, to onEvent and exportEvents), 6.3 (`PostHogEvent`, to
 * composeWebhook).
 */

/** What an event says, whatever the shape it takes. */
export interface EventParts {
  readonly event: string;
  readonly properties?: Properties;
  /** Top-level person updates, as some libraries send them. */
  readonly $set?: Properties;
  readonly $set_once?: Properties;
  readonly elements?: readonly Properties[];
}

type Properties = { readonly [key: string]: unknown };

/** Whose event it is where nobody says so. */
export const person = 'ada';

/** How an entry point wants its events (reference 6). */
type Shape = 'plugin' | 'processed' | 'posthog';

const shapes: Readonly<Record<string, Shape>> = {
  processEvent: 'plugin',
  processEventBatch: 'plugin',
  composeWebhook: 'posthog',
};

/**
 * An event with what its author left out, in the shape that an entry point receives.
 *
 * @param now time of the event when it has none.
 * @param place among others that are completed at the same time: each gets an id of its own.
 */
export function completeEvent(
  entryPoint: string,
  given: { readonly event: string; readonly [field: string]: unknown },
  now: Date,
  place = 0,
): { readonly [field: string]: unknown } {
  const { event, properties, $set, $set_once, ...others } = given;
  const full = eventFor(entryPoint, { event, ...objects({ properties, $set, $set_once }) }, now, 0);
  const own = typeof others['distinct_id'] === 'string' ? { distinct_id: others['distinct_id'] } : {};
  const base = full['properties'] as Properties | undefined;
  // PostHog repeats the id in the properties, except where it hands out its newest shape.
  const isRepeated = base !== undefined && 'distinct_id' in base;
  const written = objects({ properties }).properties;
  return {
    ...full,
    ...('uuid' in full ? { uuid: uuidOf(0, now, place) } : {}),
    ...others,
    ...(base === undefined ? {} : { properties: { ...base, ...(isRepeated ? own : {}), ...written } }),
  };
}

/** Those of the fields that are objects; anything else there would be no event. */
function objects<Name extends string>(fields: { readonly [name in Name]: unknown }): {
  readonly [name in Name]?: Properties;
} {
  const kept = Object.entries(fields).filter(
    ([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return Object.fromEntries(kept) as { readonly [name in Name]?: Properties };
}

/**
 * An event in the shape that an entry point receives.
 *
 * @param index goes into its id.
 */
export function eventFor(entryPoint: string, parts: EventParts, now: Date, index: number): Properties {
  const uuid = uuidOf(index, now);
  switch (shapes[entryPoint] ?? 'processed') {
    case 'plugin':
      return pluginEvent(parts, now, uuid);
    case 'processed':
      return processedEvent(parts, now, uuid);
    case 'posthog':
      return postHogEvent(parts, now, uuid);
  }
}

/** Reference 6.1: the client's payload with what the server adds; nothing is worked on yet. */
function pluginEvent(
  { event, properties, $set, $set_once, elements }: EventParts,
  now: Date,
  uuid: string,
): Properties {
  const time = now.toISOString();
  return {
    uuid,
    event,
    distinct_id: person,
    team_id: 1,
    ip: '203.0.113.7',
    site_url: 'https://local.posthog.invalid',
    now: time,
    sent_at: time,
    timestamp: time,
    ...(properties === undefined
      ? {}
      : {
          properties: {
            ...properties,
            distinct_id: person,
            ...(elements === undefined ? {} : { $elements: elements }),
          },
        }),
    ...optional('$set', $set),
    ...optional('$set_once', $set_once),
  };
}

/** Reference 6.2: `properties` is always there, person updates stand inside it too, elements are parsed. */
function processedEvent(
  { event, properties, $set, $set_once, elements }: EventParts,
  now: Date,
  uuid: string,
): Properties {
  return {
    uuid,
    event,
    distinct_id: person,
    team_id: 1,
    ip: null,
    timestamp: now.toISOString(),
    properties: {
      ...properties,
      ...(properties === undefined ? {} : { distinct_id: person }),
      ...optional('$set', $set),
      ...optional('$set_once', $set_once),
    },
    ...optional('$set', $set),
    ...optional('$set_once', $set_once),
    ...(elements === undefined ? {} : { elements: elements.map(parsedElement) }),
  };
}

/** Reference 6.3. JSON has no dates: the runtime makes `timestamp` one. */
function postHogEvent(
  { event, properties, $set, $set_once, elements }: EventParts,
  now: Date,
  uuid: string,
): Properties {
  return {
    uuid,
    event,
    distinct_id: person,
    team_id: 1,
    timestamp: now.toISOString(),
    properties: {
      ...properties,
      ...optional('$set', $set),
      ...optional('$set_once', $set_once),
      ...(elements === undefined
        ? {}
        : { $elements_chain: 'button.button.primary:nth-child="2"text="Start free trial";form' }),
    },
  };
}

/** The element as ingestion stores it (reference 6.2, 6.4). */
function parsedElement(element: Properties, order: number): Properties {
  const attributes = Object.fromEntries(
    Object.entries(element).filter(([name]) => name.startsWith('attr__')),
  );
  return {
    ...('$el_text' in element ? { text: element['$el_text'] } : {}),
    tag_name: element['tag_name'],
    ...('attr__id' in element ? { attr_id: element['attr__id'] } : {}),
    ...('classes' in element ? { attr_class: element['classes'] } : {}),
    nth_child: element['nth_child'],
    nth_of_type: element['nth_of_type'],
    attributes,
    order,
  };
}

function optional(key: string, value: Properties | undefined): Properties {
  return value === undefined ? {} : { [key]: value };
}

/** A time-ordered id as PostHog makes them (reference 1.1), without the random part, so that it is stable. */
function uuidOf(index: number, now: Date, place = 0): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  const places = place.toString(16).padStart(4, '0').slice(-4);
  return `${time.slice(0, 8)}-${time.slice(8)}-${places}-${index.toString(16).padStart(4, '0')}-5a3e1f9c7b20`;
}
