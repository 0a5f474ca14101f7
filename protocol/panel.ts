/**
 * Messages between the run panel's view and the client. The view keeps nothing of its own that matters: one
 * {@link StateMessage} with the whole state rebuilds it, and each change after that replaces parts of the state.
 */
import type { EventRow, EventsReport } from './eventsReport.ts';
import type { RunMode } from './runtime.ts';
import type { Outcome, SourceLocation, Trace } from './trace.ts';

export interface PanelApp {
  /** URI of the folder that holds plugin.json. */
  readonly rootUri: string;
  readonly name: string;
}

export interface PanelEntryPoint {
  readonly name: string;
  /** One sentence that says when PostHog calls it. */
  readonly summary: string;
}

export interface PanelHost {
  /** Such as `local` or `EU cloud`. */
  readonly label: string;
  /** Whether a run can reach a real PostHog. */
  readonly isLive: boolean;
  readonly mode: RunMode;
  /** What a run does with requests, in one sentence. */
  readonly description: string;
}

export interface PanelSample {
  readonly id: string;
  readonly label: string;
}

/** What the entry point is given. */
export interface PanelInput {
  /** `event`, `events` or `payload`: what the input is called. */
  readonly kind: 'event' | 'events' | 'payload';
  /** With the user's own text, what a run was given, and a list of events, where there are such. */
  readonly samples: readonly PanelSample[];
  /** The one that is chosen. */
  readonly sampleId: string;
  /** The sample that takes its place when the user goes back to one. */
  readonly baseId: string;
  /** A list of events that is run one by one, in the place of {@link text}. */
  readonly list: { readonly label: string } | null;
  /** JSON text as it will be parsed, or as the user left it when {@link problem} is set. */
  readonly text: string;
  /** Whether it is the user's own text. */
  readonly isEdited: boolean;
  /** Why the text cannot be used, in one sentence with the line. */
  readonly problem: string | null;
}

/** A field of `config` in plugin.json with its value. A secret's value never comes to the view. */
export interface PanelConfigField {
  readonly key: string;
  /** What the form shows; `unknown` for a type that PostHog does not know. */
  readonly kind: 'string' | 'choice' | 'json' | 'attachment' | 'secret' | 'unknown';
  readonly label: string;
  readonly hint: string | null;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  /** The value, or the name of the attached file; empty for a secret. */
  readonly value: string;
  /** Whether there is a value that is not empty. */
  readonly isSet: boolean;
  /** Whether it differs from the default of plugin.json. */
  readonly isEdited: boolean;
  /** What is wrong with the value, in one sentence. */
  readonly problem: string | null;
}

/** A text between the fields, as plugin.json has it. */
export interface PanelConfigNote {
  readonly kind: 'note';
  readonly markdown: string;
}

export type PanelConfigEntry = PanelConfigField | PanelConfigNote;

/** A button under a problem. */
export interface PanelAction {
  readonly label: string;
  readonly message: ViewMessage;
}

/** Something about the app or its settings that the user should mend. */
export interface PanelProblem {
  readonly message: string;
  readonly actions: readonly PanelAction[];
  /** It was in the way of no run, such as a setting that is left out. */
  readonly isRemark?: true;
}

/** What came of one event of a list. */
export interface PanelReportRow extends EventRow {
  /** Name of the event. */
  readonly name: string;
}

/** What came of a list of events; the trace of the run holds the first things of each kind. */
export interface PanelReport {
  readonly total: number;
  readonly counts: EventsReport['counts'];
  /** Those that went wrong first; of very many, the first. */
  readonly rows: readonly PanelReportRow[];
}

/** What a run cost. */
export interface PanelCost {
  readonly totalMs: number;
  /** Null when it is not known; of a call that was ended, the time until then. */
  readonly callMs: number | null;
  readonly cpuMs: number | null;
  readonly memoryBytes: number | null;
  readonly requests: number;
  /** Of request and response bodies. */
  readonly bytes: number;
  /** The app was ended, as at a limit, and did not tell what it used. */
  readonly isEnded?: boolean;
}

