/** The view's entry: connects the element to the client. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { HostMessage, ViewMessage } from '../../../protocol/panel.ts';
import { RunPanelElement } from './runPanelElement.ts';
import { initialState, openedParts, Store } from './store.ts';
import { pageStyles } from './styles.ts';
import { TimeAgo } from './timeAgo.ts';
import { VirtualList } from './virtualList.ts';

/** What the webview gives its page, once. */
interface WebviewApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: KeptState): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** Kept by the editor over a reload: what to ask for, and what was open. */
interface KeptState {
  readonly rootUri: string;
  readonly entryPoint: string | null;
  readonly toggled: { readonly [id: string]: boolean };
  readonly toldRun?: string;
}

const api = acquireVsCodeApi();

function send(message: ViewMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's function takes no target.
  api.postMessage(message);
}

const kept = api.getState() as KeptState | undefined;
const store = new Store({ ...initialState, toggled: kept?.toggled ?? {}, toldRun: kept?.toldRun ?? '' });

let told = '{}';
store.subscribe(() => {
  const { panel, toggled, toldRun } = store.state;
  const parts = openedParts(store.state);
  const opened = JSON.stringify(parts);
  if (opened !== told) send({ type: 'opened', parts });
  told = opened;
  if (panel === null || panel.app === null) return;
  api.setState({ rootUri: panel.app.rootUri, entryPoint: panel.entryPoint, toggled, toldRun });
});
window.addEventListener('message', ({ data }: MessageEvent<string>) => {
  store.dispatch({ type: 'received', message: JSON.parse(data) as HostMessage });
});

// Ctrl+Enter runs. On a list it would open it as well, which takes Enter for itself, whatever is held with it.
window.addEventListener(
  'keydown',
  (event) => {
    const isRun = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    const isOnList = event.composedPath().some((node) => node instanceof VscodeSingleSelect);
    if (!isRun || !isOnList) return;
    event.stopImmediatePropagation();
    const { code, ctrlKey, key, metaKey } = event;
    document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, code, ctrlKey, key, metaKey }));
  },
  { capture: true },
);

document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageStyles];
customElements.define('posthog-virtual-list', VirtualList);
customElements.define('posthog-time-ago', TimeAgo);
customElements.define('posthog-run-panel', RunPanelElement);
const element = document.querySelector('posthog-run-panel');
if (element instanceof RunPanelElement) element.connect(store, send);
send({ type: 'ready' });
