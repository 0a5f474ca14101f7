/**
 * Messages between the runner and a sandbox process. What comes out of the app crosses as JSON text that was
 * made inside the app's own context, so that no object of the app ever reaches Node's realm.
 */
import type { Profile } from '../platform/profiles.ts';
import type { Usage } from './trace.ts';

/** A file of the app, compiled to what the sandbox runs. */
export interface CompiledFile {
  /** Path relative to the app's folder, with `/`. */
  readonly path: string;
  readonly code: string;
  /** Which files its relative imports mean: specifier as written to path. */
  readonly resolved: { readonly [specifier: string]: string };
}

/** A file given by the user for a config field of type `attachment` (reference 3.2). */
export interface AttachmentContent {
  readonly contentType: string;
  readonly fileName: string;
  readonly base64: string;
}

/** Source maps of an app's files, as JSON texts by path; of a built file also the map that its builder wrote. */
export interface MapTexts {
  readonly [path: string]: {
    readonly map: string;
    readonly built: { readonly text: string; readonly path: string } | null;
  };
}

/** Everything an app is made of inside the sandbox. There is no key in it, and never will be. */
export interface LoadMessage {
  readonly type: 'load';
  readonly entry: CompiledFile;
  readonly files: readonly CompiledFile[];
  /** For stacks that the app reads itself. */
  readonly maps: MapTexts;
  readonly pluginName: string | null;
  readonly pluginId: number;
  readonly teamId: number;
  readonly profile: Profile;
  readonly config: { readonly [key: string]: string };
  readonly attachments: { readonly [key: string]: AttachmentContent };
  /** Of an earlier try to load the app: see {@link ReturnedMessage}. */
  readonly kept?: string;
  /** Packages of the app's own `node_modules` that it may load. */
  readonly packages: readonly string[];
  /** Why other packages cannot be loaded, by name. */
  readonly packageProblems: { readonly [name: string]: string };
  /** Whether the runner can answer {@link AskedPlace}. */
  readonly hasGeoIp: boolean;
  /**
   * The longest time that code may run without a pause before the sandbox ends itself; null where it ends with its runner
   * in any case.
   */
  readonly longestSpinMs: number | null;
  /**
   * Makes the run come out the same each time: milliseconds since 1970 at which its clock begins, in UTC, and moves only
   * between calls; what is random comes from one fixed sequence.
   */
  readonly fixedStart?: number;
}

/** Calls `setupPlugin`, another lifecycle export, or `jobs.<name>`. */
export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly entryPoint: string;
  /** The argument as JSON text; null where the export takes none. */
  readonly input: string | null;
  /** Milliseconds that have passed on the virtual clock, for the lifetimes of cached values. */
  readonly clockMs: number;
  /** Whether it is another try of the last call, with the same object as its argument. */
  readonly isAgain?: true;
}

/** The answer to an {@link AskMessage}: JSON text of a value, or of an {@link AskFailure}. */
export interface AnswerMessage {
  readonly type: 'answer';
  readonly id: number;
  readonly ok: boolean;
  readonly value: string;
}

/** Answered at once when nothing of the app is running: all that was said before has arrived by then. */
export interface PingMessage {
  readonly type: 'ping';
  readonly id: number;
  /** Lets the app go on first where something outside of its context has settled a promise, such as `WebAssembly.compile`. */
  readonly wakes: boolean;
}

/** A list of events begins, of which {@link EventsMessage}s follow. */
export interface ListMessage {
  readonly type: 'list';
  readonly entryPoint: string;
  readonly clockMs: number;
  /** Whether captured events need no answer, since the embedded host keeps them. */
  readonly isLocal: boolean;
  /** So many of the first events are shown as a whole; of the others that changed, nobody asks what they became. */
  readonly shown: number;
}

/** Events of the list, one after another. More may follow before these are done. */
export interface EventsMessage {
  readonly type: 'events';
  /** JSON text of a list of events: one text crosses, and is read, more quickly than one for each. */
  readonly inputs: string;
  /** How many they are. */
  readonly count: number;
  /** Whether what an event did leaves the process before the next one begins: slower, and a death is never ambiguous. */
  readonly isCareful: boolean;
}

/** Several messages at once, in their order: sending one costs more than what it is about. */
export interface SeveralToSandbox {
  readonly type: 'several';
  readonly messages: readonly ToSandbox[];
}

/** The time of a timer has come (see {@link TimerNote}); answered with a {@link ReturnedMessage}. */
export interface TimerMessage {
  readonly type: 'timer';
  readonly id: number;
  readonly timer: number;
  readonly clockMs: number;
}

export type ToSandbox =
  | LoadMessage
  | CallMessage
  | ListMessage
  | EventsMessage
  | SeveralToSandbox
  | TimerMessage
  | AnswerMessage
  | PingMessage;

