/** A row of the tree of captured events that were fed back. */
import { html, nothing, type TemplateResult } from 'lit';
import { deliveriesWords, describeStep } from '../../../protocol/followWords.ts';
import { plural } from '../../../protocol/runWords.ts';
import type { PanelFate } from '../../../protocol/panel.ts';
import type { CapturedEvent, Hop, HopStep, Trace } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import type { AgainRow, EventRow, HopRow } from './hopRows.ts';
import { icon } from './icons.ts';
import { sourceLink, tag, valueBlock } from './parts.ts';

/** What a row needs besides itself. */
export interface HopTreeParts {
  readonly trace: Trace;
  readonly rows: readonly HopRow[];
  /** Whether apps are named, as where several had a part in it. */
  readonly isNamed: boolean;
  /** What is known of each event that the run itself captured. */
  readonly fates: readonly (PanelFate | null)[];
  /** The signs of an event that the run itself captured. */
  readonly tags: (captured: number) => TemplateResult | typeof nothing;
  /** What is known of such an event besides. */
  readonly remark: (captured: number) => TemplateResult | typeof nothing;
  readonly againButton: (event: string, row: EventRow, tabIndex: 0 | -1) => TemplateResult | typeof nothing;
}

export function renderHopRow(
  context: ViewContext,
  parts: HopTreeParts,
  index: number,
  tabIndex: 0 | -1,
): TemplateResult {
  const row = parts.rows[index];
  if (row === undefined) return html``;
  const indents = Array.from({ length: row.depth }, () => html`<span class="indent"></span>`);
  const content =
    row.kind === 'again'
      ? renderAgain(context, parts, row, tabIndex)
      : renderEvent(context, parts, row, tabIndex);
  return html`<div class="hop-row">${indents}${content}</div>`;
}

function renderAgain(
  context: ViewContext,
  parts: HopTreeParts,
  { repeat }: AgainRow,
  tabIndex: 0 | -1,
): TemplateResult {
  const { hops } = parts.trace;
  const hop = hops[repeat.hop];
  return html`<div class="hop again bad">
    <div class="line">
      <span class="outcome-icon">${icon('reset')}</span>
      <span class="ellipsis"
        ><strong>${hop?.event}</strong> again, ${plural(repeat.all.length, 'time', 'times')}</span
      >
      ${deliveryTag(repeat.all.flatMap((index) => hops[index] ?? []))}
      ${hop === undefined ? nothing : hopSource(context, parts, hop, tabIndex)}
    </div>
  </div>`;
}

function renderEvent(
  context: ViewContext,
  parts: HopTreeParts,
  row: EventRow,
  tabIndex: 0 | -1,
): TemplateResult {
  const event = eventOf(parts.trace, row);
  if (event === undefined) return html``;
  const hop = row.hop === null ? undefined : parts.trace.hops[row.hop];
  return html`<div class="hop ${row.isLooping ? 'looping bad' : ''}">
    <div class="line">
      <div class="opener" @click=${(): void => pressHopRow(context, row)}>
        ${
          row.isOpen === null
            ? html`<span class="leaf"></span>`
            : html`<span class="chevron ${row.isOpen ? 'open' : ''}">${icon('chevron')}</span>`
        }
        <span class="line-text"
          ><span class="ellipsis"
            ><strong>${event.event}</strong>
            <span class="muted">of ${event.distinctId}</span
            >${row.isLooping ? html`<span class="hidden">, part of a loop</span>` : nothing}</span
          >
          ${row.captured === null ? deliveryTag([event]) : parts.tags(row.captured)}
          ${hop === undefined ? tag('not fed back', 'quiet') : nothing}</span
        >
      </div>
      ${hop === undefined ? sourceLink(context, event.cause.source, { tabIndex }) : hopSource(context, parts, hop, tabIndex)}
      ${hop?.isCut === true ? nothing : parts.againButton(event.event, row, tabIndex)}
    </div>
    ${renderBody(context, parts, row, { event, hop, tabIndex })}
  </div>`;
}