/** A run in the history of the workspace. */
export interface PanelHistoryItem {
  readonly id: string;
  readonly rootUri: string;
  readonly appName: string;
  readonly entryPoint: string;
  /** Label of the host that the run used. */
  readonly host: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly outcome: Outcome;
  readonly isWithErrors: boolean;
  /** Absent where it is not known: all that the app sends arrived. */
  readonly isAllSent?: boolean;
  readonly totalMs: number;
  /** Name of the event it was given; empty when there was none. */
  readonly input: string;
  readonly isPinned: boolean;
  /** Whether an event that it captured comes back without end. */
  readonly isLooping: boolean;
  /** For a list of events that were run one by one; absent in runs that were kept before this was known, too. */
  readonly report?: Pick<PanelReport, 'total' | 'counts'>;
  /** Whether that was seen when captured events were fed back, and stopped. */
  readonly isStoppedLoop?: boolean;
  /** The runs of several apps in order, which are one entry; empty for a run of one app. */
  readonly steps: readonly PanelChainStep[];
}

/** Whether a captured event comes back to the code that captured it, as the loop analysis knows it. */
export interface PanelFate {
  readonly grade: 'loops' | 'may-loop' | 'ends';
  readonly message: string;
}

/** One of several apps that ran in order. */
export interface PanelChainStep {
  /** Id of the run in the history. */
  readonly id: string;
  readonly appName: string;
  readonly entryPoint: string;
  readonly outcome: Outcome;
  readonly isWithErrors: boolean;
  /** Absent where it is not known: all that the app sends arrived. */
  readonly isAllSent?: boolean;
  /** Whether an event that it captured comes back without end. */
  readonly isLooping: boolean;
  /** Whether that was seen when captured events were fed back, and stopped. */
  readonly isStoppedLoop?: boolean;
  readonly totalMs: number;
}

/** Several runs that belong together. */
export interface PanelChain {
  /** Of the entry in the history. */
  readonly id: string;
  /** Whether they are the whole life of one app, and not several apps. */
  readonly isLifeCycle: boolean;
  readonly steps: readonly PanelChainStep[];
}

/** What differs between the run that is shown and another one. */
export interface PanelComparison {
  /** Id of the other run in the history. */
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** One sentence each; empty when nothing differs. */
  readonly differences: readonly string[];
}

/** What a run was given. */
export interface PanelRunInput {
  /** In a few words, such as `signed up of ada, 3 properties`. */
  readonly summary: string;
  /** JSON text, cut where it is very long. */
  readonly text: string;
}

export interface PanelRun {
  /** Number of the run in this window, from 1. */
  readonly id: number;
  /** Its id in the history; null as long as it is on. */
  readonly historyId: string | null;
  /** Whether it was opened from the history. */
  readonly isPast: boolean;
  /** Null as long as it is on. */
  readonly cost: PanelCost | null;
  /** Cost of the last run before it that can be compared with it. */
  readonly costBefore: PanelCost | null;
  /** Values of the trace that are cut in this message: their whole length in characters, by JSON pointer. */
  readonly cuts: { readonly [pointer: string]: number };
  /** For each captured event; null where nothing is known. */
  readonly fates: readonly (PanelFate | null)[];
  /** For a run of a list of events, one by one. */
  readonly report: PanelReport | null;
  /** What it was given; null for an entry point that takes nothing. */
  readonly input: PanelRunInput | null;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly entryPoint: string;
  /** Label of the host that the run used. */
  readonly host: string;
  /** Null while it is running. */
  readonly trace: Trace | null;
  /** It is running, and the debugger holds it at a line. */
  readonly isPaused?: true;
}

/** By id of a part. */
export interface OpenedParts {
  readonly [part: string]: boolean;
}

/** Whether the captured events of the run that is shown can be fed back through the apps, and how far that is. */
export interface PanelFollow {
  readonly isPossible: boolean;
  /** Null while nothing is fed back. */
  readonly progress: { readonly events: number; readonly hop: number } | null;
}

export interface PanelState {
  /** Null when the app of a restored panel is gone. */
  readonly app: PanelApp | null;
  /** Several apps that run in order, the first of which is {@link app}; empty for one app alone. */
  readonly apps: readonly PanelApp[];
  /** Whether the whole life of the app is run; {@link entryPoint} is then what the event is for. */
  readonly isLifeCycle: boolean;
  readonly entryPoints: readonly PanelEntryPoint[];
  readonly entryPoint: string | null;
  readonly host: PanelHost;
  /** Null when the entry point takes no input. */
  readonly input: PanelInput | null;
  readonly config: readonly PanelConfigEntry[];
  readonly problem: PanelProblem | null;
  readonly run: PanelRun | null;
  /** Whether the next run gets something else than the one that is shown was given. */
  readonly isOtherInput: boolean;
  /** The latest first. */
  readonly history: readonly PanelHistoryItem[];
  /** What the user compares the shown run with. */
  readonly comparison: PanelComparison | null;
  /** The run of several apps in order that is shown; null when the run that is shown was of one. */
  readonly chain: PanelChain | null;
  readonly follow: PanelFollow;
  /** Origins that got a personal key since the run. */
  readonly keysSet: readonly string[];
  /** Those of them that the key is not sent to, since they are asked without encryption. */
  readonly keysHeldBack: readonly string[];
  /** Whether the run is repeated when a file of the app is saved. */
  readonly isWatching: boolean;
  /** Which parts the user opened or closed: a panel that is docked keeps them. */
  readonly opened: OpenedParts;
  /** False while something must be mended first; {@link problem} says what. */
  readonly canRun: boolean;
}

