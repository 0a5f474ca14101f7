// What PostHog gives to an app beside the language itself. Additive: safe beside the DOM library, beside Node's
// types and beside @posthog/plugin-scaffold. All types live in the one namespace PostHogApp.

/**
 * PostHog, as an app sees it: `capture` sends events, `api` calls PostHog's REST API.
 *
 * Both work with the project in which the app runs, without any key.
 */
declare var posthog: PostHogApp.PostHog;

/**
 * Thrown by an app to say: this failed for now, call me again later.
 *
 * - It works in `setupPlugin`, `onEvent` and `exportEvents`. In `processEvent`, in jobs and in schedules it is an
 *   error like any other.
 * - PostHog waits longer before each new attempt, and gives up after a few.
 * - Only this class and its subclasses count, not an error that merely has this name.
 *
 * @example
 * const response = await fetch(meta.config.webhook, { method: 'POST', body: JSON.stringify(event) })
 * if (response.status >= 500) throw new RetryError(`The webhook answered ${response.status}`)
 */
declare var RetryError: PostHogApp.RetryErrorConstructor;

/** An error that makes PostHog call the app again later. */
interface RetryError extends PostHogApp.RetryErrorInstance {}

declare namespace google {
  /** @deprecated Only PostHog's servers of 2021 and 2022 had this global. Import the package instead. */
  namespace cloud {
    /** @deprecated Write `import { BigQuery } from '@google-cloud/bigquery'`. */
    const bigquery: any;
    /** @deprecated Write `import { PubSub } from '@google-cloud/pubsub'`. */
    const pubsub: any;
  }
}

/** Types for PostHog apps, for annotations and JSDoc: `@param {PostHogApp.PluginEvent} event`. */
declare namespace PostHogApp {
  // ── The global posthog ──────────────────────────────────────────────────────────────────────────────────────

  interface PostHog {
    /**
     * Captures an event in the project in which the app runs.
     *
     * - **It can loop.** The captured event passes through all apps of the project, this one included. In
     *   `processEvent` and `onEvent`, test `event.event` before you capture.
     * - Without `distinct_id` in the properties the event belongs to one person for the whole app: the
     *   documentation calls it "App Server", the servers use the app's name.
     * - `distinct_id` and `timestamp` (ISO 8601) are taken out of the properties by exactly these names; `distinctId`
     *   or `$timestamp` would be ordinary properties.
     * - The promise fulfils when the event is queued, which is before it is stored.
     *
     * @param event Name of the event; it is cut to 200 characters.
     * @param properties Properties of the event, with `distinct_id` and `timestamp` among them.
     *
     * @example
     * await posthog.capture('invoice paid', {
     *   distinct_id: event.distinct_id,
     *   timestamp: new Date(invoice.paid_at * 1000).toISOString(),
     *   amount: invoice.amount,
     * })
     */
    capture(event: string, properties?: CaptureProperties): Promise<void>;

    /**
     * Calls PostHog's REST API, by default that of the project in which the app runs and with access given by PostHog.
     *
     * @example
     * const response = await posthog.api.get('/api/projects/@current/annotations/')
     * const { results } = await response.json()
     */
    readonly api: Api;
  }

  /** Properties of a captured event. */
  interface CaptureProperties {
    /** Whom the event is about. Without it, the event belongs to one person for the whole app. */
    distinct_id?: string;
    /** When it happened, in ISO 8601: `new Date().toISOString()`. Without it, now. */
    timestamp?: string | Date;
    /** Person properties to set. */
    $set?: Properties;
    /** Person properties to set where they are not set yet. */
    $set_once?: Properties;
    /** The groups that the event belongs to: a group key by group type. */
    $groups?: { [groupType: string]: string };
    [property: string]: any;
  }

