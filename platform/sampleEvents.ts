/**
 * Events to try an app with, as PostHog hands them to each entry point. Source: reference 6.1 (`PluginEvent`, to
 * processEvent), 6.2 (`ProcessedPluginEvent`, to onEvent and exportEvents), 6.3 (`PostHogEvent`, to composeWebhook).
 */
import { eventFor, type EventParts, person } from './completeEvent.ts';
import { lifecycleExport } from './lifecycle.ts';

export interface SampleEvent {
  readonly id: string;
  /** Name in the list of samples. */
  readonly label: string;
  /** One sentence on what is special about it. */
  readonly description: string;
}

/** What a sample is made of before it takes the shape that an entry point expects. */
interface SampleDefinition extends SampleEvent, EventParts {}

type Properties = { readonly [key: string]: unknown };

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
  // Each sample has an id of its own.
  const event = eventFor(entryPoint, definition, now, definitions.indexOf(definition) + 1);
  return input === 'events' ? [event] : event;
}
