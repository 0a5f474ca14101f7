/**
 * The documented entry of the runtime as types, which name nothing of how it is made: programs that import the package
 * see these alone. See docs/runtime.md.
 */
import type { Profile } from '../platform/profiles.ts';
import type { EventsReport } from '../protocol/eventsReport.ts';
import type { AppSource, ConsentRequest, HostAccess } from '../protocol/runtime.ts';
import type { AttachmentContent } from '../protocol/sandbox.ts';
import type { Json, Trace } from '../protocol/trace.ts';

/** What a program says about an app. */
export interface ProgramOptions {
  /** A folder with plugin.json, or the texts of an app's files by path. */
  readonly source: AppSource | { readonly files: { readonly [path: string]: string } };
  readonly config?: { readonly [key: string]: string };
  readonly attachments?: { readonly [key: string]: AttachmentContent };
  /** Evaluates parts of awaited expressions twice, as servers of June 2021 to August 2022 did. For the profile of 2021. */
  readonly doubledAwaits?: boolean;
  /** Path of an `.mmdb` file, from which `meta.geoip.locate` answers; it knows nothing without one. */
  readonly geoipDatabase?: string;
  /** The embedded host when absent: nothing is sent. */
  readonly access?: HostAccess;
  readonly profile?: Profile;
  /** 30 when absent, as in PostHog. */
  readonly timeoutSeconds?: number;
  /** Asked once per origin before the first live write; without it, live writes are refused. */
  readonly consent?: (request: ConsentRequest) => Promise<boolean>;
  /**
   * Asked once where the app imports packages that PostHog provides and that lie in its own `node_modules`, such as `pg`.
   * They run outside of the app's sandbox, in its process; without a yes, importing them fails. See docs/security.md.
   */
  readonly allowPackages?: (names: readonly string[]) => Promise<boolean>;
  /**
   * Runs the app under a debugger: called with the address of its inspector, before anything of the app runs. It answers
   * whether a debugger has attached; the app goes on when that says so (`Runtime.runIfWaitingForDebugger`).
   */
  readonly attachDebugger?: (address: string) => Promise<boolean>;
}

/** What loading an app came to. */
export interface AppStart {
  /** Names of the lifecycle exports, and of jobs as `jobs.<name>`; none where it could not be loaded. */
  readonly exports: readonly string[];
  /** What happened meanwhile; its errors say why it could not be loaded. */
  readonly trace: Trace;
}

/** As much of an AbortSignal as is used; the type itself belongs to the browser or to Node. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(name: 'abort', listener: () => void): void;
  removeEventListener(name: 'abort', listener: () => void): void;
}

/** An app that can be called: loaded by the first call, and anew after a run that had to be ended. */
export interface RunningApp extends AsyncDisposable {
  /** Loads the app and runs `setupPlugin`, before the first call would; never rejects for what the app did. */
  start(): Promise<AppStart>;
  /**
   * Calls a lifecycle export or `jobs.<name>`, and the jobs that it enqueued after it.
   *
   * @param input the event, the payload, or null.
   * @param signal stops the run; the trace so far is given back.
   * @returns the trace; never rejects for what the app, its set-up or the network did.
   */
  call(entryPoint: string, input: Json, signal?: StopSignal): Promise<Trace>;
  /**
   * Calls an export for each event of a list, one after another.
   *
   * @returns a row for each event, and a trace of bounded size; never rejects for what the app did.
   */
  callMany(
    entryPoint: string,
    events: readonly Json[],
    options?: {
      /** Stops the run; the report so far is given back. */
      readonly signal?: StopSignal;
      /** Called as events are done, with their number. */
      readonly onProgress?: (done: number) => void;
    },
  ): Promise<EventsReport>;
  /** Ends the sandbox; it is gone when the promise resolves. */
  dispose(): Promise<void>;
}
