// The types of apps under the names of the package, for apps that do not have it installed.

declare module '@posthog/plugin-scaffold' {
  export type PluginEvent = PostHogApp.PluginEvent;
  export type ProcessedPluginEvent = PostHogApp.ProcessedPluginEvent;
  export type PostHogEvent = PostHogApp.PostHogEvent;
  export type PluginPerson = PostHogApp.Person;
  export type Element = PostHogApp.Element;
  export type Properties = PostHogApp.Properties;
  export type Webhook = PostHogApp.Webhook;
  export type Action = PostHogApp.Action;
  export type PluginSettings = PostHogApp.PluginSettings;
  export type PostHogPerson = PostHogApp.WebhookPerson;
  export type PostHogGroup = PostHogApp.WebhookGroup;
  export type ApiMethodOptions = PostHogApp.ApiMethodOptions;
  export type ConsoleExtension = Record<
    'debug' | 'log' | 'info' | 'warn' | 'error',
    (...values: unknown[]) => void
  >;
  export type PluginAttachment = PostHogApp.Attachment;
  export type CacheExtension = PostHogApp.Cache;
  export type CacheOptions = PostHogApp.CacheOptions;
  export type StorageExtension = PostHogApp.Storage;
  export type GeoIPExtension = PostHogApp.GeoIp;
  export type UtilsExtension = PostHogApp.Utils;
  export type ApiExtension = PostHogApp.Api;
  export type PostHogExtension = PostHogApp.PostHog;
  export type Response = PostHogApp.Response;
  export type JobControls = PostHogApp.JobRunner;
  export type JobOptions = Record<string, any> | undefined;

  export type AllowedMetricsOperations = 'sum' | 'min' | 'max';

  // Until 1.0, and 1.3.4 for exportEvents, the package had one kind of event. What these take is still right in handlers
  // whose event was a PluginEvent then, and is called as the event is now.
  namespace Handed {
    interface ProcessedPluginEvent extends PostHogApp.ProcessedPluginEvent, PostHogApp.OfServer<{}, Early> {}

    interface Early {
      /** @deprecated Only servers of 2021 hand it over. */
      now: string;
      /** @deprecated Only servers of 2021 hand it over. */
      site_url: string;
    }
  }

  /** What an app is made of, for {@link Plugin} and {@link Meta}. Parts that are left out come from plugin.json. */
  export interface PluginInput {
    config?: Record<string, any>;
    attachments?: Record<string, PluginAttachment | undefined>;
    global?: Record<string, any>;
    /** The payload of each job. */
    jobs?: Record<string, any>;
    metrics?: Record<string, AllowedMetricsOperations>;
  }

  // In the package, any as the input gives what an app has without one. In JavaScript, TypeScript reads a bare
  // `Plugin` as `Plugin<any>`, since the default is the empty type. The first line asks: is Input any?
  type Part<Input, Key extends string, Otherwise> = 0 extends 1 & Input
    ? Otherwise
    : Input extends { [P in Key]: infer Given }
      ? Given
      : Otherwise;

  /** A part of `meta` of which the input says nothing: what is known of the app, or anything where its code says that. */
  type Unsaid<Key extends keyof PostHogApp.PluginMeta> = PostHogApp.App extends { hasOwnMeta: true }
    ? any
    : PostHogApp.PluginMeta[Key];

  export type MetaJobsFromJobOptions<Jobs> = { [Name in keyof Jobs]: (payload: Jobs[Name]) => JobControls };

  type MetricsOf<Metrics> = {
    [Name in keyof Metrics]: Metrics[Name] extends 'sum'
      ? PostHogApp.SumMetric
      : Metrics[Name] extends 'min'
        ? PostHogApp.MinMetric
        : Metrics[Name] extends 'max'
          ? PostHogApp.MaxMetric
          : PostHogApp.Metric;
  };

