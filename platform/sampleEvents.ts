/**
 * Events to try an app with, as PostHog hands them to each entry point. Source: reference 6.1 (`PluginEvent`, to
 * processEvent), 6.2 (`ProcessedPluginEvent`, to onEvent and exportEvents), 6.3 (`PostHogEvent`, to composeWebhook).
 */
import { lifecycleExport } from './lifecycle.ts';

export interface SampleEvent {
  readonly id: string;
  /** Name in the list of samples. */
  readonly label: string;
  /** One sentence on what is special about it. */
  readonly description: string;
}

/** What a sample is made of before it takes the shape that an entry point expects. */
interface SampleDefinition extends SampleEvent {
  readonly event: string;
  readonly properties?: Properties;
  /** Top-level person updates, as some libraries send them. */
  readonly $set?: Properties;
  readonly $set_once?: Properties;
  readonly elements?: readonly Properties[];
}

type Properties = { readonly [key: string]: unknown };

const person = 'ada';
const anonymous = '0182f9a1-7c3b-4d55-9e61-2f6d1b8a40c7';

/** What posthog-js sends with every event. */
const browser: Properties = {
  $os: 'Mac OS X',
  $browser: 'Firefox',
  $browser_version: 128,
  $device_type: 'Desktop',
  $current_url: 'https://shop.example.com/pricing?utm_source=newsletter',
  $host: 'shop.example.com',
  $pathname: '/pricing',
  $referrer: 'https://www.example.org/',
  $referring_domain: 'www.example.org',
  $screen_height: 1117,
  $screen_width: 1728,
  $lib: 'web',
  $lib_version: '1.194.0',
  $device_id: anonymous,
  $session_id: '0182f9a1-8d10-7f22-b1c4-52d90e6a7b13',
  $ip: '203.0.113.7',
  utm_source: 'newsletter',
};

const definitions: readonly SampleDefinition[] = [
  {
    id: 'pageview',
    label: 'Page view',
    description: 'A $pageview from a browser.',
    event: '$pageview',
    properties: { ...browser, title: 'Pricing' },
  },
  {
    id: 'signup',
    label: 'Custom event with an e-mail address',
    description: 'An event of your own, such as a sign-up.',
    event: 'signed up',
    properties: { ...browser, $pathname: '/signup', email: 'ada@example.com', plan: 'startup', seats: 5 },
    $set: { email: 'ada@example.com', name: 'Ada Example' },
  },
  {
    id: 'identify',
    label: 'Identify',
    description: 'An anonymous visitor becomes a known person.',
    event: '$identify',
    properties: { ...browser, $anon_distinct_id: anonymous, $user_id: person },
    $set: { email: 'ada@example.com', name: 'Ada Example' },
    $set_once: { first_seen: '2022-10-01' },
  },
  {
    id: 'autocapture',
    label: 'Autocapture',
    description: 'A click on a button, with the elements around it.',
    event: '$autocapture',
    properties: { ...browser, $event_type: 'click', $ce_version: 1 },
    elements: [
      {
        tag_name: 'button',
        $el_text: 'Start free trial',
        classes: ['button', 'primary'],
        attr__class: 'button primary',
        attr__id: 'trial',
        nth_child: 2,
        nth_of_type: 1,
      },
      { tag_name: 'form', attr__action: '/signup', nth_child: 1, nth_of_type: 1 },
    ],
  },
  {
    id: 'group',
    label: 'Group',
    description: 'Properties of a company, with $groupidentify.',
    event: '$groupidentify',
    properties: {
      ...browser,
      $group_type: 'company',
      $group_key: 'example-inc',
      $group_set: { name: 'Example Inc.', employees: 42 },
      $groups: { company: 'example-inc' },
    },
  },
  {
    id: 'exception',
    label: 'Exception',
    description: 'An error in the browser, with its stack.',
    event: '$exception',
    properties: {
      ...browser,
      $exception_level: 'error',
      $exception_list: [
        {
          type: 'TypeError',
          value: "Cannot read properties of undefined (reading 'price')",
          mechanism: { handled: false, synthetic: false },
          stacktrace: {
            type: 'raw',
            frames: [
              {
                filename: 'https://shop.example.com/app.js',
                function: 'total',
                lineno: 214,
                colno: 19,
                in_app: true,
              },
            ],
          },
        },
      ],
    },
  },
  {
    id: 'set',
    label: 'Person properties',
    description: 'Sets properties of a person and does nothing else.',
    event: '$set',
    properties: { $lib: 'posthog-node', $lib_version: '4.2.1', $set: { plan: 'enterprise' } },
    $set: { plan: 'enterprise' },
  },
  {
    id: 'survey',
    label: 'Survey answer',
    description: 'The answer to a survey.',
    event: 'survey sent',
    properties: {
      ...browser,
      $survey_id: '0182f9a1-9f00-0000-3a1d-6be94c20f1d8',
      $survey_name: 'How do you like it?',
      $survey_response: 'Very much, but the export is slow.',
    },
  },
  {
    id: 'empty',
    label: 'Empty',
    description: 'No property at all: apps must not rely on any.',
    event: 'empty',
  },
  {
    id: 'huge',
    label: 'Huge',
    description: 'A thousand properties, one of them very long: apps must not rely on events being small.',
    event: 'huge event',
    properties: {
      ...Object.fromEntries(
        Array.from({ length: 1_000 }, (_, index) => [`property_${index}`, `value ${index}`]),
      ),
      text: 'A long text. '.repeat(5_000),
      nested: { list: Array.from({ length: 100 }, (_, index) => ({ index, name: `item ${index}` })) },
    },
  },
  {
    id: 'malformed',
    label: 'Malformed',
    description: 'Values of the wrong type, as faulty clients send them.',
    event: 'Malformed event',
    properties: {
      $current_url: 42,
      email: null,
      $set: 'not an object',
      price: '12,50 €',
      tags: { 0: 'first' },
      'a key with spaces': [[]],
    },
  },
];

