// What PostHog gives to an app beside the language itself. Additive: safe beside the DOM library, beside Node's
// types and beside @posthog/plugin-scaffold. All types live in the one namespace PostHogApp.

/**
 * PostHog, as an app sees it: `capture` sends events, `api` calls PostHog's REST API.
 *
 * Both work with the project in which the app runs, without any key.
 *
 * @example
 * await posthog.capture('trial ended', { distinct_id: event.distinct_id })
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

/** An error that makes PostHog call the app again later, in the functions that may be called again. */
interface RetryError extends PostHogApp.RetryErrorInstance {}

/** @deprecated Only PostHog's servers of 2021 and 2022 had this global. Import the packages of Google instead. */
declare namespace google {
  /** @deprecated Import the packages of Google instead. */
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

  /** The global `posthog`. */
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
    readonly api: Server extends { year: 2021 } ? ApiOf2021 : Api;
  }

  /**
   * Properties of a captured event.
   *
   * @example
   * await posthog.capture('plan changed', { distinct_id: event.distinct_id, $set: { plan: 'pro' } })
   */
  interface CaptureProperties {
    /** Whom the event is about. Without it, the event belongs to one person for the whole app. */
    distinct_id?: string;
    /** When it happened, in ISO 8601: `new Date().toISOString()`. Without it, now. */
    timestamp?: string | Date;
    /** Person properties to set. */
    $set?: Properties;
    /** Person properties to set where they are not set yet. */
    $set_once?: Properties;
    /** The groups that the event belongs to: a group key by group type, such as `{ company: 'acme' }`. */
    $groups?: { [groupType: string]: string };
    /** Any other property. */
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

  /** The methods of `posthog.api` on a server of October 2021. */
  type ApiOf2021 = Omit<Api, 'patch'>;

  /** Options of the methods of `posthog.api`. */
  interface ApiMethodOptions extends OfServer<{}, RequestHeaders> {
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
     *
     * @example
     * await posthog.api.get('/api/projects/@current/persons/', { host: 'https://eu.posthog.com' })
     */
    host?: string;
    /**
     * Project to work with, when it is another than the one in which the app runs (`phc_…`).
     *
     * Pass `personalApiKey` as well: one without the other rejects. With keys of another project write its id into the
     * path, since `@current` stays the one in which the app runs.
     *
     * @example
     * const { projectKey: projectApiKey, personalKey: personalApiKey } = meta.config
     * await posthog.api.get('/api/projects/7/persons/', { projectApiKey, personalApiKey })
     */
    projectApiKey?: string;
    /**
     * Who calls, for another project or host (`phx_…`). Read it from a secret config field, never write it down.
     *
     * Pass `projectApiKey` as well: one without the other rejects.
     *
     * @example
     * const { projectKey: projectApiKey, personalKey: personalApiKey } = meta.config
     * await posthog.api.get('/api/projects/7/persons/', { projectApiKey, personalApiKey })
     */
    personalApiKey?: string;
  }

  /** What servers since November 2021 take, too. */
  interface RequestHeaders {
    /**
     * _PostHog of November 2021 or newer._ Headers to add, as a plain object; a `Headers` instance would be ignored. They
     * win over those that PostHog sends, `Authorization` among them.
     *
     * @example
     * await posthog.api.put(`/api/projects/@current/annotations/${id}/`, {
     *   data: { content: 'Version 3', scope: 'project' },
     *   headers: { 'Content-Type': 'application/json' },
     * })
     */
    headers?: Record<string, string>;
  }

  /** What an interface has beside its own members on servers of October 2021, and on newer ones. */
  type OfServer<Then, Since> = Server extends { year: 2021 } ? Then : Since;

  /**
   * The answer to a request, as node-fetch 2 has it. It is not the data: await `json()` or `text()` for that.
   *
   * @example
   * const response = await posthog.api.get('/api/projects/@current/')
   * if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
   */
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
    /** Headers of the answer: `response.headers.get('retry-after')`. */
    readonly headers: ResponseHeaders;
    /** Whether the body was read; it can be read once. */
    readonly bodyUsed: boolean;
    /** The body as a stream of Node, which has `on` and `pipe`; it is not one of the web, which has `getReader`. */
    readonly body: any;
    /**
     * Reads the body as JSON. Rejects when it is something else, such as the HTML of a log-in page.
     *
     * @example
     * const { results, next } = await response.json()
     */
    json(): Promise<Data>;
    /**
     * Reads the body as text.
     *
     * @example
     * console.error(response.status, await response.text())
     */
    text(): Promise<string>;
    /**
     * Reads the body as bytes.
     *
     * @example
     * const image = (await response.buffer()).toString('base64')
     */
    buffer(): Promise<Bytes>;
    /**
     * Reads the body as an ArrayBuffer.
     *
     * @example
     * const bytes = new Uint8Array(await response.arrayBuffer())
     */
    arrayBuffer(): Promise<ArrayBuffer>;
    /**
     * A second response with the same body, for reading it twice. Take it before the body is read.
     *
     * @example
     * const copy = response.clone()
     * console.log(await copy.text(), await response.json())
     */
    clone(): Response<Data>;
    /**
     * Reads the body as a Blob.
     *
     * @example
     * const { size } = await response.blob()
     */
    blob(): Promise<any>;
  }

  /**
   * Headers of a response; names are read in any case.
   *
   * @example
   * for (const [name, value] of response.headers) console.log(name, value)
   */
  interface ResponseHeaders extends Iterable<[string, string]> {
    /**
     * Value of a header, or null when it is absent.
     *
     * @example
     * const seconds = Number(response.headers.get('retry-after') ?? 60)
     */
    get(name: string): string | null;
    /**
     * Whether the answer has a header.
     *
     * @example
     * const isLimited = response.headers.has('retry-after')
     */
    has(name: string): boolean;
    /**
     * Visits all headers. The value comes first.
     *
     * @example
     * response.headers.forEach((value, name) => console.log(name, value))
     */
    forEach(callback: (value: string, name: string) => void): void;
    /**
     * The names, one by one.
     *
     * @example
     * const names = [...response.headers.keys()]
     */
    keys(): IterableIterator<string>;
    /**
     * The values, one by one.
     *
     * @example
     * const values = [...response.headers.values()]
     */
    values(): IterableIterator<string>;
    /**
     * Names and values, pair by pair.
     *
     * @example
     * const all = Object.fromEntries(response.headers.entries())
     */
    entries(): IterableIterator<[string, string]>;
    /**
     * All headers, each with the list of its values.
     *
     * @example
     * const cookies = response.headers.raw()['set-cookie'] ?? []
     */
    raw(): Record<string, string[]>;
  }

  /** The class of the global `RetryError`. */
  interface RetryErrorConstructor {
    /**
     * An error after which PostHog calls the app again.
     *
     * @example
     * throw new RetryError('The warehouse does not answer')
     */
    new (message?: string): RetryError;
    /**
     * The same without `new`.
     *
     * @example
     * throw RetryError('The warehouse does not answer')
     */
    (message?: string): RetryError;
    /** What all of its errors have. */
    readonly prototype: RetryError;
  }

  /** What a RetryError has beside what every error has. */
  interface RetryErrorInstance extends Error {
    /** `RetryError (attempt 2/5)`, while PostHog counts attempts. */
    readonly nameWithAttempts?: string;
  }

  // ── Events ──────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * What is known of the PostHog that the app is written for. For a server of 2021 (the profile
   * `plugin-server-1.10.5`) other declarations add its year.
   */
  interface Server {}

  /** Properties of an event, a person or a group. */
  interface Properties {
    /** Its value: whatever the sender put there. */
    [property: string]: any;
  }

  /**
   * An event before it is stored: what `processEvent` receives and returns.
   *
   * What else the sender put beside these fields is there, too.
   *
   * @example
   * event.properties ??= {}
   * event.properties.plan = 'pro'
   */
  interface PluginEvent extends OfServer<{}, PersonOfEvent> {
    /** Name of the event, such as `$pageview`. */
    event: string;
    /** Whom the event is about. */
    distinct_id: string;
    /** Properties. They may be missing: write `event.properties ??= {}` before you set one. */
    properties?: Properties;
    /** IP address that the event came from, or null. */
    ip: string | null;
    /** Project of the event. An app that changes it fails, and it is set back. */
    readonly team_id: number;
    /** When PostHog received the event, in ISO 8601. */
    now: string;
    /** When the client sent it, by the client's clock. */
    sent_at?: string;
    /** When it happened, by the client's clock, in ISO 8601. Without it, `now` counts. */
    timestamp?: string;
    /** Milliseconds between the event and its sending. */
    offset?: number;
    /** Address of the PostHog that received it; for captured events it may be null. */
    site_url: string;
    /** Person properties to set. */
    $set?: Properties;
    /** Person properties to set where they are not set yet. */
    $set_once?: Properties;
    /** Id of the event. */
    uuid: string;
  }

  /**
   * An event on its way to the store: what `onEvent` and `exportEvents` receive. Changes of it change nothing.
   *
   * @example
   * if (event.event === '$pageview') console.log(event.properties.$current_url)
   */
  interface ProcessedPluginEvent extends OfServer<UnprocessedFields, ProcessedFields> {
    /** Name of the event, such as `$pageview`. */
    event: string;
    /** Whom the event is about. */
    distinct_id: string;
    /** Address that the event came from; newer servers leave it null and set `properties.$ip`. */
    ip: string | null;
    /** Project of the event. */
    readonly team_id: number;
    /** Person properties that the event sets. */
    $set?: Properties;
    /** Person properties that the event sets where they are not set yet. */
    $set_once?: Properties;
    /** Id of the event. */
    uuid: string;
  }

  /** What servers of 2022 looked up for an event. */
  interface PersonOfEvent {
    /** The person, on servers that look it up: for a while in 2022. */
    person?: Person;
  }

  /** What an event has behind the store, on servers since November 2021. */
  interface ProcessedFields extends PersonOfEvent {
    /** Properties. They are always there. */
    properties: Properties;
    /** When it happened, in ISO 8601. */
    timestamp: string;
    /** The clicked element and those around it, for `$autocapture`. */
    elements?: Element[];
  }

  /** What it has on servers of October 2021: it is handed over as it came in. */
  type UnprocessedFields = Pick<
    PluginEvent,
    'properties' | 'timestamp' | 'now' | 'sent_at' | 'offset' | 'site_url'
  >;

  /**
   * An event for `composeWebhook`.
   *
   * @example
   * const body = JSON.stringify({ text: `${event.event} at ${event.timestamp.toISOString()}` })
   */
  interface PostHogEvent {
    /** Name of the event, such as `$pageview`. */
    event: string;
    /** Whom the event is about. */
    distinct_id: string;
    /** Properties. They are always there. */
    properties: Properties;
    /** When it happened; here a Date, not text. */
    timestamp: Date;
    /** Project of the event. */
    readonly team_id: number;
    /** Id of the event. */
    uuid: string;
    /** The person. Typed by PostHog, though no server was seen to fill it. */
    person?: WebhookPerson;
    /** The groups by type. Typed by PostHog, though no server was seen to fill them. */
    groups?: Record<string, WebhookGroup>;
  }

  /** The person of an event for `composeWebhook`. */
  interface WebhookPerson {
    /** Id of the person. */
    uuid: string;
    /** What is known of the person. */
    properties: Properties;
    /** Address of its page in PostHog. */
    posthog_url: string;
  }

  /** A group of an event for `composeWebhook`. */
  interface WebhookGroup {
    /** Its key, such as `acme`. */
    key: string;
    /** What is known of the group. */
    properties: Properties;
    /** Address of its page in PostHog. */
    posthog_url: string;
  }

  /**
   * The person of an event, where the server looked it up.
   *
   * @example
   * const plan = event.person?.properties.plan
   */
  interface Person {
    /** Id of the person. */
    uuid: string;
    /** Project of the person. */
    team_id: number;
    /** What is known of the person. */
    properties: Properties;
    /** When the person was first seen, in ISO 8601. */
    created_at: string;
  }

  /**
   * One element of a page in an `$autocapture` event.
   *
   * @example
   * const link = event.elements?.find(({ tag_name }) => tag_name === 'a')?.href
   */
  interface Element {
    /** Text inside of it, at most 400 characters. */
    text?: string;
    /** Such as `button`. */
    tag_name?: string;
    /** Where a link leads, at most 2,048 characters. */
    href?: string;
    /** Its `id`. */
    attr_id?: string;
    /** Its classes. */
    attr_class?: string[];
    /** Its place among its siblings, from 1. */
    nth_child?: number;
    /** Its place among its siblings of the same tag, from 1. */
    nth_of_type?: number;
    /** All attributes, each with the prefix `attr__`. */
    attributes?: Record<string, any>;
    /** Where PostHog keeps it. */
    event_id?: number;
    /** How far it is from the clicked element, which has 0. */
    order?: number;
    /** Where PostHog keeps it. */
    group_id?: number;
  }

  /**
   * A request that PostHog makes for `composeWebhook`.
   *
   * @example
   * const webhook: PostHogApp.Webhook = { url: meta.config.url, body: JSON.stringify({ text: event.event }) }
   */
  interface Webhook {
    /** Where it goes. **An address that takes events of PostHog makes a loop.** */
    url: string;
    /** What is sent, as text. */
    body: string;
    /** `{ 'Content-Type': 'application/json' }` when absent. */
    headers?: Record<string, string>;
    /** `POST` when absent. */
    method?: 'POST' | 'GET' | 'PUT' | 'DELETE' | 'PATCH';
  }

  /**
   * An action that an event matched, for `onAction`.
   *
   * @example
   * console.log(`${event.event} is ${action.name ?? 'a nameless action'}`)
   */
  interface Action {
    /** Its number in PostHog. */
    id: number;
    /** Its project. */
    team_id: number;
    /** Its name, where it has one. */
    name: string | null;
    /** What its authors say of it. */
    description: string;
    /** What an event has to be to match. */
    steps: any[];
  }

  // ── meta ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What is known of one app in particular. Declarations generated from its `plugin.json` and code add to it. */
  interface App {}

  /** What is known of one app, or what holds for all. */
  type OfApp<Key extends string, Otherwise> = App extends { [P in Key]: infer Known } ? Known : Otherwise;

  /** What the code of an app declares: the place of each name is there, and not where its type is written down. */
  type OfCode<Members> = { [Name in Exclude<keyof Members, never>]: Members[Name] };

  /** The settings of the app: the `config` of `plugin.json`. Values are always text. */
  type Config = OfApp<'config', Record<string, string>>;

  /** The files of the attachment fields in `plugin.json`. */
  type Attachments = OfApp<'attachments', Record<string, Attachment | undefined>>;

  /** Functions that enqueue the jobs of the app. */
  type Jobs = OfApp<'jobs', Record<string, (payload?: any) => JobRunner>>;

  /**
   * Counters of the app, as declared by `export const metrics`. Each has the one method of its kind, so where the kinds are
   * not known nothing is said of them.
   */
  type Metrics = OfApp<'metrics', Record<string, any>>;

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
    /**
     * Values for a while, shared by all threads. They may vanish at any time.
     *
     * @example
     * const isNew = (await meta.cache.incr(`seen ${event.distinct_id}`)) === 1
     */
    readonly cache: Cache;
    /**
     * Values that last, until they are deleted. They are kept per app and project, and nothing lists their keys.
     *
     * @example
     * const last = await meta.storage.get('last run', null)
     */
    readonly storage: Storage;
    /**
     * Where an IP address is.
     *
     * @example
     * const place = event.ip === null ? null : await meta.geoip.locate(event.ip)
     */
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
    /**
     * Numbers that count up: `utils.cursor`.
     *
     * @example
     * const page = await meta.utils.cursor.increment('page')
     */
    readonly utils: Utils;
  }

  /** Bytes: a Buffer where the program knows that class. It is no `instanceof Uint8Array` inside PostHog. */
  type Bytes = typeof globalThis extends { Buffer: { alloc(size: number): infer B } } ? B : PlainBytes;

  /** Bytes where the program does not know the class Buffer. */
  interface PlainBytes extends Uint8Array {
    /**
     * Their text, in UTF-8 or another encoding, such as `base64`.
     *
     * @example
     * const text = meta.attachments.list?.contents?.toString()
     */
    toString(encoding?: string): string;
  }

  /**
   * An uploaded file.
   *
   * @example
   * const lines = meta.attachments.list?.contents?.toString().split('\n') ?? []
   */
  interface Attachment {
    /** Its kind, such as `text/csv`. */
    content_type: string;
    /** Its name, as it was uploaded. */
    file_name: string;
    /** The bytes: write `contents?.toString()` for text. */
    contents: Bytes | null;
  }

  /** How a value is kept in the cache. */
  interface CacheOptions {
    /** Whether values are kept as JSON (the default); `false` keeps text as it is. */
    jsonSerialize?: boolean;
  }

  /** `meta.cache`: values for a while, shared by all threads and by all settings of the app in a project. */
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
    get(key: string, defaultValue?: unknown, options?: CacheOptions): Promise<any>;
    /**
     * Adds one and returns the new number; a missing key counts from 0. Rejects when the value is no whole number.
     *
     * @example
     * if ((await meta.cache.incr('mails today')) > 100) return
     */
    incr(key: string): Promise<number>;
    /**
     * Sets the seconds after which the key vanishes; 0 deletes it. `false` when there is no such key.
     *
     * @example
     * await meta.cache.expire('mails today', 24 * 60 * 60)
     */
    expire(key: string, ttlSeconds: number): Promise<boolean>;
    /**
     * Puts elements in front of a list, at most 1,000 at once; the last of them comes first. Returns the new length.
     *
     * @example
     * const length = await meta.cache.lpush('queue', [event.uuid])
     */
    lpush(key: string, elements: string | string[]): Promise<number>;
    /**
     * Elements of a list from `start` to `end`, both included; negative indexes count from the end.
     *
     * @example
     * const all = await meta.cache.lrange('queue', 0, -1)
     */
    lrange(key: string, start: number, end: number): Promise<string[]>;
    /**
     * Length of a list; 0 when there is none.
     *
     * @example
     * const waiting = await meta.cache.llen('queue')
     */
    llen(key: string): Promise<number>;
    /**
     * Takes `count` elements off the front of a list; `null` when there is no such key.
     *
     * @example
     * const batch = (await meta.cache.lpop('queue', 50)) ?? []
     */
    lpop(key: string, count: number): Promise<string[] | null>;
    /**
     * Removes `count` elements equal to `element`, all of them for 0; returns how many it removed.
     *
     * @example
     * await meta.cache.lrem('queue', 1, event.uuid)
     */
    lrem(key: string, count: number, element: string): Promise<number>;
  }

  /** `meta.storage`: values that last, for one set of settings of the app. */
  interface Storage {
    /**
     * Keeps a value that JSON can hold; a Date comes back as text. `undefined` deletes the key.
     *
     * @example
     * await meta.storage.set(`seen ${event.distinct_id}`, true)
     */
    set(key: string, value: unknown): Promise<void>;
    /**
     * Reads a value, or gives `defaultValue` when there is none: `undefined` where that is left out.
     *
     * @example
     * const isKnown = await meta.storage.get(`seen ${event.distinct_id}`, false)
     */
    get(key: string, defaultValue?: unknown): Promise<any>;
    /**
     * Deletes a key. PostHog of October 2021 or newer; setting it to `undefined` does the same.
     *
     * @example
     * await meta.storage.del(`seen ${event.distinct_id}`)
     */
    del(key: string): Promise<void>;
  }

  /** `meta.geoip`: the places of IP addresses. */
  interface GeoIp {
    /**
     * Looks up an address in MaxMind's city database; `null` when it is not there. Rejects on a PostHog without that
     * database.
     *
     * @example
     * const place = event.ip === null ? null : await meta.geoip.locate(event.ip)
     * const city = place?.city?.names?.en
     */
    locate(ip: string): Promise<GeoIpCity | null>;
  }

  /** What MaxMind's city database knows of an IP address. Parts that it does not know are missing. */
  interface GeoIpCity {
    /**
     * The city.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.city?.names?.en)
     */
    readonly city?: GeoIpName;
    /**
     * The continent, and its code of two letters.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.continent?.code)
     */
    readonly continent?: GeoIpName & { readonly code?: string };
    /**
     * The country, and its code of two letters.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.country?.isoCode)
     */
    readonly country?: GeoIpName & { readonly isoCode?: string };
    /**
     * Where it is about, in degrees, and the time zone.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.location?.latitude, place?.location?.timeZone)
     */
    readonly location?: {
      /**
       * How far off it may be, in kilometres.
       *
       * @example
       * const place = await meta.geoip.locate(event.ip ?? '')
       * console.log(place?.location?.accuracyRadius)
       */
      readonly accuracyRadius?: number;
      /**
       * In degrees, positive in the north.
       *
       * @example
       * const place = await meta.geoip.locate(event.ip ?? '')
       * console.log(place?.location?.latitude)
       */
      readonly latitude?: number;
      /**
       * In degrees, positive in the east.
       *
       * @example
       * const place = await meta.geoip.locate(event.ip ?? '')
       * console.log(place?.location?.longitude)
       */
      readonly longitude?: number;
      /**
       * Such as `Europe/Berlin`.
       *
       * @example
       * const place = await meta.geoip.locate(event.ip ?? '')
       * console.log(place?.location?.timeZone)
       */
      readonly timeZone?: string;
    };
    /**
     * The postal code.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.postal?.code)
     */
    readonly postal?: {
      /**
       * As letters are addressed there.
       *
       * @example
       * const place = await meta.geoip.locate(event.ip ?? '')
       * console.log(place?.postal?.code)
       */
      readonly code?: string;
    };
    /**
     * The parts of the country that it lies in, the largest first.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.subdivisions?.[0]?.isoCode)
     */
    readonly subdivisions?: ReadonlyArray<GeoIpName & { readonly isoCode?: string }>;
    /**
     * What is known of the address itself.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.traits?.ipAddress)
     */
    readonly traits?: {
      /**
       * The address that was asked for.
       *
       * @example
       * const place = await meta.geoip.locate(event.ip ?? '')
       * console.log(place?.traits?.ipAddress)
       */
      readonly ipAddress?: string;
    };
  }

  /** A place with a name. */
  interface GeoIpName {
    /**
     * The number of the place in GeoNames.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.city?.geonameId)
     */
    readonly geonameId?: number;
    /**
     * Its name by language: `en`, `de`, `pt-BR`.
     *
     * @example
     * const place = await meta.geoip.locate(event.ip ?? '')
     * console.log(place?.country?.names?.en)
     */
    readonly names?: { readonly [language: string]: string };
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
    /**
     * Runs the job as soon as possible.
     *
     * @example
     * await meta.jobs.retry({ id: 7 }).runNow()
     */
    runNow(): Promise<void>;
    /**
     * Runs the job at a time.
     *
     * @example
     * await meta.jobs.retry({ id: 7 }).runAt(new Date('2030-01-01T08:00:00Z'))
     */
    runAt(date: Date): Promise<void>;
    /**
     * Runs the job after a while. Write days for months: those are 210 days long.
     *
     * A unit that is known to be text alone, such as one that comes from a payload, is taken as it is.
     *
     * @example
     * await meta.jobs.retry(event).runIn(30, 'seconds')
     */
    runIn<Unit extends string>(
      duration: number,
      unit: string extends Unit ? Unit : `${Unit}s` extends JobUnit ? Unit : JobUnit,
    ): Promise<void>;
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

  /** `meta.utils`. */
  interface Utils {
    /** Numbers that several threads count up together without losing a step. Read one with `storage.get(key)`. */
    readonly cursor: {
      /**
       * Sets the number unless it is set.
       *
       * @example
       * await meta.utils.cursor.init('page', 1)
       */
      init(key: string, initialValue?: number): Promise<void>;
      /**
       * Adds to the number and returns the new one. Without `incrementBy`, or with 0, it adds 1; a number that was never
       * set begins with what is added.
       *
       * @example
       * const page = await meta.utils.cursor.increment('page')
       */
      increment(key: string, incrementBy?: number): Promise<number>;
    };
  }

  // ── What an app exports ─────────────────────────────────────────────────────────────────────────────────────

  /**
   * The exports of an app, to annotate a whole function: `@type {PostHogApp.Plugin['onEvent']}` in JavaScript, or an object
   * of those that the app needs. Where PostHog ignores what a function returns, that may be anything.
   *
   * @example
   * export const onEvent: PostHogApp.Plugin['onEvent'] = async (event, meta) => {}
   */
  type Plugin = (Handlers | SomeHandlers) & {
    /** Functions that run later, by their names: `meta.jobs.<name>(payload)` enqueues them. */
    jobs?: Record<string, (payload: any, meta: PluginMeta) => any>;
    /** Counters by their names, each with its kind: `sum`, `max` or `min`. */
    metrics?: Record<string, string>;
  };

  /**
   * An object that need not have all of them, while `Plugin['onEvent']` is a function and nothing else, as an optional member
   * would not be: each name but its first letter is a pattern.
   */
  type SomeHandlers = {
    [
      Name in keyof Handlers as Name extends `${infer _First}${infer Rest}` ? `${string}${Rest}` : never
    ]: Handlers[Name];
  };

  /** The functions that PostHog calls. */
  interface Handlers {
    /**
     * Runs once before the first event: the place to check settings and to fill `meta.global`. When it throws, the app
     * does not start; a RetryError lets PostHog try again.
     *
     * @example
     * export function setupPlugin(meta: PostHogApp.PluginMeta) {
     *   if (!meta.config.url) throw new Error('Fill in the address.')
     * }
     */
    setupPlugin(meta: PluginMeta): any;
    /**
     * Runs when the app is unloaded: when it is disabled, its settings change, or the server stops.
     *
     * @example
     * export async function teardownPlugin(meta: PostHogApp.PluginMeta) {
     *   await meta.global.buffer?.flush()
     * }
     */
    teardownPlugin(meta: PluginMeta): any;
    /**
     * Runs for each event before it is stored. What it returns is stored; **nothing, or a path without `return`, drops
     * the event.** After a throw the event goes on with what was changed so far.
     *
     * @example
     * export function processEvent(event: PostHogApp.PluginEvent) {
     *   if (event.properties) event.properties.seen = true
     *   return event
     * }
     */
    processEvent(
      event: PluginEvent,
      meta: PluginMeta,
    ): PluginEvent | null | undefined | Promise<PluginEvent | null | undefined>;
    /**
     * The old form of `processEvent`, called with a list of one event where there is no `processEvent`.
     *
     * @example
     * export function processEventBatch(events: PostHogApp.PluginEvent[]) {
     *   return events.filter(({ event }) => event !== 'noise')
     * }
     */
    processEventBatch(
      events: PluginEvent[],
      meta: PluginMeta,
    ): PluginEvent[] | undefined | Promise<PluginEvent[] | undefined>;
    /**
     * Runs for each event after all `processEvent`. It cannot change the event. **An event that it captures comes back to
     * it.**
     *
     * @example
     * export async function onEvent(event: PostHogApp.ProcessedPluginEvent) {
     *   if (event.event === 'order paid') await posthog.capture('order counted')
     * }
     */
    onEvent(event: ProcessedPluginEvent, meta: PluginMeta): any;
    /**
     * _Until June 2022, self-hosted only._ Runs for the events of session recordings, `$snapshot`, alone.
     *
     * @example
     * export function onSnapshot(event: PostHogApp.ProcessedPluginEvent) {
     *   console.log(event.properties.$session_id)
     * }
     */
    onSnapshot(event: ProcessedPluginEvent, meta: PluginMeta): any;
    /**
     * _November 2021 to June 2022._ Runs for events that match an action.
     *
     * @example
     * export function onAction(action: PostHogApp.Action, event: PostHogApp.ProcessedPluginEvent) {
     *   console.log(`${event.distinct_id}: ${action.name}`)
     * }
     */
    onAction(action: Action, event: ProcessedPluginEvent, meta: PluginMeta): any;
    /**
     * _Until December 2023._ Receives events in batches. A RetryError sends the whole batch again later; any other error
     * loses it.
     *
     * @example
     * export async function exportEvents(events: PostHogApp.ProcessedPluginEvent[], meta: PostHogApp.PluginMeta) {
     *   const response = await fetch(meta.config.url, { method: 'POST', body: JSON.stringify(events) })
     *   if (!response.ok) throw new RetryError(`The receiver answered ${response.status}`)
     * }
     */
    exportEvents(events: ProcessedPluginEvent[], meta: PluginMeta): any;
    /**
     * _PostHog of November 2023 or newer._ Returns the request that PostHog makes for an event, or null for none. **It
     * has to return at once:** a promise is not awaited.
     *
     * @example
     * export function composeWebhook(event: PostHogApp.PostHogEvent, meta: PostHogApp.PluginMeta) {
     *   return { url: meta.config.url, body: JSON.stringify({ text: event.event }) }
     * }
     */
    composeWebhook(event: PostHogEvent, meta: PluginMeta): Webhook | null;
    /**
     * Runs once a minute, unless the last run is still going on. There are no others but this, the hourly and the daily.
     *
     * @example
     * export async function runEveryMinute(meta: PostHogApp.PluginMeta) {
     *   await posthog.capture('still alive', { distinct_id: 'monitor' })
     * }
     */
    runEveryMinute(meta: PluginMeta): any;
    /**
     * Runs at the start of each hour, unless the last run is still going on.
     *
     * @example
     * export async function runEveryHour(meta: PostHogApp.PluginMeta) {
     *   await meta.storage.set('last run', new Date().toISOString())
     * }
     */
    runEveryHour(meta: PluginMeta): any;
    /**
     * Runs each day at midnight, by the clock of the server.
     *
     * @example
     * export async function runEveryDay(meta: PostHogApp.PluginMeta) {
     *   await meta.cache.set('mails today', 0)
     * }
     */
    runEveryDay(meta: PluginMeta): any;
    /**
     * _January to December 2023._ Read once, after `setupPlugin`: how PostHog hands events to `exportEvents`.
     *
     * @example
     * export function getSettings() {
     *   return { handlesLargeBatches: true }
     * }
     */
    getSettings(meta: PluginMeta): PluginSettings;
  }
  /** What `getSettings` returns. */
  interface PluginSettings {
    /** Whether `exportEvents` can take large batches. */
    handlesLargeBatches?: boolean;
  }
}
