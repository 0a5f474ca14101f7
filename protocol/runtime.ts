/**
 * Messages between whoever starts a run (the client, the command line) and the runtime process, over
 * JSON-RPC on the child's IPC channel.
 */
import type { HostPair } from '../platform/hosts.ts';
import type { Profile } from '../platform/profiles.ts';
import type { AttachmentContent } from './sandbox.ts';
import type { CapturedEvent, Following, Hop, Json, JsonObject, Trace } from './trace.ts';

/** How requests of the app are treated: never sent, answered by the embedded host, or sent. */
export type RunMode = 'block' | 'mock' | 'live';

/** Where a run talks to and as whom. Stays in the runtime process; the sandbox never sees a key. */
export interface HostAccess {
  readonly host: HostPair;
  /** What `@current` means in a path. */
  readonly projectId: string | null;
  /** Public, write only; goes with captured events. */
  readonly projectApiKey: string | null;
  /** Personal keys by the one origin each belongs to. */
  readonly personalApiKeys: { readonly [origin: string]: string };
  /** The environment variable that holds the personal key of the host, so that messages name it; absent for a stored key. */
  readonly personalKeyVariable?: string;
  readonly mode: RunMode;
  /** How connections are made; as the environment says when absent. */
  readonly network?: NetworkSettings;
}

/** Proxy and certificates, as the editor is set. */
export interface NetworkSettings {
  /** Address of the proxy; absent for what the environment says (`HTTPS_PROXY`, …). */
  readonly proxy?: string;
  /** Whether no proxy is used, though there may be one. */
  readonly isProxyOff?: true;
  /** Value of the header `Proxy-Authorization`. */
  readonly proxyAuthorization?: string;
  /** Hosts that are reached without the proxy; absent for what the environment says (`NO_PROXY`). */
  readonly noProxy?: readonly string[];
  /** Takes any certificate when false. */
  readonly isStrict?: boolean;
  /** Whether the authorities that the operating system knows count too. */
  readonly usesSystemCertificates?: boolean;
  /** Hosts, with or without port, that a key may be sent to without encryption. */
  readonly insecureHosts?: readonly string[];
}

/** The app to run: a folder, with the texts of files that are open and not saved. */
export interface AppSource {
  /** Absolute path of the folder that holds plugin.json. */
  readonly root: string;
  /** Unsaved texts by path relative to `root` with `/`; they win over the disk. */
  readonly unsaved?: { readonly [path: string]: string };
}

export interface RunRequest {
  readonly app: AppSource;
  /** A lifecycle export, or `jobs.<name>`. */
  readonly entryPoint: string;
  /** The event, the job's payload, or null for an export that takes none. */
  readonly input: Json;
  readonly config: { readonly [key: string]: string };
  readonly access: HostAccess;
  readonly timeoutSeconds: number;
  /** Whether a debugger attaches: see {@link runtimeMethods.attachDebugger}. */
  readonly isDebugged?: boolean;
  /** `documented` when absent. */
  readonly profile?: Profile;
  /** Files for the config fields of type `attachment`, by key. */
  readonly attachments?: { readonly [key: string]: AttachmentContent };
  /** Evaluates parts of awaited expressions twice, as servers of 2021 did. */
  readonly doubledAwaits?: boolean;
  /** Absolute path of the database for `meta.geoip`. */
  readonly geoipDatabase?: string;
  /** Id of the run whose captured events may be followed: the app stays, with what it keeps, until that or another run. */
  readonly keptFor?: string;
}

/** So many events come back at most: more is not read, and where each leads to two, ten hops are a thousand. */
export const mostFollowedEvents = 1_000;

/** Captured events that go back through apps: see runtime/pipeline/follow.ts. */
export interface FollowRequest {
  /** As in {@link RunRequest.keptFor}: an app that is no longer there is loaded anew. */
  readonly runId: string;
  /** In the order in which events go through them. Names tell them apart. */
  readonly apps: readonly { readonly name: string; readonly run: RunRequest }[];
  readonly starts: readonly FollowStart[];
  readonly limits: { readonly maxHops: number; readonly maxEvents: number };
}

/** A captured event from which following starts. */
export interface FollowStart {
  readonly captured: CapturedEvent;
  /** Name of the app that captured it. */
  readonly app: string;
  /** Its place in what was captured. */
  readonly index: number;
}

export interface Followed {
  /** In the order in which the events came back. */
  readonly hops: readonly Hop[];
  readonly following: Following;
}

/** The problem, in one sentence, is that of an app that cannot be loaded. */
export type FollowAnswer = Followed | { readonly problem: string };