  /** The last argument of every function that PostHog calls. `Input` has the parts of the app. */
  export interface Meta<Input extends PluginInput = {}> extends Omit<
    PostHogApp.PluginMeta,
    'config' | 'attachments' | 'global' | 'jobs' | 'metrics'
  > {
    /** The settings of the app, by the keys of plugin.json. Values are text. They cannot be changed. */
    readonly config: Part<Input, 'config', Unsaid<'config'>>;
    /** The files of the attachment fields in plugin.json. */
    readonly attachments: Part<Input, 'attachments', Unsaid<'attachments'>>;
    /** What the app keeps in memory, per worker thread. */
    global: Part<Input, 'global', Unsaid<'global'>>;
    /** Enqueues the jobs of the app. */
    readonly jobs: 0 extends 1 & Input
      ? Unsaid<'jobs'>
      : Input extends { jobs: infer Jobs }
        ? MetaJobsFromJobOptions<Jobs>
        : Unsaid<'jobs'>;
    /** Counts what the app does. */
    readonly metrics: 0 extends 1 & Input
      ? Unsaid<'metrics'>
      : Input extends { metrics: infer Metrics }
        ? MetricsOf<Metrics>
        : Unsaid<'metrics'>;
  }

  /** `meta` of an app: the argument is the type of the app, not its config. */
  export type PluginMeta<App = Plugin> = 0 extends 1 & App
    ? Meta
    : App extends { __internalMeta?: infer Known }
      ? NonNullable<Known>
      : Meta;

  /** The exports of an app. `Input` has its parts: `Plugin<{ config: { token: string } }>`. */
  export interface Plugin<Input extends PluginInput = {}> {
    setupPlugin?(meta: Meta<Input>): void | Promise<void>;
    teardownPlugin?(meta: Meta<Input>): void | Promise<void>;
    processEvent?(
      event: PluginEvent,
      meta: Meta<Input>,
    ): PluginEvent | null | undefined | Promise<PluginEvent | null | undefined>;
    processEventBatch?(
      events: PluginEvent[],
      meta: Meta<Input>,
    ): PluginEvent[] | undefined | Promise<PluginEvent[] | undefined>;
    onEvent?(event: Handed.ProcessedPluginEvent, meta: Meta<Input>): void | Promise<void>;
    onSnapshot?(event: Handed.ProcessedPluginEvent, meta: Meta<Input>): void | Promise<void>;
    onAction?(action: Action, event: Handed.ProcessedPluginEvent, meta: Meta<Input>): void | Promise<void>;
    exportEvents?(events: Handed.ProcessedPluginEvent[], meta: Meta<Input>): void | Promise<void>;
    getSettings?(meta: Meta<Input>): PluginSettings;
    composeWebhook?(event: PostHogEvent, meta: Meta<Input>): Webhook | null;
    runEveryMinute?(meta: Meta<Input>): void | Promise<void>;
    runEveryHour?(meta: Meta<Input>): void | Promise<void>;
    runEveryDay?(meta: Meta<Input>): void | Promise<void>;
    jobs?: {
      [Name in keyof Part<Input, 'jobs', Record<string, any>>]: (
        payload: Part<Input, 'jobs', Record<string, any>>[Name],
        meta: Meta<Input>,
      ) => any;
    };
    metrics?: Part<Input, 'metrics', Record<string, AllowedMetricsOperations>>;
    /** Carries the type of `meta` to {@link PluginMeta}; it never has a value. */
    __internalMeta?: Meta<Input>;
  }

  /** What all fields of plugin.json have. */
  export interface PluginConfigStructure {
    key?: string;
    name?: string;
    default?: string;
    hint?: string;
    markdown?: string;
    order?: number;
    required?: boolean;
    secret?: boolean;
    required_if?: any[];
    visible_if?: any[];
  }

  export interface PluginConfigDefault extends PluginConfigStructure {
    type?: 'string' | 'json' | 'attachment';
  }

  export interface PluginConfigChoice extends PluginConfigStructure {
    type: 'choice';
    choices: string[];
  }

  /** A field of plugin.json. */
  export type PluginConfigSchema = PluginConfigDefault | PluginConfigChoice;

  /** The class of the global `RetryError`. */
  export const RetryError: PostHogApp.RetryErrorConstructor;
  export type RetryError = PostHogApp.RetryErrorInstance;

  export enum MetricsOperation {
    Sum = 'sum',
    Min = 'min',
    Max = 'max',
  }
}
