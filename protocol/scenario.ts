/** Saved scenarios: the file as it is written, and the messages about running and recording one. docs/scenarios.md */
import type { Profile } from '../platform/profiles.ts';
import type { AppSource, RunRequest } from './runtime.ts';
import type { Json, JsonObject, Outcome, SourceLocation, Trace } from './trace.ts';

/** How the names of scenario files end; the rest is the scenario's name. */
export const scenarioSuffix = '.scenario.json';

/** Folder in the app where new scenarios go. Wherever else in the app one lies, it is found too. */
export const scenarioFolder = 'scenarios';

/** What the name of an environment variable with the value of a secret config field begins with. */
export const secretVariablePrefix = 'POSTHOG_APPS_SECRET_';

export interface Scenario {
  readonly version: 1;
  readonly description?: string;
  /** `documented` when absent. */
  readonly profile?: Profile;
  /** Time of the first call, ISO 8601; it moves only when a job or a retry waits. */
  readonly clock: string;
  /** `local` when absent; what `posthog.api` and `posthog.capture` address. Nothing is sent there. */
  readonly host?: string;
  /** What `@current` means; 1 when absent and the host is local. */
  readonly projectId?: string;
  /** Values of config fields; a field that is not here has its default of plugin.json. */
  readonly config?: { readonly [key: string]: string };
  /** Keys of config fields whose values are secret: from the environment, else a stand-in. */
  readonly secrets?: readonly string[];
  /** Files for config fields, relative to the folder of the app. */
  readonly attachments?: { readonly [key: string]: string };
  readonly steps: readonly ScenarioStep[];
  /** What the app asks for, and what it is answered; captured events are not among them. */
  readonly requests?: readonly ScenarioExchange[];
}

export interface ScenarioStep {
  /** A lifecycle export, or `jobs.<name>`. */
  readonly call: string;
  /** The event, the events, or the payload; absent where the export takes none. */
  readonly input?: Json;
  readonly expect: Expectation;
}

/** What must come out. What is left out is not compared, except that a call must not fail unseen. */
export interface Expectation {
  readonly outcome?: Outcome;
  readonly result?: Json;
  readonly captured?: readonly ExpectedCapture[];
  readonly jobs?: readonly { readonly name: string; readonly payload?: Json; readonly inMs?: number }[];
  readonly metrics?: readonly {
    readonly name: string;
    readonly operation?: string;
    readonly value?: number;
  }[];
  /** Each `level: message`. */
  readonly logs?: readonly string[];
  /** Each `Name: message`. */
  readonly errors?: readonly string[];
}

export interface ExpectedCapture {
  readonly event: string;
  readonly distinctId?: string;
  readonly timestamp?: string | null;
  readonly properties?: JsonObject;
}

export interface ScenarioExchange {
  readonly method: string;
  readonly url: string;
  /** A text as it is, or a value that is sent as JSON; not compared when absent. */
  readonly body?: Json;
  /** Whether the scenario also passes when the app does not ask for it. */
  readonly optional?: boolean;
  readonly answer: ScenarioAnswer;
}

export interface ScenarioAnswer {
  /** 200 when absent. */
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** A text as it is, or a value that is answered as JSON. */
  readonly body?: Json;
  /** There is no answer: the request fails with this message. */
  readonly error?: string;
}

export interface ScenarioRequest {
  readonly app: AppSource;
  /** Text of the scenario file. */
  readonly text: string;
  /** Values of secret config fields from the environment, by name of the variable. */
  readonly environment: { readonly [name: string]: string };
  readonly timeoutSeconds: number;
  readonly isDebugged?: boolean;
  /** Whether to write down what comes out as what must come out. */
  readonly isUpdated?: boolean;
}

export interface ScenarioFailure {
  readonly message: string;
  /** Where it stands in the scenario file, from 1. */
  readonly line: number;
  readonly column: number;
  /** What must come out and what did, as JSON texts that differ where it matters; null where there is nothing to compare. */
  readonly difference: { readonly expected: string; readonly actual: string } | null;
  /** Where the app failed. */
  readonly source: SourceLocation | null;
}

export interface ScenarioResult {
  /** `broken`: the scenario could not be run, because the file is wrong, the run was stopped, or an update found no app to load. */
  readonly status: 'passed' | 'failed' | 'broken';
  readonly failures: readonly ScenarioFailure[];
  /** What the app logged, a line each. */
  readonly logs: readonly string[];
  readonly durationMs: number;
  /** The text with what came out, when that was asked for and differs; else null. */
  readonly updated: string | null;
}

/** Events of a list that a recorded scenario has steps for: of more, a file could not be read any more. */
export const mostRecordedEvents = 50;

/** A call of a run that is recorded. */
export interface RecordedCall {
  /** A lifecycle export, or `jobs.<name>`. */
  readonly entryPoint: string;
  /** What it was given. A list, where the export takes one event, is one call for each. */
  readonly input: Json;
  readonly trace: Trace;
}

export interface RecordRequest {
  readonly run: Omit<RunRequest, 'access' | 'attachments' | 'entryPoint' | 'input' | 'isDebugged'>;
  /** In the order in which they were made, in one app; at least one. */
  readonly calls: readonly RecordedCall[];
  /** Host and project of the run. No key is needed. */
  readonly host: string;
  readonly projectId: string | null;
  /** Files of config fields inside of the app's folder, relative to it. */
  readonly attachments: { readonly [key: string]: string };
}

export interface RecordedScenario {
  /** Text of the scenario file. */
  readonly text: string;
  /** What the user should know about it, a sentence or two each. */
  readonly remarks: readonly string[];
}
