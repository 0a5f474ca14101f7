/** What left the app: events that it captured, and requests. */
import { html, nothing, type TemplateResult } from 'lit';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import type { ViewMessage } from '../../../protocol/panel.ts';
import type { CapturedEvent, RequestAction, RequestRecord } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { disclosure, jsonBlock, section, sourceLink, tag, textBlock } from './parts.ts';
import { bytes, deliveryWords, duration, splitUrl, statusWords } from './words.ts';

export function renderCaptured(
  context: ViewContext,
  captured: readonly CapturedEvent[],
): TemplateResult | typeof nothing {
  if (captured.length === 0) return nothing;
  const comesBack = captured.some(({ cause }) => lifecycleExport(cause.entryPoint)?.onEventPath === true);
  return section({
    title: 'Captured events',
    count: captured.length,
    body: html`<ul class="rows">
      ${captured.map((event, index) => html`<li>${renderCapture(context, event, index)}</li>`)}
    </ul>`,
    ...(comesBack ? { note: 'PostHog sends these through all installed apps again, this one too.' } : {}),
  });
}

function renderCapture(context: ViewContext, captured: CapturedEvent, index: number): TemplateResult {
  const { event, distinctId, delivery, properties, cause, timestamp, uuid } = captured;
  const { text, tone } = deliveryWords(delivery);
  return disclosure(context, {
    id: `run:captured:${index}`,
    label: `${event} of ${distinctId}, ${text}`,
    line: html`<span class="ellipsis"
        ><strong>${event}</strong> <span class="muted">of ${distinctId}</span></span
      >
      ${tag(text, tone)}`,
    beside: sourceLink(context, cause.source),
    body: () => html`${jsonBlock({ properties, timestamp, uuid }, `Properties of ${event}`)}`,
  });
}

export function renderRequests(
  context: ViewContext,
  requests: readonly RequestRecord[],
): TemplateResult | typeof nothing {
  if (requests.length === 0) return nothing;
  return section({
    title: 'Requests',
    count: requests.length,
    body: html`<ul class="rows">
      ${requests.map((request, index) => html`<li>${renderRequest(context, request, index)}</li>`)}
    </ul>`,
  });
}

function renderRequest(context: ViewContext, request: RequestRecord, index: number): TemplateResult {
  const { method, url, status, durationMs, error, action } = request;
  const { text, tone } = statusWords(request);
  const { host, path, query } = splitUrl(url);
  const time = status === null ? '' : duration(durationMs);
  return html`${disclosure(context, {
    id: `run:request:${index}`,
    label: [`${method} ${path} on ${host}: ${text}`, ...(time === '' ? [] : [time])].join(', '),
    line: html`<span class="method">${method}</span>
      <span class="ellipsis url" title=${url}>${path}<span class="muted">${query} ${host}</span></span>
      ${tag(text, tone)}${time === '' ? nothing : html`<span class="muted time">${time}</span>`}`,
    beside: sourceLink(context, request.cause.source),
    body: () => renderExchange(context, request, index),
  })}
  ${
    error === null
      ? nothing
      : html`<div class="trouble ${tone}">
          <span>${error}</span>${action === null ? nothing : actionButton(context, action)}
        </div>`
  }`;
}

function actionButton(context: ViewContext, action: RequestAction): TemplateResult {
  const { label, message } = actionOf(action, context.state.panel?.host.mode === 'block');
  return html`<vscode-button secondary @click=${(): void => context.send(message)}
    ><span slot="content-before" class="button-icon">${icon('key')}</span>${label}</vscode-button
  >`;
}

function actionOf(
  action: RequestAction,
  isBlocked: boolean,
): { readonly label: string; readonly message: ViewMessage } {
  switch (action.kind) {
    case 'set-personal-key':
      return {
        label: 'Set key for this origin',
        message: { type: 'setPersonalKey', origin: action.origin },
      };
    case 'set-project-key':
      return { label: 'Set project key', message: { type: 'setProjectKey' } };
    case 'allow-sending':
      return isBlocked
        ? { label: 'Change the mode', message: { type: 'openSetting', key: 'run.mode' } }
        : { label: 'Run again and allow', message: { type: 'run' } };
  }
}

function renderExchange(context: ViewContext, request: RequestRecord, index: number): TemplateResult {
  return html`<p class="whole-url"><code>${request.method} ${request.url}</code></p>
    ${renderMessage(context, index, 'request', request.requestHeaders, request.requestBody, null)}
    ${
      request.status === null
        ? nothing
        : renderMessage(
            context,
            index,
            'response',
            request.responseHeaders,
            request.responseBody,
            request.responseBytes,
          )
    }`;
}

function renderMessage(
  context: ViewContext,
  index: number,
  part: 'request' | 'response',
  headers: { readonly [name: string]: string },
  body: string | null,
  size: number | null,
): TemplateResult {
  const title = part === 'request' ? 'Request' : 'Response';
  const hasBody = body !== null && body !== '';
  return html`<div class="message">
    <div class="message-head">
      <h3>${title}</h3>
      ${size === null ? nothing : html`<span class="muted">${bytes(size)}</span>`}
      ${
        hasBody
          ? html`<button
              class="link"
              aria-label="Open the body of the ${part} as a document"
              @click=${(): void => context.send({ type: 'openBody', request: index, part })}
            >
              Open
            </button>`
          : nothing
      }
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
    ${hasBody ? textBlock(laidOut(body), `Body of the ${part}`) : html`<p class="muted">No body.</p>`}
  </div>`;
}

/** JSON as people read it; anything else as it came. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Not JSON, or cut: shown as it is.
    return body;
  }
}