  /**
   * The methods of `posthog.api`.
   *
   * What holds for all of them:
   * - The path starts at the host: `/api/projects/@current/…`. It is never an absolute URL, so `next` of a list has
   *   to be cut to its path.
   * - `@current` is the project in which the app runs. Leave it out when you pass keys of another project.
   * - The promise fulfils with the raw response whatever its status: look at `response.ok`, and await
   *   `response.json()` for the data.
   */
  interface Api {
    /**
     * Sends a GET request; `data` becomes parameters of the URL.
     *
     * The answer is a raw response: await `json()` for the data. An object or a list inside `data` does not survive
     * in an URL; pass text and numbers.
     *
     * @param path Path below the host, such as `/api/projects/@current/persons/`.
     *
     * @example
     * const response = await posthog.api.get('/api/projects/@current/persons/', {
     *   data: { email: 'ada@example.com' },
     * })
     * const { results } = await response.json()
     */
    get(path: string, options?: ApiMethodOptions): Promise<Response>;

    /**
     * Sends a POST request; `data` becomes the JSON body, `{}` when there is none.
     *
     * **It can loop** when it sends an event (`/capture/`, `/e/`, `/batch/`, …) from `processEvent` or `onEvent`. Such
     * a request also needs `api_key` in its `data`, where `posthog.capture` needs nothing.
     *
     * @param path Path below the host, such as `/api/projects/@current/annotations/`.
     *
     * @example
     * const response = await posthog.api.post('/api/projects/@current/annotations/', {
     *   data: { content: 'Version 2', scope: 'project', date_marker: new Date().toISOString() },
     * })
     * if (!response.ok) console.error(`PostHog answered ${response.status}`)
     */
    post(path: string, options?: ApiMethodOptions): Promise<Response>;

    /**
     * Sends a PUT request, which replaces a whole object; `data` becomes the JSON body.
     *
     * PostHog's servers name no content type for it, and some endpoints refuse that: pass
     * `headers: { 'Content-Type': 'application/json' }`, or use `patch` where it exists.
     *
     * @param path Path below the host, with the id of the object.
     *
     * @example
     * await posthog.api.put(`/api/projects/@current/annotations/${id}/`, {
     *   data: { content: 'Version 2.1', scope: 'project' },
     *   headers: { 'Content-Type': 'application/json' },
     * })
     */
    put(path: string, options?: ApiMethodOptions): Promise<Response>;

    /**
     * Sends a DELETE request.
     *
     * **`data` is never sent**, though the documentation says that it becomes parameters of the URL: write parameters
     * into the path. Many kinds of objects cannot be deleted, only marked: patch them with `{ deleted: true }`.
     *
     * @param path Path below the host, with the id of the object.
     *
     * @example
     * const response = await posthog.api.delete(`/api/projects/@current/persons/${id}/?delete_events=true`)
     * if (!response.ok) console.error(`PostHog answered ${response.status}`)
     */
    delete(path: string, options?: ApiMethodOptions): Promise<Response>;

    /**
     * _PostHog of September 2022 or newer._ Sends a PATCH request, which changes the named keys of an object; `data`
     * becomes the JSON body.
     *
     * Older servers lack this method: there the call throws a TypeError.
     *
     * @param path Path below the host, with the id of the object.
     *
     * @example
     * await posthog.api.patch(`/api/projects/@current/feature_flags/${id}/`, {
     *   data: { active: false },
     * })
     */
    patch(path: string, options?: ApiMethodOptions): Promise<Response>;
  }