/** How an entry point wants its events (reference 6). */
type Shape = 'plugin' | 'processed' | 'posthog';

const shapes: Readonly<Record<string, Shape>> = {
  processEvent: 'plugin',
  processEventBatch: 'plugin',
  composeWebhook: 'posthog',
};

const snapshot: SampleDefinition = {
  id: 'snapshot',
  label: 'Session recording',
  description: 'A piece of a session recording.',
  event: '$snapshot',
  properties: {
    $session_id: browser['$session_id'],
    $window_id: '0182f9a1-8d11-7000-8000-0c4f2e9b6a55',
    $snapshot_data: { type: 3, data: { source: 1 }, timestamp: 1_664_625_600_000 },
  },
};

function definitionsFor(entryPoint: string): readonly SampleDefinition[] {
  return entryPoint === 'onSnapshot' ? [snapshot] : definitions;
}

/** The samples for an entry point; none when it takes no events. */
export function samplesFor(entryPoint: string): readonly SampleEvent[] {
  const input = lifecycleExport(entryPoint)?.input;
  if (input !== 'event' && input !== 'events') return [];
  return definitionsFor(entryPoint).map(({ id, label, description }) => ({ id, label, description }));
}

/**
 * A sample in the shape that an entry point receives: one event, or a list of one.
 *
 * @param id of {@link samplesFor}; the first sample when there is none of that name.
 * @param now time of the event, so that the same call always gives the same event.
 * @returns undefined when the entry point takes no events.
 */
export function sampleInput(entryPoint: string, id: string, now: Date): unknown {
  const input = lifecycleExport(entryPoint)?.input;
  if (input !== 'event' && input !== 'events') return undefined;
  const all = definitionsFor(entryPoint);
  const definition = all.find((candidate) => candidate.id === id) ?? all[0];
  if (definition === undefined) return undefined;
  const event = shaped(definition, shapes[entryPoint] ?? 'processed', now);
  return input === 'events' ? [event] : event;
}

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
  const shape = shapes[entryPoint] ?? 'processed';
  const full = shaped({ ...unlisted, event, ...objects({ properties, $set, $set_once }) }, shape, now);
  const own = typeof others['distinct_id'] === 'string' ? { distinct_id: others['distinct_id'] } : {};
  const base = full['properties'] as Properties | undefined;
  // PostHog repeats the id in the properties, except where it hands out its newest shape.
  const isRepeated = base !== undefined && 'distinct_id' in base;
  const written = objects({ properties }).properties;
  return {
    ...full,
    ...('uuid' in full ? { uuid: uuidOf('', now, place) } : {}),
    ...others,
    ...(base === undefined ? {} : { properties: { ...base, ...(isRepeated ? own : {}), ...written } }),
  };
}

const unlisted = { id: '', label: '', description: '' };

/** Those of the fields that are objects; anything else there would be no event. */
function objects<Name extends string>(fields: { readonly [name in Name]: unknown }): {
  readonly [name in Name]?: Properties;
} {
  const kept = Object.entries(fields).filter(
    ([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return Object.fromEntries(kept) as { readonly [name in Name]?: Properties };
}

function shaped(definition: SampleDefinition, shape: Shape, now: Date): Properties {
  switch (shape) {
    case 'plugin':
      return pluginEvent(definition, now);
    case 'processed':
      return processedEvent(definition, now);
    case 'posthog':
      return postHogEvent(definition, now);
  }
}

/** Reference 6.1: the client's payload with what the server adds; nothing is worked on yet. */
function pluginEvent(
  { id, event, properties, $set, $set_once, elements }: SampleDefinition,
  now: Date,
): Properties {
  const time = now.toISOString();
  return {
    uuid: uuidOf(id, now),
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
  { id, event, properties, $set, $set_once, elements }: SampleDefinition,
  now: Date,
): Properties {
  return {
    uuid: uuidOf(id, now),
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
  { id, event, properties, $set, $set_once, elements }: SampleDefinition,
  now: Date,
): Properties {
  return {
    uuid: uuidOf(id, now),
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
function uuidOf(id: string, now: Date, place = 0): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  const index = definitions.findIndex((definition) => definition.id === id) + 1;
  const places = place.toString(16).padStart(4, '0').slice(-4);
  return `${time.slice(0, 8)}-${time.slice(8)}-${places}-${index.toString(16).padStart(4, '0')}-5a3e1f9c7b20`;
}
