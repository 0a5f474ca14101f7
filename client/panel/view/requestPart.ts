/** A request with its answer: headers, bodies on demand, and what to do when it failed. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState, ViewMessage } from '../../../protocol/panel.ts';
import { bytes, statusWords } from '../../../protocol/runWords.ts';
import type { RequestAction, RequestRecord } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { valueBlock } from './parts.ts';

/** Why there is no answer, and a button that mends it. */
export function renderTrouble(
  context: ViewContext,
  request: RequestRecord,
  tabIndex: 0 | -1,
): TemplateResult | typeof nothing {
  const { error, action } = request;
  if (error === null) return nothing;
  return html`<div class="trouble ${statusWords(request).tone}">
    <span>${isKeySet(action, context.state.panel) ? `${error} The key is stored now.` : error}</span
    >${action === null ? nothing : actionButton(context, action, tabIndex)}
  </div>`;
}

function actionButton(context: ViewContext, action: RequestAction, tabIndex: 0 | -1): TemplateResult {
  const { label, message } = actionOf(action, context.state.panel);
  return html`<vscode-button secondary tabindex=${tabIndex} @click=${(): void => context.send(message)}
    ><span slot="content-before" class="button-icon">${icon('key')}</span>${label}</vscode-button
  >`;
}

/** Whether the key that was missing has been stored since. */
function isKeySet(action: RequestAction | null, panel: PanelState | null): boolean {
  return action?.kind === 'set-personal-key' && panel?.keysSet.includes(action.origin) === true;
}

function actionOf(
  action: RequestAction,
  panel: PanelState | null,
): { readonly label: string; readonly message: ViewMessage } {
  switch (action.kind) {
    case 'set-personal-key':
      if (isKeySet(action, panel)) {
        return { label: 'Run again with the key', message: { type: 'run' } };
      }
      return {
        label: 'Set key for this origin',
        message: { type: 'setPersonalKey', origin: action.origin },
      };
    case 'set-project-key':
      return { label: 'Set project key', message: { type: 'setProjectKey' } };
    case 'allow-insecure-host':
      return { label: 'Open Setting', message: { type: 'openSetting', key: 'allowInsecureHosts' } };
    case 'allow-sending':
      return panel?.host.mode === 'block'
        ? { label: 'Change the mode', message: { type: 'openSetting', key: 'run.mode' } }
        : { label: 'Run again and allow', message: { type: 'run' } };
  }
}

export function renderExchange(context: ViewContext, request: RequestRecord, index: number): TemplateResult {
  const { method, url, requestHeaders, requestBody, responseHeaders, responseBody, responseBytes } = request;
  return html`<div class="whole-url">
      <code class="grow">${method} ${url}</code>
      <button class="link" @click=${(): void => context.send({ type: 'copyCurl', request: index })}>
        Copy as curl
      </button>
    </div>
    ${renderMessage(context, index, { part: 'request', headers: requestHeaders, body: requestBody, size: null })}
    ${
      request.status === null
        ? nothing
        : renderMessage(context, index, {
            part: 'response',
            headers: responseHeaders,
            body: responseBody,
            size: responseBytes,
          })
    }`;
}

interface Message {
  readonly part: 'request' | 'response';
  readonly headers: { readonly [name: string]: string };
  readonly body: string | null;
  readonly size: number | null;
}

function renderMessage(
  context: ViewContext,
  index: number,
  { part, headers, body, size }: Message,
): TemplateResult {
  return html`<div class="message">
    <div class="message-head">
      <h3>${part === 'request' ? 'Request' : 'Response'}</h3>
      ${size === null ? nothing : html`<span class="muted">${bytes(size)}</span>`}
    </div>
    <dl class="headers">
      ${Object.entries(headers).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${
      body === null || body === ''
        ? html`<p class="muted">No body.</p>`
        : valueBlock(context, {
            value: body,
            label: `Body of the ${part}`,
            pointer: `/requests/${index}/${part}Body`,
          })
    }
  </div>`;
}