  /** Options of the methods of `posthog.api`. */
  interface ApiMethodOptions {
    /**
     * What to send: parameters of the URL for `get`, the JSON body for `post`, `put` and `patch`, nothing for `delete`.
     *
     * @example
     * await posthog.api.get('/api/projects/@current/events/', { data: { event: '$pageview', limit: 10 } })
     */
    data?: Record<string, any>;
    /**
     * Origin of the PostHog to call, such as `https://eu.posthog.com`.
     *
     * Without it: `https://app.posthog.com`, on servers since May 2023 their own address. Self-hosted and EU projects
     * on older servers therefore have to pass it.
     */
    host?: string;
    /**
     * Project to work with, when it is another than the one in which the app runs (`phc_…`).
     *
     * Pass `personalApiKey` as well: one without the other rejects.
     */
    projectApiKey?: string;
    /**
     * Who calls, for another project or host (`phx_…`). Read it from a secret config field, never write it down.
     *
     * Pass `projectApiKey` as well: one without the other rejects.
     */
    personalApiKey?: string;
    /**
     * Headers to add, as a plain object; a `Headers` instance would be ignored. PostHog of November 2021 or newer.
     */
    headers?: Record<string, string>;
  }

  /** The answer to a request, as node-fetch 2 has it. It is not the data: await `json()` or `text()` for that. */
  interface Response<Data = any> {
    /** Whether the status is between 200 and 299. A refusal does not throw, so look at this. */
    readonly ok: boolean;
    /** Status code, such as 200 or 404. */
    readonly status: number;
    /** Text of the status, such as `Not Found`. */
    readonly statusText: string;
    /** Address that answered, after redirects. */
    readonly url: string;
    /** Whether a redirect led here. */
    readonly redirected: boolean;
    readonly headers: ResponseHeaders;
    /** Whether the body was read; it can be read once. */
    readonly bodyUsed: boolean;
    /** The body as a Node stream. */
    readonly body: any;
    /**
     * Reads the body as JSON. Rejects when it is something else, such as the HTML of a log-in page.
     *
     * @example
     * const { results, next } = await response.json()
     */
    json(): Promise<Data>;
    /** Reads the body as text. */
    text(): Promise<string>;
    /** Reads the body as bytes. */
    buffer(): Promise<Bytes>;
    /** Reads the body as an ArrayBuffer. */
    arrayBuffer(): Promise<ArrayBuffer>;
    /** A second response with the same body, for reading it twice. */
    clone(): Response;
  }

  /** Headers of a response; names are read in any case. */
  interface ResponseHeaders {
    /** Value of a header, or null when it is absent. */
    get(name: string): string | null;
    has(name: string): boolean;
    forEach(callback: (value: string, name: string) => void): void;
    /** All headers, each with the list of its values. */
    raw(): Record<string, string[]>;
  }

  interface RetryErrorConstructor {
    new (message?: string): RetryError;
    (message?: string): RetryError;
    readonly prototype: RetryError;
  }

  interface RetryErrorInstance extends Error {
    /** `RetryError (attempt 2/5)`, while PostHog counts attempts. */
    readonly nameWithAttempts?: string;
  }

  // ── Events ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Properties of an event, a person or a group. */
  interface Properties {
    [property: string]: any;
  }

  /** An event before it is stored: what `processEvent` receives and returns. */
  interface PluginEvent {
    /** Name of the event, such as `$pageview`. */
    event: string;
    /** Whom the event is about. */
    distinct_id: string;
    /** Properties. They may be missing: write `event.properties ??= {}` before you set one. */
    properties?: Properties;
    /** Address that the event came from, or null. */
    ip: string | null;
    /** Project of the event. An app that changes it fails. */
    readonly team_id: number;
    /** When PostHog received the event, in ISO 8601. */
    now: string;
    /** When the client sent it, by the client's clock. */
    sent_at?: string;
    /** When it happened, by the client's clock. */
    timestamp?: string;
    /** Milliseconds between the event and its sending. */
    offset?: number;
    /** Address of the PostHog that received it. */
    site_url: string;
    /** Person properties to set. */
    $set?: Properties;
    /** Person properties to set where they are not set yet. */
    $set_once?: Properties;
    uuid: string;
  }

