/** The view's entry: connects the picture to the client. */
import type { FlowHostMessage, FlowViewMessage } from '../../../protocol/eventFlowMessages.ts';
import { EventFlowElement } from './eventFlowElement.ts';

/** What the webview gives its page, once. */
interface WebviewApi {
  postMessage(message: FlowViewMessage): void;
}

declare function acquireVsCodeApi(): WebviewApi;

const api = acquireVsCodeApi();

function send(message: FlowViewMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's function takes no target.
  api.postMessage(message);
}

customElements.define('posthog-event-flow', EventFlowElement);
const element = document.querySelector('posthog-event-flow');
window.addEventListener('message', ({ data }: MessageEvent<FlowHostMessage>) => {
  if (element instanceof EventFlowElement) element.show(data.graph);
});
if (element instanceof EventFlowElement) element.connect(send);
send({ type: 'ready' });