/** How far following is. */
export interface FollowProgress {
  readonly runId: string;
  /** How many events are done. */
  readonly events: number;
  readonly hop: number;
}

/** The whole life of an app: see runtime/pipeline/lifeCycle.ts. The event is for the entry point, if it takes one. */
export interface LifeCycleRequest extends RunRequest {
  /** Names of what the app exports. */
  readonly exports: readonly string[];
}

/** One of the calls in the life of an app. */
export interface LifeCycleStep {
  readonly entryPoint: string;
  readonly input: Json;
  readonly trace: Trace;
}

/** What a live run would write, shown when the user is asked once per workspace. */
export interface ConsentRequest {
  readonly origin: string;
  readonly projectId: string | null;
  /** One line, such as `capture of "signup_enriched"` or `POST /api/projects/1/annotations/`. */
  readonly what: string;
}

/** Packages of an app's own `node_modules` that want to run: see docs/security.md. */
export interface PackagesRequest {
  /** Absolute path of the app's folder. */
  readonly root: string;
  readonly names: readonly string[];
}

/** Whether a host can be used with its keys. */
export interface ConnectionReport {
  /** Null when all is well. */
  readonly problem:
    | 'unreachable'
    /** It is there, and does not answer now: 429 or a failure of its own. */
    | 'busy'
    /** The proxy on the way to it does not work, or the setting that names it. */
    | 'proxy'
    /** It is asked without the proxy that is set, since the settings switch proxies off. */
    | 'proxy-off'
    | 'not-posthog'
    | 'personal-key'
    | 'scope'
    | 'project'
    | 'project-key'
    | 'clock'
    | null;
  /** What was found, and what to do, in plain words. */
  readonly message: string;
  /** The project that the keys are for, when the host told. */
  readonly project: { readonly id: string; readonly name: string } | null;
}

/** An app waits for a debugger. */
export interface DebuggerRequest {
  /** Of the app's inspector. */
  readonly address: string;
  /** What is being debugged. */
  readonly of: 'run' | 'scenario';
}

/** The projects that a personal key may use. */
export interface ProjectList {
  /** As in {@link ConnectionReport}. */
  readonly problem: ConnectionReport['problem'];
  readonly message: string;
  readonly projects: readonly { readonly id: string; readonly name: string }[];
}

/** The last events of a project, without secrets; or why there are none. */
export interface EventList {
  /** As in {@link ConnectionReport}. */
  readonly problem: ConnectionReport['problem'];
  readonly message: string;
  /** The latest first. */
  readonly events: readonly JsonObject[];
}

/** Names of the JSON-RPC methods. */
/**
 * Flags that the runtime process is started with. Runs make much that is soon forgotten: the part of the heap for it
 * would grow to 100 MB and more, of which the system gets nothing back.
 */
export const runtimeMemoryFlags: readonly string[] = ['--max-semi-space-size=8'];

export const runtimeMethods = {
  /** RunRequest → Trace. Cancelling the request stops the run and still answers with the trace so far. */
  run: 'posthogApps/run',
  /** RunRequest with a list of events as its input → EventsReport. Cancelling stops it likewise. */
  runMany: 'posthogApps/runMany',
  /** LifeCycleRequest → LifeCycleStep[]. Cancelling stops it likewise. */
  runLifeCycle: 'posthogApps/runLifeCycle',
  /** FollowRequest → FollowAnswer. Cancelling stops it likewise. */
  follow: 'posthogApps/follow',
  /** Runtime → client notification: {@link FollowProgress}. */
  followProgress: 'posthogApps/followProgress',
  /** ScenarioRequest → ScenarioResult. Cancelling the request stops the run. Writes nothing. */
  runScenario: 'posthogApps/runScenario',
  /** RecordRequest → RecordedScenario. Writes nothing. */
  recordScenario: 'posthogApps/recordScenario',
  /** HostAccess → ConnectionReport. Writes nothing. */
  testConnection: 'posthogApps/testConnection',
  /** Runtime → client: PackagesRequest → boolean. */
  packages: 'posthogApps/packages',
  /** HostAccess → EventList. Writes nothing. */
  realEvents: 'posthogApps/realEvents',
  /** HostAccess → ProjectList. */
  listProjects: 'posthogApps/listProjects',
  /** Runtime → client: ConsentRequest → boolean. */
  consent: 'posthogApps/consent',
  /** Runtime → client: {@link DebuggerRequest} → whether a debugger has attached. */
  attachDebugger: 'posthogApps/attachDebugger',
  /** Client → runtime notification, AppSource: prepare a sandbox, so that the next run is quick. */
  warmUp: 'posthogApps/warmUp',
} as const;

export type RunResponse = Trace;