  /** An event on its way to the store: what `onEvent` and `exportEvents` receive. */
  interface ProcessedPluginEvent {
    /** Name of the event, such as `$pageview`. */
    event: string;
    /** Whom the event is about. */
    distinct_id: string;
    properties: Properties;
    /** Address that the event came from; newer servers leave it null and set `properties.$ip`. */
    ip: string | null;
    /** Project of the event. */
    readonly team_id: number;
    /** When it happened, in ISO 8601. */
    timestamp: string;
    /** Person properties that the event sets. */
    $set?: Properties;
    /** Person properties that the event sets where they are not set yet. */
    $set_once?: Properties;
    uuid: string;
    /** The person, on servers that look it up. */
    person?: Person;
    /** The clicked element and those around it, for `$autocapture`. */
    elements?: Element[];
  }

  /** An event for `composeWebhook`. */
  interface PostHogEvent {
    /** Name of the event, such as `$pageview`. */
    event: string;
    /** Whom the event is about. */
    distinct_id: string;
    properties: Properties;
    /** When it happened; here a Date, not text. */
    timestamp: Date;
    readonly team_id: number;
    uuid: string;
    /** The person. Typed by PostHog, though no server was seen to fill it. */
    person?: { uuid: string; properties: Properties; posthog_url: string };
    /** The groups by type. Typed by PostHog, though no server was seen to fill them. */
    groups?: Record<string, { key: string; properties: Properties; posthog_url: string }>;
  }

  interface Person {
    uuid: string;
    team_id: number;
    properties: Properties;
    created_at: string;
  }

  /** One element of a page in an `$autocapture` event. */
  interface Element {
    text?: string;
    tag_name?: string;
    href?: string;
    attr_id?: string;
    attr_class?: string[];
    nth_child?: number;
    nth_of_type?: number;
    attributes?: Record<string, any>;
    event_id?: number;
    order?: number;
    group_id?: number;
  }

  /** A request that PostHog makes for `composeWebhook`. */
  interface Webhook {
    url: string;
    body: string;
    /** `{ 'Content-Type': 'application/json' }` when absent. */
    headers?: Record<string, string>;
    /** `POST` when absent. */
    method?: 'POST' | 'GET' | 'PUT' | 'DELETE' | 'PATCH';
  }

  /** An action that an event matched, for `onAction`. */
  interface Action {
    id: number;
    team_id: number;
    name: string | null;
    description: string;
    steps: any[];
  }

  // ── meta ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What is known of one app in particular. Declarations generated from its `plugin.json` and code add to it. */
  interface App {}

  type OfApp<Key extends string, Otherwise> = App extends { [P in Key]: infer Known } ? Known : Otherwise;

  /** The settings of the app: the `config` of `plugin.json`. Values are always text. */
  type Config = OfApp<'config', Record<string, any>>;

  /** The files of the attachment fields in `plugin.json`. */
  type Attachments = OfApp<'attachments', Record<string, Attachment | undefined>>;

  /** Functions that enqueue the jobs of the app. */
  type Jobs = OfApp<'jobs', Record<string, (payload?: any) => JobRunner>>;

  /** Counters of the app, as declared by `export const metrics`. */
  type Metrics = OfApp<'metrics', Record<string, Metric>>;

  /** What the app keeps in memory. */
  type Global = OfApp<'global', Record<string, any>>;