/** A request of the app as it asked for it; the gate makes the real one. */
export type AskedRequest =
  | {
      readonly via: 'capture';
      readonly event: unknown;
      readonly distinctId: unknown;
      readonly timestamp: unknown;
      /** As the app gave them, with the person and the time where it gave these. */
      readonly properties: { readonly [key: string]: unknown };
      /** What PostHog would add, and the app gives as undefined, which JSON leaves out (reference 1.1). */
      readonly takenAway?: readonly string[];
    }
  | {
      readonly via: 'api';
      readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly path: string;
      readonly host: string | null;
      /** Parameters of the query in order, already texts as `String()` makes them. */
      readonly query: readonly (readonly [string, string])[];
      readonly body: string | null;
      readonly headers: { readonly [name: string]: string };
      readonly projectApiKey: string | null;
      readonly personalApiKey: string | null;
    }
  | {
      readonly via: 'fetch';
      readonly method: string;
      readonly url: string;
      readonly headers: readonly (readonly [string, string])[];
      /** The body where it is text; sent as UTF-8. */
      readonly bodyText: string | null;
      /** The body in base64 where it is not. */
      readonly bodyBase64: string | null;
      readonly redirect: 'follow' | 'manual' | 'error';
      /** Absent for the usual ones. */
      readonly limits?: FetchLimits;
    };

/** What a call of node-fetch 2 may limit. */
export interface FetchLimits {
  /** Milliseconds until the answer begins, and once more until it has ended; 0 for no limit. */
  readonly timeoutMs: number;
  /** Bytes of the answer; 0 for no limit. */
  readonly size: number;
  /** Redirects that are followed. */
  readonly follow: number;
  /** Whether compression is asked for. */
  readonly isCompressed: boolean;
}

/** The place of an address, which the runner answers from a database: the model of a city, or null. */
export interface AskedPlace {
  readonly via: 'geoip';
  readonly ip: string;
}

/** What the gate answers to `api` and `fetch`; `capture` is answered with null. */
export interface AnsweredResponse {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly redirected: boolean;
  readonly headers: readonly (readonly [string, string])[];
  /** The body where it is UTF-8: most are, and are read as text. */
  readonly bodyText: string | null;
  /** The body in base64 where it is not. */
  readonly bodyBase64: string | null;
  /** Why there is no body, though the answer began: who reads it learns of it. */
  readonly bodyFailure?: AskFailure;
}

/** Why a request was not answered, as the app's `catch` sees it. */
export interface AskFailure {
  readonly name: string;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
}

export interface AskMessage {
  readonly type: 'ask';
  readonly id: number;
  /** JSON text of an {@link AskedRequest} or {@link AskedPlace}. */
  readonly request: string;
  readonly stack: string;
}

/**
 * A captured event that needs no answer: what an app asks for while a list of events is worked off. A list rather than an
 * object, since each character that crosses costs.
 */
export type HandedOverCapture = readonly [
  event: string,
  distinctId: string,
  timestamp: unknown,
  properties: AskedCapture['properties'],
  /** Where it came about; that of the first few alone. */
  stack?: string,
];

export type AskedCapture = Extract<AskedRequest, { via: 'capture' }>;

/** A thing that happened and needs no answer. */
export interface NoteMessage {
  readonly type: 'note';
  /** `error` is a rejection that nobody handles; `failure` one that PostHog handles in the app's place. */
  readonly kind: 'log' | 'unlogged' | 'storage' | 'cache' | 'job' | 'metric' | 'timer' | 'error' | 'failure';
  /** JSON text, by kind: LogNote (the first two), StoreNote, JobNote, MetricNote, TimerNote, Failure (the last two). */
  readonly value: string;
  readonly stack: string;
  /** Of a rejection: the events of the list that it may be of. */
  readonly events?: EventRange;
}

/** Events of a list, counted from the first that was handed over since it began. */
export interface EventRange {
  readonly first: number;
  readonly last: number;
}

/** Of `unlogged`, the message is why there is no line. */
export interface LogNote {
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  readonly message: string;
}

export interface StoreNote {
  readonly operation: string;
  readonly key: string;
  readonly value: unknown;
  readonly ttlSeconds?: number;
}

export interface JobNote {
  readonly name: string;
  readonly payload: unknown;
  readonly inMs: number;
  /** The app gave a time that is none; the job is due at once. */
  readonly hasNoTime?: true;
}

export interface MetricNote {
  readonly name: string;
  readonly operation: 'increment' | 'max' | 'min';
  readonly value: number;
}

/** A timer of a buffer began, or was stopped where `inMs` is null. */
export interface TimerNote {
  readonly id: number;
  /** What the trace says that it led to, such as `exportEvents`. */
  readonly name: string;
  readonly inMs: number | null;
}

