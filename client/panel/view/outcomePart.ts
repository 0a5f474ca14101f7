/** What became of the run, before everything else; then what the app did to the event. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelProblem, PanelRun } from '../../../protocol/panel.ts';
import type { EventRecord, Outcome, Trace } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { renderErrors } from './errorsPart.ts';
import { icon, type IconName } from './icons.ts';
import { renderCost } from './costPart.ts';
import { disclosure, section, tag, textBlock, valueBlock } from './parts.ts';
import { describeRun } from '../../../protocol/reportWords.ts';
import { diffProperties, type PropertyChange } from '../../../protocol/propertyDiff.ts';
import { counts, duration, moment, plural, shortJson, type Tone } from '../../../protocol/runWords.ts';

/** The sign of an outcome. */
export function outcomeIcon(outcome: Outcome, tone: Tone): IconName {
  // A loop is the one fault of a run that did what it should.
  if (tone === 'bad' && outcome !== 'failed' && outcome !== 'timed-out') return 'reset';
  return tone === 'warn' && outcome !== 'dropped' ? 'warning' : icons[outcome];
}

const icons: Readonly<Record<Outcome, IconName>> = {
  changed: 'check',
  unchanged: 'same',
  dropped: 'dropped',
  completed: 'check',
  failed: 'cross',
  'timed-out': 'clock',
  stopped: 'stop',
};

/** @param freshness whether a newer run is on, or could not begin. */
export function renderOutcome(
  context: ViewContext,
  run: PanelRun,
  trace: Trace,
  freshness: 'now' | 'before' | 'giving way',
): TemplateResult {
  const { title, sentence, tone } = describeRun(run, trace);
  const { timing } = trace;
  return html`<section
    class="outcome ${tone} ${freshness === 'giving way' ? 'stale' : ''}"
    aria-label="Outcome"
  >
    <div class="outcome-line">
      <span class="outcome-icon">${icon(outcomeIcon(trace.outcome, tone))}</span>
      <h2>${title}</h2>
      ${run.isPast ? tag('from the history', 'quiet') : freshness === 'now' ? nothing : tag('last run', 'quiet')}
      <span class="muted outcome-time" title=${timingWords(trace, run.entryPoint)}
        >${duration(timing.totalMs)}</span
      >
    </div>
    <p>${sentence}</p>
    ${renderGiven(context, run)} ${run.report === null ? renderErrors(context, trace.errors) : nothing}
    ${run.report === null ? html`<p class="muted">${countsLine(trace)}</p>` : nothing}
    ${renderCost(run.cost, run.costBefore)}
    <p class="muted when">
      <span>${appOf(context, run)}${run.entryPoint} on ${run.host}, ${moment(run.startedAt)}</span>
      <span class="links">
        <button class="link" @click=${(): void => context.send({ type: 'openText' })}>Open as text</button>
        <button class="link" @click=${(): void => context.send({ type: 'openTrace' })}>Open trace</button>
        <button class="link" @click=${(): void => context.send({ type: 'exportRun' })}>Export…</button>
        <button
          class="link"
          title="Write this run as a scenario file, which the Test Explorer and CI run"
          @click=${(): void => context.send({ type: 'saveTest' })}
        >
          Save as Test…
        </button>
      </span>
    </p>
    ${(trace.notices ?? []).map((notice) => html`<p class="notice">${icon('info')}<span>${notice}</span></p>`)}
  </section>`;
}

/** A number stays on the line of what it counts. */
function countsLine(trace: Trace): string {
  return counts(trace)
    .join(' · ')
    .replaceAll(/(?<=\d) /g, '\u00a0');
}

/** Of several apps in order, the one that the outcome is of. */
function appOf({ state: { panel } }: ViewContext, { historyId }: PanelRun): string {
  const step = panel?.chain?.steps.find(({ id }) => id === historyId);
  return step === undefined || panel?.chain?.isLifeCycle === true ? '' : `${step.appName}: `;
}