/** The whole state. */
export interface StateMessage {
  readonly type: 'state';
  readonly state: PanelState;
}

/** Parts of the state that changed. */
export interface PatchMessage {
  readonly type: 'patch';
  readonly patch: Partial<PanelState>;
}

/** The user asked for a part of the panel: it takes the focus. */
export interface RevealMessage {
  readonly type: 'reveal';
  readonly part: 'history';
}

/** Crosses to the view as JSON: on the way a text is handed on, while an object with a large trace is copied at each step. */
export type HostMessage = StateMessage | PatchMessage | RevealMessage;

/** What the user did with a run of the history. */
export type HistoryMessage =
  | { readonly type: 'openRun'; readonly id: string }
  | { readonly type: 'replayRun'; readonly id: string }
  | { readonly type: 'debugRun'; readonly id: string }
  /** Takes the input of a run over and opens it for editing. */
  | { readonly type: 'editRun'; readonly id: string }
  | { readonly type: 'pinRun'; readonly id: string; readonly isPinned: boolean }
  | { readonly type: 'compareRun'; readonly id: string }
  | { readonly type: 'openComparison' }
  | { readonly type: 'closeComparison' }
  | { readonly type: 'clearHistory' };

/** What the user did in the view. */
export type ViewMessage =
  | { readonly type: 'ready' }
  /** What the user opened or closed, besides what belongs to one run. */
  | { readonly type: 'opened'; readonly parts: OpenedParts }
  | { readonly type: 'run' }
  | { readonly type: 'debug' }
  | { readonly type: 'stop' }
  | { readonly type: 'watch'; readonly isWatching: boolean }
  | { readonly type: 'selectApp' }
  | { readonly type: 'selectEntryPoint'; readonly entryPoint: string }
  | { readonly type: 'selectHost' }
  | { readonly type: 'selectSample'; readonly id: string }
  | { readonly type: 'editInput' }
  /** Opens the file of a list of events. */
  | { readonly type: 'openList' }
  /** Opens what the run that is shown was given. */
  | { readonly type: 'openRunInput' }
  | { readonly type: 'resetInput' }
  | { readonly type: 'setConfig'; readonly key: string; readonly value: string }
  | { readonly type: 'editConfig'; readonly key: string }
  | { readonly type: 'resetConfig'; readonly key: string }
  /** A place in the app of the run that is shown, or in one of several by its name. */
  | { readonly type: 'openSource'; readonly source: SourceLocation; readonly app?: string }
  | { readonly type: 'openDiff'; readonly event: number }
  | { readonly type: 'openTrace' }
  | { readonly type: 'openText' }
  /** Opens a part of the trace, by JSON pointer, as a document. */
  | { readonly type: 'openValue'; readonly pointer: string }
  | { readonly type: 'copyCurl'; readonly request: number }
  | { readonly type: 'exportRun' }
  | { readonly type: 'fetchEvent' }
  /** Runs the events of a file that the user chooses. */
  | { readonly type: 'runFile' }
  /** Runs one event of the list alone. */
  | { readonly type: 'runRow'; readonly index: number }
  /** Runs the app with an event that it captured. */
  | { readonly type: 'runCaptured'; readonly index: number }
  /** Runs the app with an event that was captured when others were fed back. */
  | { readonly type: 'runHop'; readonly hop: number }
  /** Feeds the captured events back through the apps. */
  | { readonly type: 'follow' }
  | { readonly type: 'saveTest' }
  | HistoryMessage
  | { readonly type: 'openSetting'; readonly key: string }
  | { readonly type: 'setPersonalKey'; readonly origin: string }
  | { readonly type: 'setProjectKey' }
  | { readonly type: 'selectProject' }
  | { readonly type: 'manageTrust' }
  | { readonly type: 'showOutput' };

/** Type of the webview panel; also the name of its activation event. */
export const panelViewType = 'posthogApps.run';