/** What a click on a row and Enter do: open or close what is below it, or its details where there is nothing. */
export function pressHopRow(context: ViewContext, row: EventRow): void {
  if (row.isOpen !== null) context.toggle(`run:${row.key}`, !row.isOpen);
  else context.toggle(detailsOf(row), !context.isOpen(detailsOf(row), false));
}

function detailsOf({ key }: EventRow): string {
  return `run:details:${key}`;
}

function deliveryTag(events: readonly CapturedEvent[]): TemplateResult | typeof nothing {
  const words = deliveriesWords(events);
  return words === null ? nothing : tag(words.text, words.tone);
}

function renderBody(
  context: ViewContext,
  { isNamed, remark }: HopTreeParts,
  row: EventRow,
  {
    event,
    hop,
    tabIndex,
  }: { readonly event: CapturedEvent; readonly hop: Hop | undefined; readonly tabIndex: 0 | -1 },
): TemplateResult {
  const id = detailsOf(row);
  const hasDetails = context.isOpen(id, false);
  return html`<div class="hop-more">
    <p class="hop-did">
      ${hop?.steps.map((step) => renderStep(step, isNamed))}
      ${hop?.steps.length === 0 ? html`<span class="muted">No app here takes it.</span>` : nothing}
      ${detailsButton(event.event, hasDetails, tabIndex, () => context.toggle(id, !hasDetails))}
    </p>
    ${hop?.steps.flatMap((step) => step.errors.map((error) => html`<p class="hop-error bad">${error.name}: ${error.message} ${sourceLink(context, error.source, { tabIndex, app: step.app, isNamed })}</p>`))}
    ${hop?.heldBack === undefined ? nothing : html`<p class="muted">${plural(hop.heldBack, 'event', 'events')} captured for it ${hop.heldBack === 1 ? 'was' : 'were'} not sent on.</p>`}
    ${
      hasDetails
        ? html`<p class="muted">
              Captured by
              ${event.cause.entryPoint}${isNamed && hop !== undefined ? ` of ${hop.cause.app}` : ''}${event.cause.source === null ? '' : `, line ${event.cause.source.line} of ${event.cause.source.file}`}.
            </p>
            ${row.captured === null ? nothing : remark(row.captured)}
            ${hop?.steps.map(({ notSent }) => (notSent === undefined ? nothing : html`<p class="muted">${notSent.reason}</p>`))}
            ${hop?.isCut === true ? html`<p class="muted">Its properties are not kept: those of all events that came back are very large.</p>` : renderProperties(context, event, row)}`
        : nothing
    }
  </div>`;
}

function renderStep(step: HopStep, isNamed: boolean): TemplateResult {
  const { isWrong, text } = describeStep(step, isNamed);
  return html`<span class="hop-step ${isWrong ? 'bad wrong' : ''}">${text}</span>`;
}

function renderProperties(
  context: ViewContext,
  { event, properties, timestamp, uuid }: CapturedEvent,
  { captured, hop }: EventRow,
): TemplateResult {
  return valueBlock(context, {
    value: { properties, timestamp, uuid },
    label: `Properties of ${event}`,
    pointer: captured === null ? `/hops/${hop}` : `/captured/${captured}`,
  });
}

function detailsButton(event: string, isOpen: boolean, tabIndex: 0 | -1, toggle: () => void): TemplateResult {
  return html`<button
    class="link"
    tabindex=${tabIndex}
    aria-expanded=${isOpen ? 'true' : 'false'}
    aria-label="Details of ${event}"
    @click=${toggle}
  >
    Details
  </button>`;
}

/** The place in the app that captured it. */
function hopSource(
  context: ViewContext,
  { isNamed }: HopTreeParts,
  { cause: { app, source } }: Hop,
  tabIndex: 0 | -1,
): TemplateResult | typeof nothing {
  return sourceLink(context, source, { tabIndex, app, isNamed });
}

export function eventOf({ captured, hops }: Trace, row: EventRow): CapturedEvent | undefined {
  return row.captured === null ? (row.hop === null ? undefined : hops[row.hop]) : captured[row.captured];
}