  /** The last argument of every function that PostHog calls. */
  interface PluginMeta {
    /**
     * The settings of the app, by the keys of `plugin.json`. Values are text, whatever the field; those of attachment
     * fields are in `attachments`. They cannot be changed.
     *
     * @example
     * const domains = meta.config.domains.split(',')
     */
    readonly config: Config;
    /**
     * The files of the attachment fields in `plugin.json`.
     *
     * @example
     * const text = meta.attachments.allowList?.contents?.toString()
     */
    readonly attachments: Attachments;
    /**
     * What the app keeps in memory, for example between `setupPlugin` and `onEvent`. Each worker thread has its own, and
     * a reload empties it: keep what matters in `storage`.
     *
     * @example
     * meta.global.labels = JSON.parse(meta.config.labels)
     */
    global: Global;
    /** Values for a while, shared by all threads. They may vanish at any time. */
    readonly cache: Cache;
    /** Values that last. They are kept per app and project. */
    readonly storage: Storage;
    /** Where an IP address is. */
    readonly geoip: GeoIp;
    /**
     * Enqueues the jobs that the app exports as `jobs`. Use this inside jobs too: the exported functions themselves
     * enqueue nothing.
     *
     * @example
     * await meta.jobs.retry({ id: 7 }).runIn(5, 'minutes')
     */
    readonly jobs: Jobs;
    /**
     * Counts what the app does. Declare each metric first: `export const metrics = { sent: 'sum' }`.
     *
     * @example
     * meta.metrics.sent.increment(1)
     */
    readonly metrics: Metrics;
    readonly utils: Utils;
  }

  /** Bytes: a Buffer where the program knows that class. It is no `instanceof Uint8Array` inside PostHog. */
  type Bytes = typeof globalThis extends { Buffer: { alloc(size: number): infer B } } ? B : PlainBytes;

  interface PlainBytes extends Uint8Array {
    toString(encoding?: string): string;
  }

  /** An uploaded file. */
  interface Attachment {
    /** Such as `text/csv`. */
    content_type: string;
    file_name: string;
    /** The bytes: write `contents?.toString()` for text. */
    contents: Bytes | null;
  }

  interface CacheOptions {
    /** Whether values are kept as JSON (the default); `false` keeps text as it is. */
    jsonSerialize?: boolean;
  }

  interface Cache {
    /**
     * Keeps a value, for `ttlSeconds` or without end.
     *
     * @example
     * await meta.cache.set('rates', rates, 60 * 60)
     */
    set(key: string, value: unknown, ttlSeconds?: number, options?: CacheOptions): Promise<void>;
    /**
     * Reads a value. **A missing key gives `null`, not `defaultValue`**, whatever the documentation says: write
     * `(await meta.cache.get(key, null)) ?? fallback`.
     *
     * @example
     * const rates = (await meta.cache.get('rates', null)) ?? {}
     */
    get(key: string, defaultValue: unknown, options?: CacheOptions): Promise<any>;
    /** Adds one and returns the new number; a missing key counts from 0. */
    incr(key: string): Promise<number>;
    /** Sets the seconds after which the key vanishes; `false` when there is no such key. */
    expire(key: string, ttlSeconds: number): Promise<boolean>;
    /** Puts elements in front of a list, at most 1,000 at once; the last of them comes first. Returns the new length. */
    lpush(key: string, elements: string | string[]): Promise<number>;
    /** Elements of a list from `start` to `end`, both included; negative indexes count from the end. */
    lrange(key: string, start: number, end: number): Promise<string[]>;
    /** Length of a list. */
    llen(key: string): Promise<number>;
    /** Takes `count` elements off the front of a list; `null` when there is no such key. */
    lpop(key: string, count: number): Promise<string[] | null>;
    /** Removes `count` elements equal to `element`; returns how many it removed. */
    lrem(key: string, count: number, element: string): Promise<number>;
  }

  interface Storage {
    /**
     * Keeps a value that JSON can hold; a Date comes back as text. `undefined` deletes the key.
     *
     * @example
     * await meta.storage.set(`seen ${event.distinct_id}`, true)
     */
    set(key: string, value: unknown): Promise<void>;
    /**
     * Reads a value, or gives `defaultValue` when there is none.
     *
     * @example
     * const isKnown = await meta.storage.get(`seen ${event.distinct_id}`, false)
     */
    get(key: string, defaultValue: unknown): Promise<any>;
    /** Deletes a key. */
    del(key: string): Promise<void>;
  }