/** An error of the app, taken apart inside its context. The stack is raw: the runner maps it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Whether it is a RetryError (reference 2.6). */
  readonly isRetry: boolean;
  /** Whether the set-up is at fault (no such export, an import that is not provided) rather than the code. */
  readonly isSetup: boolean;
  /** Whether it is of something that PostHog has and the local runtime does not; else absent. */
  readonly isOurs?: true;
  /** Where it is in the compiled code, of an error without a stack of its own. */
  readonly place?: CodePlace;
  readonly causes?: readonly FailureCause[];
}

/** An error that another was made of. */
export interface FailureCause {
  readonly relation: 'cause' | 'part';
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** The sandbox is up, with a fresh context and no app in it. */
export interface ReadyMessage {
  readonly type: 'ready';
}

/** While the app is loaded: whether its own code runs, which counts as its time, or a file of it is compiled. */
export interface PhaseMessage {
  readonly type: 'phase';
  readonly isOfApp: boolean;
}

export interface LoadedMessage {
  readonly type: 'loaded';
  /** Names of the lifecycle exports that are functions, and of jobs as `jobs.<name>`. */
  readonly exports: readonly string[];
  /** Where each of them begins in the compiled code, as far as it could be found: line and column from 1. */
  readonly places: { readonly [name: string]: CodePlace };
  /** Those of them that are generators. */
  readonly generators?: readonly string[];
  /** What PostHog does not find, or cannot call, in an app that has others. */
  readonly exportRemarks?: readonly string[];
  readonly failure: Failure | null;
}

export interface CodePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface ReturnedMessage {
  readonly type: 'returned';
  readonly id: number;
  /**
   * JSON text of the result; null for nothing (`undefined`, `null`) and for what JSON cannot say. Of a `processEvent` that
   * failed: the event as it left it, since PostHog goes on with that (reference 2.4).
   */
  readonly result: string | null;
  /** Whether the result counts as false, which drops an event (reference 2.4). */
  readonly isFalsy: boolean;
  /** The result is an object, and not the one that the export was given. */
  readonly isOtherObject?: true;
  /** What the result is, where it is an object of the language that is no event, such as `a Map`. */
  readonly kind?: string;
  readonly failure: Failure | null;
  /** Cache and storage as a `setupPlugin` that failed left them, for another try to load the app. */
  readonly kept?: string;
}

/**
 * What happens while a list of events is worked off, as letters.
 * - `changed` and `odd` come with what the export returned, as JSON text, `changedUnseen` without: see
 *   {@link ListMessage.shown}. `odd` is for the runner to judge, with the `kind` of a
 *   {@link ReturnedMessage} behind the result: it may be no event of that team, or the same in another order.
 * - `failed` comes with a {@link Failure}, `captured` with a {@link HandedOverCapture}.
 */
export const itemLetters = {
  unchanged: 'u',
  dropped: 'd',
  completed: 'k',
  changed: 'c',
  changedUnseen: 'x',
  odd: 'o',
  failed: 'f',
  captured: 'p',
} as const;

/** Given to the app's realm in place of events: the next of those that it has. */
export const goOn = 'next';

export type ItemLetter = (typeof itemLetters)[keyof typeof itemLetters];

/** Items in their order: all are verdicts on the next event but `captured`. Long texts and lists of numbers cross quickest. */
export interface ItemsMessage {
  readonly type: 'items';
  readonly letters: string;
  /** JSON texts of those that come with one, one behind the other. */
  readonly details: string;
  /** Characters of each. */
  readonly sizes: readonly number[];
  /** Microseconds, whole, that each event took which has its verdict here. */
  readonly times: readonly number[];
}

/** Several messages at once, in their order. */
export interface SeveralMessage {
  readonly type: 'several';
  readonly messages: readonly FromSandbox[];
}

/** Code ran without a pause for longer than allowed and was cut off; the process ends. */
export interface SpunMessage {
  readonly type: 'spun';
}

export interface PongMessage {
  readonly type: 'pong';
  readonly id: number;
  /** What the process has used since the last call began. */
  readonly usage: Usage;
}

/** With this exit code a sandbox ends that was flooded with logs or requests. */
export const floodExitCode = 77;
/** The same, where it was not their number but their size. */
export const sizeFloodExitCode = 78;
/** More messages than the runner lets pass, so that where it can count, it is the runner that says so. */
export const mostFloodMessages = 50_000;
/** Characters that may be on their way out of a sandbox at once. */
export const mostFloodCharacters = 32 * 1024 * 1024;

export type FromSandbox =
  | PongMessage
  | AskMessage
  | ItemsMessage
  | SeveralMessage
  | NoteMessage
  | ReadyMessage
  | PhaseMessage
  | LoadedMessage
  | ReturnedMessage
  | SpunMessage;
