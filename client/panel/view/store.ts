/** The state of the view, in one place, changed by one pure function. */
import type {
  HostMessage,
  OpenedParts,
  PanelRun,
  PanelState,
  RevealMessage,
} from '../../../protocol/panel.ts';
import { describeFollowing } from '../../../protocol/followWords.ts';
import { announce, moment } from '../../../protocol/runWords.ts';
import { describeRun } from '../../../protocol/reportWords.ts';
import type { TimelineKind } from './timeline.ts';

/** What of the timeline is shown. */
export interface TimelineFilter {
  /** No kind stands for all of them. */
  readonly kinds: readonly TimelineKind[];
  readonly text: string;
}

export interface ViewState {
  /** Null until the client has said what to show. */
  readonly panel: PanelState | null;
  /** The run whose results are shown: the last that ended. It stays in sight while the next one runs. */
  readonly shown: PanelRun | null;
  /** What the user opened or closed, by id; everything else is as it is by default. */
  readonly toggled: { readonly [id: string]: boolean };
  /** Whether the form of the config opened by itself, for a field with a problem. It stays open until a run begins. */
  readonly isFormOpen: boolean;
  readonly filter: TimelineFilter;
  /** A part that the user asked for, until it has the focus. */
  readonly toReveal: RevealMessage['part'] | null;
  /** For screen readers: what just happened. */
  readonly announcement: string;
  /** When the run began whose end was told last; empty for none. A panel that was hidden is made anew. */
  readonly toldRun: string;
}

export type ViewAction =
  | { readonly type: 'received'; readonly message: HostMessage }
  | { readonly type: 'toggled'; readonly id: string; readonly isOpen: boolean }
  | { readonly type: 'filtered'; readonly filter: TimelineFilter }
  | { readonly type: 'revealed' };

export const noFilter: TimelineFilter = { kinds: [], text: '' };

export const initialState: ViewState = {
  panel: null,
  shown: null,
  toggled: {},
  isFormOpen: false,
  filter: noFilter,
  toReveal: null,
  announcement: '',
  toldRun: '',
};

export function reduce(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'received':
      return received(state, action.message);
    case 'toggled':
      return { ...state, toggled: { ...state.toggled, [action.id]: action.isOpen } };
    case 'filtered':
      return { ...state, filter: action.filter };
    case 'revealed':
      return { ...state, toReveal: null };
  }
}

function received(state: ViewState, message: HostMessage): ViewState {
  switch (message.type) {
    case 'state':
      return withPanel({ ...state, toggled: { ...state.toggled, ...message.state.opened } }, message.state);
    case 'patch':
      // A patch before the whole state was there says nothing: the whole state is on its way.
      return state.panel === null ? state : withPanel(state, { ...state.panel, ...message.patch });
    case 'reveal':
      return {
        ...state,
        toReveal: message.part,
        toggled: { ...state.toggled, [message.part]: true },
      };
  }
}

function withPanel(before: ViewState, panel: PanelState): ViewState {
  const { run, app } = panel;
  const isOtherApp = app?.rootUri !== before.panel?.app?.rootUri;
  const state = {
    ...before,
    filter: isOtherApp && before.panel !== null ? noFilter : before.filter,
    isFormOpen: opensForm(panel) || (before.isFormOpen && !isOtherApp && !isNewRun(before, panel)),
  };
  const compared = comparisonWords(before, panel);
  if (run === null) return { ...state, panel, shown: null, announcement: '' };
  if (run.trace === null) return { ...state, panel, shown: isOtherApp ? null : state.shown };
  if (run.id === state.shown?.id && !isOtherApp) {
    return withMore({ ...state, panel, announcement: compared ?? state.announcement }, run);
  }
  // What belongs to a request or an event of the run before means nothing in this one.
  const toggled = openedParts(state);
  // Nor does a filter that was written for another run, unless this one is the same once more.
  const filter = isChosen(before, run) ? noFilter : state.filter;
  // A panel that comes back with an old run has nothing to announce; one that opens with the first run has.
  const isNews =
    state.panel === null ? !run.isPast && run.startedAt !== state.toldRun : state.panel.run?.id === run.id;
  if (!isNews) return { ...state, panel, shown: run, toggled, filter };
  const announcement = announce(run.entryPoint, describeRun(run, run.trace), run.trace);
  return { ...state, panel, shown: run, toggled, filter, announcement, toldRun: run.startedAt };
}

/** @returns null where nothing has just been compared. */
function comparisonWords({ panel: before }: ViewState, { comparison }: PanelState): string | null {
  if (comparison === null || before === null) return null;
  if (JSON.stringify(comparison) === JSON.stringify(before.comparison)) return null;
  const { differences, startedAt } = comparison;
  const found = differences.length === 0 ? 'Both runs did the same.' : differences.join(' ');
  return `Compared with the run of ${moment(startedAt)}: ${found}`;
}

/** The run that is shown, which may have been followed meanwhile. */
function withMore(state: ViewState, run: PanelRun): ViewState {
  const { shown } = state;
  if (run === shown) return state;
  const { trace } = run;
  const words = trace === null ? null : describeFollowing(trace);
  if (trace === null || words === null || trace.following?.end === shown?.trace?.following?.end) {
    return { ...state, shown: run };
  }
  // It may come so soon after the end of the run that only this is read out: it tells of both.
  const outcome = describeRun(run, trace);
  const title = outcome.title === words.title ? '' : ` Captured events: ${words.title}.`;
  const announcement = `${announce(run.entryPoint, outcome, trace)}${title} ${words.sentence}`;
  return { ...state, shown: run, announcement };
}

/** Once something has run, the outcome comes first: what the form lacks stands in its line. */
function opensForm({ config, run }: PanelState): boolean {
  return run === null && config.some((entry) => entry.kind !== 'note' && entry.problem !== null);
}

/** Whether a run is another one than that before it, and not its repetition. */
function isChosen({ shown }: ViewState, { entryPoint, isPast }: PanelRun): boolean {
  return shown !== null && (isPast || entryPoint !== shown.entryPoint);
}

function isNewRun(before: ViewState, { run }: PanelState): boolean {
  return run !== null && run.id !== before.panel?.run?.id;
}

/** What is open or closed besides what belongs to one run. */
export function openedParts({ toggled }: ViewState): OpenedParts {
  return Object.fromEntries(Object.entries(toggled).filter(([id]) => !id.startsWith('run:')));
}

export class Store {
  #state: ViewState;
  readonly #listeners: (() => void)[] = [];

  constructor(state: ViewState = initialState) {
    this.#state = state;
  }

  get state(): ViewState {
    return this.#state;
  }

  dispatch(action: ViewAction): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
