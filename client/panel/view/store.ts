/** The state of the view, in one place, changed by one pure function. */
import type { HostMessage, PanelRun, PanelState } from '../../../protocol/panel.ts';
import { announce } from './words.ts';

export interface ViewState {
  /** Null until the client has said what to show. */
  readonly panel: PanelState | null;
  /** The run whose results are shown: the last that ended. It stays in sight while the next one runs. */
  readonly shown: PanelRun | null;
  /** What the user opened or closed, by id; everything else is as it is by default. */
  readonly toggled: { readonly [id: string]: boolean };
  /** For screen readers: what just happened. */
  readonly announcement: string;
}

export type ViewAction =
  | { readonly type: 'received'; readonly message: HostMessage }
  | { readonly type: 'toggled'; readonly id: string; readonly isOpen: boolean };

export const initialState: ViewState = { panel: null, shown: null, toggled: {}, announcement: '' };

export function reduce(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'received':
      return withPanel(state, applied(state.panel, action.message));
    case 'toggled':
      return { ...state, toggled: { ...state.toggled, [action.id]: action.isOpen } };
  }
}

/** A patch before the whole state was there says nothing: the whole state is on its way. */
function applied(panel: PanelState | null, message: HostMessage): PanelState | null {
  if (message.type === 'state') return message.state;
  return panel === null ? null : { ...panel, ...message.patch };
}

function withPanel(state: ViewState, panel: PanelState | null): ViewState {
  if (panel === null) return state;
  const { run, app } = panel;
  const isOtherApp = app?.rootUri !== state.panel?.app?.rootUri;
  if (run === null) return { ...state, panel, shown: null, announcement: '' };
  if (run.trace === null) return { ...state, panel, shown: isOtherApp ? null : state.shown };
  if (run.id === state.shown?.id && !isOtherApp) return { ...state, panel };
  // What belongs to a request or an event of the run before means nothing in this one.
  const toggled = Object.fromEntries(Object.entries(state.toggled).filter(([id]) => !id.startsWith('run:')));
  // A panel that comes back with an old run has nothing to announce.
  const announcement =
    state.panel?.run?.id === run.id ? announce(run.entryPoint, run.trace) : state.announcement;
  return { panel, shown: run, toggled, announcement };
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
