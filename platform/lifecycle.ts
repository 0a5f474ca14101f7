/**
 * The functions that PostHog calls in an app: what each receives, what its result means, and whether an
 * event captured in it comes back to it. Source: reference 2.3 (exports), 7.5 (roots of the loop analysis).
 */

/** What PostHog passes as the first argument of a lifecycle export (`meta` always comes last). */
export type LifecycleInput = 'event' | 'events' | 'payload' | 'none';

/** What PostHog does with the result of a lifecycle export. */
export type LifecycleResult = 'next-event' | 'next-events' | 'webhook' | 'ignored';

export interface LifecycleExport {
  readonly name: string;
  readonly input: LifecycleInput;
  readonly result: LifecycleResult;
  /** Whether it is called for incoming events, so that an event captured in it may come back to it. */
  readonly onEventPath: boolean;
  /** Whether servers of October 2021 do not call it yet (reference 0.2). */
  readonly isNewer?: true;
  /** One sentence for hovers and pickers. */
  readonly summary: string;
}

/** Exports that are functions. `jobs` and `metrics` are collections and stand apart. */
export const lifecycleExports: readonly LifecycleExport[] = [
  {
    name: 'setupPlugin',
    input: 'none',
    result: 'ignored',
    onEventPath: false,
    summary: 'Runs once before the first event; when it throws, the app does not start.',
  },
  {
    name: 'teardownPlugin',
    input: 'none',
    result: 'ignored',
    onEventPath: false,
    summary: 'Runs when the app is unloaded: disabled, updated, or the server stops.',
  },
  {
    name: 'processEvent',
    input: 'event',
    result: 'next-event',
    onEventPath: true,
    summary:
      'Runs for each event before it is stored. What it returns is stored; returning nothing, null or undefined drops the event.',
  },
  {
    name: 'processEventBatch',
    input: 'events',
    result: 'next-events',
    onEventPath: true,
    summary: 'Old form of processEvent: receives a list of one event when there is no processEvent.',
  },
  {
    name: 'onEvent',
    input: 'event',
    result: 'ignored',
    onEventPath: true,
    summary: 'Runs for each event after all processEvent; it cannot change the event.',
  },
  {
    name: 'onSnapshot',
    input: 'event',
    result: 'ignored',
    onEventPath: true,
    summary: 'Runs for session recording ($snapshot) events only.',
  },
  {
    name: 'onAction',
    input: 'event',
    result: 'ignored',
    onEventPath: true,
    isNewer: true,
    summary: 'Ran in 2021-22 for events that match an action.',
  },
  {
    name: 'exportEvents',
    input: 'events',
    result: 'ignored',
    onEventPath: true,
    summary: 'Receives buffered batches of events; a RetryError sends the batch again later.',
  },
  {
    name: 'composeWebhook',
    input: 'event',
    result: 'webhook',
    onEventPath: true,
    isNewer: true,
    summary: 'Returns, synchronously, the webhook to send for an event, or null for none.',
  },
  {
    name: 'runEveryMinute',
    input: 'none',
    result: 'ignored',
    onEventPath: false,
    summary: 'Runs once a minute.',
  },
  {
    name: 'runEveryHour',
    input: 'none',
    result: 'ignored',
    onEventPath: false,
    summary: 'Runs at the start of each hour.',
  },
  {
    name: 'runEveryDay',
    input: 'none',
    result: 'ignored',
    onEventPath: false,
    summary: 'Runs each day at midnight, server time.',
  },
  {
    name: 'getSettings',
    input: 'none',
    result: 'ignored',
    onEventPath: false,
    isNewer: true,
    summary: 'Was read once in 2023, after set-up: how large the batches for exportEvents may be.',
  },
];

const byName: ReadonlyMap<string, LifecycleExport> = new Map(
  lifecycleExports.map((entry) => [entry.name, entry]),
);

/** The lifecycle export of that name, or undefined when PostHog never calls such an export. */
export function lifecycleExport(name: string): LifecycleExport | undefined {
  return byName.get(name);
}

/** The export that holds the app's jobs: an object of functions (reference 3.7). */
export const jobsExport = 'jobs';

/** The export that declares the app's metrics (reference 3.8). */
export const metricsExport = 'metrics';
