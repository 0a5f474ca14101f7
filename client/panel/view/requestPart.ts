/** A request with its answer: headers, bodies on demand, and what to do when it failed. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState, ViewMessage } from '../../../protocol/panel.ts';
import { bytes, statusWords } from '../../../protocol/runWords.ts';
import type { RequestAction, RequestRecord } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon, type IconName } from './icons.ts';
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
    <span>${error}${keyNews(action, context.state.panel)}</span
    >${action === null ? nothing : actionButton(context, action, tabIndex)}
  </div>`;
}

function actionButton(context: ViewContext, action: RequestAction, tabIndex: 0 | -1): TemplateResult {
  const { label, message, sign } = actionOf(action, context.state.panel);
  return html`<vscode-button secondary tabindex=${tabIndex} @click=${(): void => context.send(message)}
    ><span slot="content-before" class="button-icon">${icon(sign)}</span>${label}</vscode-button
  >`;
}

/** What became of the key that was missing, since the run. */
function keyNews(action: RequestAction | null, panel: PanelState | null): string {
  if (action?.kind !== 'set-personal-key' || panel?.keysSet.includes(action.origin) !== true) return '';
  return panel.keysHeldBack.includes(action.origin)
    ? ' The key is stored now, but is not sent there without encryption.'
    : ' The key is stored now.';
}

interface Offer {
  readonly label: string;
  readonly sign: IconName;
  readonly message: ViewMessage;
}

const allowInsecureHost: Offer = {
  label: 'Open Setting',
  sign: 'edit',
  message: { type: 'openSetting', key: 'allowInsecureHosts' },
};

function actionOf(action: RequestAction, panel: PanelState | null): Offer {
  switch (action.kind) {
    case 'set-personal-key':
      if (panel?.keysHeldBack.includes(action.origin) === true) return allowInsecureHost;
      if (panel?.keysSet.includes(action.origin) === true) {
        return { label: 'Run again with the key', sign: 'play', message: { type: 'run' } };
      }
      return {
        label: 'Set key for this origin',
        sign: 'key',
        message: { type: 'setPersonalKey', origin: action.origin },
      };
    case 'set-project-key':
      return { label: 'Set project key', sign: 'key', message: { type: 'setProjectKey' } };
    case 'allow-insecure-host':
      return allowInsecureHost;
    case 'allow-sending':
      return { label: 'Run again and allow', sign: 'play', message: { type: 'run' } };
    case 'change-mode':
      return { label: 'Change the mode', sign: 'edit', message: { type: 'openSetting', key: 'run.mode' } };
    case 'select-host':
      return { label: 'Select Host', sign: 'edit', message: { type: 'selectHost' } };
    case 'select-project':
      return { label: 'Select Project', sign: 'project', message: { type: 'selectProject' } };
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