  interface GeoIp {
    /**
     * Looks up an address in MaxMind's city database; `null` when it is not there.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip)
     * const city = place?.city?.names?.en
     */
    locate(ip: string): Promise<any>;
  }

  /** `months` are 210 days long, in every version of PostHog: use days. */
  type JobUnit =
    | 'milliseconds'
    | 'seconds'
    | 'minutes'
    | 'hours'
    | 'days'
    | 'weeks'
    | 'months'
    | 'quarters'
    | 'years';

  /** Enqueues one run of a job. The promises fulfil when it is queued, not when it has run. */
  interface JobRunner {
    /** Runs the job as soon as possible. */
    runNow(): Promise<void>;
    /** Runs the job at a time. */
    runAt(date: Date): Promise<void>;
    /**
     * Runs the job after a while.
     *
     * @example
     * await meta.jobs.retry(event).runIn(30, 'seconds')
     */
    runIn(duration: number, unit: JobUnit): Promise<void>;
  }

  /** A metric has the one method of its kind: `sum` has increment, `max` has max, `min` has min. */
  interface Metric extends SumMetric, MaxMetric, MinMetric {}

  /** A metric declared as `'sum'`. */
  interface SumMetric {
    /**
     * Adds to the sum. Anything but a number throws.
     *
     * @example
     * meta.metrics.sent.increment(1)
     */
    increment(value: number): void;
  }

  /** A metric declared as `'max'`. */
  interface MaxMetric {
    /**
     * Keeps the value if it is the largest so far. Anything but a number throws; 0 is replaced by whatever comes next.
     *
     * @example
     * meta.metrics.largestBatch.max(events.length)
     */
    max(value: number): void;
  }

  /** A metric declared as `'min'`. */
  interface MinMetric {
    /**
     * Keeps the value if it is the smallest so far. Anything but a number throws; 0 is replaced by whatever comes next.
     *
     * @example
     * meta.metrics.fastestAnswer.min(milliseconds)
     */
    min(value: number): void;
  }

  interface Utils {
    /** Numbers that several threads count up together without losing a step. Read one with `storage.get(key)`. */
    readonly cursor: {
      /** Sets the number unless it is set. */
      init(key: string, initialValue?: number): Promise<void>;
      /** Adds to the number (1 when absent or 0) and returns the new one. */
      increment(key: string, incrementBy?: number): Promise<number>;
    };
  }

  // ── What an app exports ─────────────────────────────────────────────────────────────────────────────────────

  /**
   * The exports of an app, to annotate a whole function: `@type {PostHogApp.Plugin['onEvent']}` in JavaScript.
   *
   * @example
   * export const onEvent: PostHogApp.Plugin['onEvent'] = async (event, meta) => {}
   */
  interface Plugin {
    setupPlugin(meta: PluginMeta): void | Promise<void>;
    teardownPlugin(meta: PluginMeta): void | Promise<void>;
    processEvent(
      event: PluginEvent,
      meta: PluginMeta,
    ): PluginEvent | null | undefined | Promise<PluginEvent | null | undefined>;
    processEventBatch(
      events: PluginEvent[],
      meta: PluginMeta,
    ): PluginEvent[] | undefined | Promise<PluginEvent[] | undefined>;
    onEvent(event: ProcessedPluginEvent, meta: PluginMeta): void | Promise<void>;
    onSnapshot(event: ProcessedPluginEvent, meta: PluginMeta): void | Promise<void>;
    onAction(action: Action, event: ProcessedPluginEvent, meta: PluginMeta): void | Promise<void>;
    exportEvents(events: ProcessedPluginEvent[], meta: PluginMeta): void | Promise<void>;
    composeWebhook(event: PostHogEvent, meta: PluginMeta): Webhook | null;
    runEveryMinute(meta: PluginMeta): void | Promise<void>;
    runEveryHour(meta: PluginMeta): void | Promise<void>;
    runEveryDay(meta: PluginMeta): void | Promise<void>;
  }
}
