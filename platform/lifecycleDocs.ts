/** What PostHog does with each export that it knows, for whoever points at its name. Source: reference 2.2 to 2.10, 3.7, 3.8. */
import { jobsExport, lifecycleExport, metricsExport } from './lifecycle.ts';
import type { Profile } from './profiles.ts';

/** A line of one profile alone has its name. */
type Line = string | { readonly [P in Profile]: string };

const loops =
  '`posthog.capture` in it can loop: what it captures passes through all apps of the project, this one included.';

const retried = (what: string): Line => ({
  documented: `A \`RetryError\` makes PostHog ${what}: 5 tries in all, after 5, 10, 20 and 40 seconds. Any other error is recorded, and that was it.`,
  'plugin-server-1.10.5': 'An error is recorded, and it is not called again, whatever the error.',
});

const schedule = [
  'It is given `meta` alone. What it returns is ignored.',
  'It runs on one of the servers at a time, and is left out while its last run still goes on.',
  'An error is recorded, and it is called again when it is due.',
  'PostHog knows no other schedules than `runEveryMinute`, `runEveryHour` and `runEveryDay`.',
];

const lines: Readonly<Record<string, readonly Line[]>> = {
  setupPlugin: [
    'It is given `meta` alone. What it returns is ignored; what others need later belongs into `meta.global`.',
    {
      documented:
        'A `RetryError` makes PostHog call it again: 5 tries in all, after 5, 10, 20 and 40 seconds. With any other error the app is disabled.',
      'plugin-server-1.10.5':
        'After an error the whole app is loaded anew, after 3, 6, 12 … seconds. After ten times it is disabled.',
    },
    'It runs once on each thread of each server, not once for all.',
  ],
  teardownPlugin: [
    'It is given `meta` alone. What it returns is ignored.',
    'A server that crashes does not call it.',
  ],
  processEvent: [
    'Return the event, changed or not. `null`, `undefined` and all else that counts as false drops it: it is not stored, and no `onEvent` sees it.',
    'When it throws, the event goes on, with the changes that were made to it until then.',
    'It must leave `team_id` as it is. Session recordings (`$snapshot`) do not come here.',
    'Events come side by side, on several threads, in no order.',
    loops,
  ],
  processEventBatch: [
    'It is called only where there is no `processEvent`, with a list of one event.',
    'Return a list: its first item goes on; an empty list, or none, drops the event.',
    loops,
  ],
  onEvent: [
    'What it returns is ignored, and so are its changes to the event, but for other apps, which have the same object.',
    retried('call it again with the event'),
    'Session recordings (`$snapshot`) do not come here.',
    loops,
  ],
  onSnapshot: [
    'What it returns is ignored.',
    'Only servers until the middle of 2022 called it, and PostHog Cloud never did.',
    loops,
  ],
  onAction: [
    'It was given the action, the event and `meta`. What it returned was ignored.',
    'Servers before November 2021 and after June 2022 do not call it.',
    loops,
  ],
  exportEvents: [
    'Events that reach `onEvent` are gathered for 10 seconds, or up to a megabyte, and handed over as a list.',
    'What it returns is ignored.',
    {
      documented:
        'A `RetryError` sends the same list again, 3 times more, each time later. With any other error the list is lost.',
      'plugin-server-1.10.5':
        'A `RetryError` sends the same list again, 15 times more, each time later. With any other error the list is lost.',
    },
    'Servers since December 2023 do not call it.',
    loops,
  ],
  composeWebhook: [
    'Return `{ url, body, headers, method }`: `body` is a text, and without `method` and `headers` it is a POST of JSON. `null` sends nothing.',
    'It must not be `async`: PostHog does not wait for a promise.',
    'PostHog sends the webhook itself, and tells the app nothing of the answer.',
    'Servers before November 2023 do not call it. A webhook to an endpoint of PostHog that takes events can loop.',
  ],
  runEveryMinute: schedule,
  runEveryHour: schedule,
  runEveryDay: schedule,
  getSettings: [
    'It returns `{ handlesLargeBatches: true }` for larger lists in `exportEvents`.',
    'Only servers of 2023 read it.',
  ],
  [jobsExport]: [
    'The jobs of the app: an object of functions `(payload, meta)`, by the names of the jobs.',
    '`meta.jobs.<name>(payload).runNow()`, `.runIn(5, "minutes")` or `.runAt(date)` enqueues a run. Calling a function of this object does not.',
    'The payload travels as JSON. Without one, `meta` is the first and only argument.',
    'A run has one try: an error is recorded, and nothing comes after it. What it returns is ignored.',
  ],
  [metricsExport]: [
    'The metrics of the app: an object with `sum`, `max` or `min` for each name. With any other kind the app does not load.',
    '`meta.metrics.<name>` has the one method of its kind: `increment`, `max` or `min`.',
    'PostHog sends the numbers as an event `$$plugin_metrics`, which passes through all apps.',
  ],
};

/** Markdown for an export; undefined for a name that PostHog does not know, or did not know yet. */
export function lifecycleDocs(name: string, profile: Profile): string | undefined {
  const known = lifecycleExport(name);
  if (known?.isNewer === true && profile === 'plugin-server-1.10.5') return undefined;
  const told = Object.hasOwn(lines, name) ? lines[name] : undefined;
  if (told === undefined) return undefined;
  const [first = '', ...more] = [...(known === undefined ? [] : [known.summary]), ...told].map((line) =>
    typeof line === 'string' ? line : line[profile],
  );
  const what = known === undefined ? 'PostHog reads this' : 'PostHog calls this';
  return [`**${what}.** ${first}`, '', ...more.map((line) => `- ${line}`)].join('\n');
}