/** What the run was given, where that is not what the panel has for the next one. */
function renderGiven(context: ViewContext, { input, historyId }: PanelRun): TemplateResult | typeof nothing {
  const { panel } = context.state;
  if (input === null || historyId === null || panel === null || !panel.isOtherInput) return nothing;
  return html`<div class="given">
    ${disclosure(context, {
      id: 'run:input',
      label: '',
      line: html`<span class="ellipsis"
        ><span class="muted">${panel.chain === null ? 'This run' : 'This step'} was given </span
        >${input.summary}</span
      >`,
      beside: html`<button
          class="link"
          title="Open what the run was given"
          @click=${(): void => context.send({ type: 'openRunInput' })}
        >
          Open
        </button>
        ${
          panel.chain === null
            ? html`<button
                class="link"
                title="Takes it as the input of the next run, and opens it for editing"
                @click=${(): void => context.send({ type: 'editRun', id: historyId })}
              >
                Edit for the Next Run
              </button>`
            : nothing
        }`,
      body: () => textBlock(input.text, 'What the run was given'),
    })}
  </div>`;
}

function timingWords({ timing }: Trace, entryPoint: string): string {
  return [
    `loading ${duration(timing.loadMs)}`,
    `setupPlugin ${duration(timing.setupMs)}`,
    `${entryPoint} ${duration(timing.callMs)}`,
  ].join(', ');
}

export function renderProblem(context: ViewContext, { message, actions }: PanelProblem): TemplateResult {
  return html`<section class="problem" role="alert" aria-label="Problem">
    <span class="outcome-icon">${icon('warning')}</span>
    <div>
      <p>${message}</p>
      ${actions.map(
        (action) =>
          html`<vscode-button secondary @click=${(): void => context.send(action.message)}
            >${action.label}</vscode-button
          >`,
      )}
    </div>
  </section>`;
}

/** The changes of each event that PostHog would go on with. */
export function renderEvents(context: ViewContext, { events }: Trace): readonly TemplateResult[] {
  return events.flatMap((record, index) =>
    record.outcome === 'changed' ? renderChanges(context, record, index) : [],
  );
}

function renderChanges(context: ViewContext, record: EventRecord, index: number): TemplateResult {
  const changes = diffProperties(record.before, record.after);
  return section({
    title: 'Changes to the event',
    count: changes.length,
    action: html`<button class="link" @click=${(): void => context.send({ type: 'openDiff', event: index })}>
      Open Diff
    </button>`,
    body: html`<ul class="changes" aria-label=${plural(changes.length, 'change', 'changes')}>
      ${changes.map(renderChange)}
    </ul>`,
  });
}

const signs = { added: '+', removed: '−', changed: '~' } as const;

function renderChange({ kind, path, before, after }: PropertyChange): TemplateResult {
  const name = path.at(-1) ?? 'the event';
  const parent = path.slice(0, -1).join('.');
  return html`<li class="change ${kind}">
    <span class="sign" aria-hidden="true">${signs[kind]}</span>
    <span class="path"
      ><span class="hidden">${kind} </span
      >${parent === '' ? nothing : html`<span class="muted">${breakable(`${parent}.`)}</span>`}${breakable(name)}</span
    >
    <span class="values">
      ${before === undefined ? nothing : html`<del>${shortJson(before)}</del>`}
      ${before === undefined || after === undefined ? nothing : html`<span class="muted" aria-hidden="true"> → </span>`}
      ${after === undefined ? nothing : html`<ins>${shortJson(after)}</ins>`}
    </span>
  </li>`;
}

/** A name that goes on in the next line between its words. */
function breakable(name: string): readonly TemplateResult[] {
  return name.split(/(?<=[._])/).map((word) => html`<wbr />${word}`);
}

/** What the export returned, where that is not an event. */
export function renderResult(
  context: ViewContext,
  { result, events, outcome }: Trace,
): TemplateResult | typeof nothing {
  const isEvent = events.some(({ after }) => after !== null);
  if (result === null || isEvent || outcome !== 'completed') return nothing;
  return section({
    title: 'Returned',
    body: disclosure(context, {
      id: 'run:result',
      label: 'What was returned',
      line: html`<code class="ellipsis">${shortJson(result)}</code>`,
      body: () => valueBlock(context, { value: result, label: 'What was returned', pointer: '/result' }),
    }),
  });
}
