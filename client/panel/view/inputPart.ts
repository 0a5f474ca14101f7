/** What the entry point is given: a sample, or the user's own JSON, which is edited in the editor. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { PanelInput, PanelState } from '../../../protocol/panel.ts';
import type { Json } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { focusInstead } from './keptFocus.ts';
import { disclosure, section, textBlock } from './parts.ts';
import { valueOf } from './valueOf.ts';
import { summarizeInput } from '../../../protocol/runWords.ts';

const titles = { event: 'Event', events: 'Events', payload: 'Payload' } as const;

export function renderInput(context: ViewContext, input: PanelInput): TemplateResult {
  const { kind, samples, text, isEdited, list, problem } = input;
  if (list !== null) return renderList(context, input, list.label);
  return section({
    title: titles[kind],
    ...(kind === 'payload' ? {} : { action: sources(context) }),
    body: html`<div class="row">
        ${samples.length === 0 ? nothing : sampleSelect(context, input)}
        <vscode-button
          secondary
          title="Edit the ${kind} as JSON in the editor"
          @click=${(): void => context.send({ type: 'editInput' })}
          ><span slot="content-before" class="button-icon">${icon('edit')}</span>Edit</vscode-button
        >
      </div>
      ${disclosure(context, {
        id: 'input',
        label: `The ${kind} as JSON`,
        line: html`<span class="ellipsis">${problem === null ? summary(text) : `Your ${kind}`}</span>
          ${isEdited ? html`<span class="tag quiet">edited</span>` : nothing}`,
        beside: isEdited ? resetButton(context, kind) : nothing,
        body: () => textBlock(text, `The ${kind}`),
      })}
      ${problem === null ? nothing : html`<p class="field-problem" role="alert">${icon('warning')}<span>${problem}</span></p>`}`,
  });
}

/** A list of events, which each run takes one by one until the user goes back to one event. */
function renderList(context: ViewContext, input: PanelInput, label: string): TemplateResult {
  return section({
    title: 'Events',
    action: sources(context),
    body: html`<div class="row">
        ${sampleSelect(context, input)}
        <vscode-button
          secondary
          title="Open the events in the editor"
          @click=${(): void => context.send({ type: 'openList' })}
          ><span slot="content-before" class="button-icon">${icon('file')}</span>Open</vscode-button
        >
      </div>
      <p class="list-line">
        ${listWords(context, input, label)}
        <button class="link" @click=${(): void => context.send({ type: 'selectSample', id: input.baseId })}>
          Back to one event
        </button>
      </p>`,
  });
}

/** A list that cannot be read is not sent, nor is anything in its place. */
function listWords(
  { state: { panel } }: ViewContext,
  { problem }: PanelInput,
  label: string,
): TemplateResult {
  if (problem === null) {
    const words = takesMany(panel)
      ? `Run sends ${label}, one after the other.`
      : `Run sends one event, not ${label}.`;
    return html`<span>${words}</span>`;
  }
  const isTold = panel?.problem?.message === problem;
  const words = isTold ? 'Run sends nothing: these events cannot be read.' : problem;
  return html`<span class="field-problem" role=${isTold ? nothing : 'alert'}
    >${icon('warning')}<span>${words}</span></span
  >`;
}

/** Where else events come from. */
function sources(context: ViewContext): TemplateResult {
  return html`<button
      class="link"
      title="Takes one of the last events of your project, without its secrets"
      @click=${(): void => context.send({ type: 'fetchEvent' })}
    >
      Fetch a real event…
    </button>
    ${takesMany(context.state.panel) ? fileButton(context) : nothing}`;
}

/** Several apps in order take one event, and so does the whole life of one. */
function takesMany(panel: PanelState | null): boolean {
  return panel !== null && panel.apps.length === 0 && !panel.isLifeCycle;
}

function fileButton(context: ViewContext): TemplateResult {
  return html`<button
    class="link"
    title="Runs each event of a JSON or JSON Lines file, and lists what became of them"
    @click=${(): void => context.send({ type: 'runFile' })}
  >
    Events from a file…
  </button>`;
}

function sampleSelect(context: ViewContext, { samples, sampleId }: PanelInput): unknown {
  const list = html`<vscode-single-select
    class="grow"
    label="Sample"
    .value=${sampleId}
    @change=${(event: Event): void => context.send({ type: 'selectSample', id: valueOf(event) })}
  >
    ${samples.map(
      ({ id, label }) =>
        html`<vscode-option value=${id} ?selected=${id === sampleId}>${label}</vscode-option>`,
    )}
  </vscode-single-select>`;
  // The list takes its texts over when it is made, and shows them for ever.
  return keyed(samples.map(({ label }) => label).join('\n'), list);
}

function resetButton(context: ViewContext, kind: PanelInput['kind']): TemplateResult {
  return html`<button
    class="icon-button"
    title="Back to the sample"
    aria-label="Throw away your changes to the ${kind}"
    @click=${(event: Event): void => {
      focusInstead(event, 'section', 'vscode-button');
      context.send({ type: 'resetInput' });
    }}
  >
    ${icon('reset')}
  </button>`;
}

function summary(text: string): string {
  try {
    return summarizeInput(JSON.parse(text) as Json);
  } catch {
    // The client has said what is wrong with it, and shows that.
    return 'Not JSON';
  }
}
