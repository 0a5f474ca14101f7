/** Requests, logs, storage, cache, jobs and metrics on one axis: filters, and a row for each thing that happened. */
import { html, nothing, type TemplateResult } from 'lit';
import { duration, grouped, waitOf } from '../../../protocol/runWords.ts';
import type { Trace } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon, type IconName } from './icons.ts';
import { section, sourceLink, tag, valueBlock } from './parts.ts';
import { renderExchange, renderTrouble } from './requestPart.ts';
import {
  countKinds,
  filterRows,
  firstOfRemarks,
  isExchange,
  kindNames,
  timelineKinds,
  type TimelineKind,
  type TimelineRow,
  timelineRows,
} from './timeline.ts';
import { noFilter } from './store.ts';
import { valueOf } from './valueOf.ts';
import type { VirtualRows } from './virtualList.ts';

/** Characters of a row; it opens to the rest. */
const longestLine = 400;

/** From here on a text filter is worth its place. */
const fewRows = 5;

export function renderTimeline(context: ViewContext, trace: Trace): TemplateResult | typeof nothing {
  const all = timelineRows(trace);
  if (all.length === 0) return nothing;
  const { filter, shown } = context.state;
  const kinds = countKinds(all);
  // A kind that this run has not is no filter: the one of the run before may have been chosen for it.
  const wanted = { ...filter, kinds: filter.kinds.filter((kind) => kinds.has(kind)) };
  const rows = filterRows(all, wanted);
  const span = spanOf(all, trace);
  const remarks = firstOfRemarks(rows, trace);
  const list: VirtualRows = {
    id: `${shown?.id} ${wanted.kinds.join()} ${wanted.text}`,
    label: 'Timeline',
    count: rows.length,
    render: (index, tabIndex) => {
      const row = rows[index];
      return row === undefined
        ? html``
        : renderRow(context, trace, row, { span, hasRemark: remarks.has(row.pointer), tabIndex });
    },
  };
  return section({
    title: 'Timeline',
    count: rows.length === all.length ? all.length : `${grouped(rows.length)} of ${grouped(all.length)}`,
    body: html`${all.length > fewRows || kinds.size > 1 || rows.length < all.length ? renderFilter(context, kinds, wanted.kinds) : nothing}
    ${
      rows.length === 0
        ? html`<p class="muted">
            Nothing here fits the filter.
            <button class="link" @click=${(): void => context.filter(noFilter)}>Clear</button>
          </p>`
        : html`<posthog-virtual-list .rows=${list}></posthog-virtual-list>`
    }`,
    ...(kinds.has('storage') || kinds.has('cache')
      ? { note: storeNote(context.state.panel?.chain?.isLifeCycle === true) }
      : {}),
  });
}

function storeNote(isOfLifeCycle: boolean): string {
  return isOfLifeCycle
    ? 'Storage and cache begin empty with the life of the app, and last from one step to the next.'
    : 'Storage and cache start empty in each run.';
}

function renderFilter(
  context: ViewContext,
  counts: ReadonlyMap<TimelineKind, number>,
  chosen: readonly TimelineKind[],
): TemplateResult {
  const { filter } = context.state;
  const toggle = (kind: TimelineKind): void =>
    context.filter({
      ...filter,
      kinds: chosen.includes(kind) ? chosen.filter((other) => other !== kind) : [...chosen, kind],
    });
  return html`<div class="filter" role="group" aria-label="Filter of the timeline">
    ${
      counts.size < 2
        ? nothing
        : timelineKinds.map((kind) => {
            const count = counts.get(kind);
            if (count === undefined) return nothing;
            const isChosen = chosen.includes(kind);
            return html`<button
              class="chip"
              aria-pressed=${isChosen ? 'true' : 'false'}
              title=${isChosen ? 'Click to show the others too' : 'Show these alone'}
              @click=${(): void => toggle(kind)}
            >
              ${kindNames[kind]} <span class="muted">${grouped(count)}</span>
            </button>`;
          })
    }
    <vscode-textfield
      class="filter-text"
      .label=${'Text to look for'}
      placeholder="Filter"
      .value=${filter.text}
      @input=${(event: Event): void => context.filter({ ...filter, text: valueOf(event) })}
    ></vscode-textfield>
  </div>`;
}

const levelIcons: Readonly<Record<string, IconName>> = { error: 'cross', warn: 'warning', info: 'info' };

interface RowPlace {
  readonly span: TimeSpan;
  /** Whether what there is to say about a request is said at this row, and not at one before it. */
  readonly hasRemark: boolean;
  readonly tabIndex: 0 | -1;
}

function renderRow(
  context: ViewContext,
  trace: Trace,
  row: TimelineRow,
  { span, hasRemark, tabIndex }: RowPlace,
): TemplateResult {
  const { kind, pointer, at, clockMs, event, what, text, tone, source } = row;
  const id = `run:${pointer}`;
  const isOpen = context.isOpen(id, false);
  const name = kind === 'log' ? levelIcons[what] : undefined;
  const request = isExchange(kind) ? trace.requests[row.index] : undefined;
  const trouble = request === undefined ? nothing : renderTrouble(context, request, tabIndex);
  return html`<div class="line event ${kind} ${tone}">
      <button
        class="opener"
        tabindex=${tabIndex}
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${(): void => context.toggle(id, !isOpen)}
      >
        <span class="event-head">
          <span class="chevron ${isOpen ? 'open' : ''}">${icon('chevron')}</span>
          <span class="at" title="After ${duration(at)}">${clockOf(at)}</span>
          ${event === undefined ? nothing : html`<span class="tag quiet" title=${eventTitle(context, event)}><span class="hidden">event </span>#${event + 1}</span>`}
          ${clockMs === undefined ? nothing : html`<span class="tag quiet" title="What the virtual clock showed: jobs, retries and buffers wait on it alone">+${waitOf(clockMs)}</span>`}
          ${kind === 'log' ? html`<span class="level">${name === undefined ? nothing : icon(name)}<span class="hidden">${what}: </span></span>` : html`<span class="method">${what}</span>`}
        </span>
        <span class="event-text">${text.length > longestLine ? `${text.slice(0, longestLine)}…` : text}</span>
        <span class="event-tail">
          ${row.tag === null ? nothing : tag(row.tag, tone)}
          ${request === undefined ? nothing : html`<span class="muted time">${request.status === null ? '' : duration(row.durationMs)}</span>`}
        </span>
      </button>
      ${renderAxis(row, span)} ${sourceLink(context, source, { tabIndex })}
    </div>
    ${isOpen ? html`<div class="more">${renderDetails(context, trace, row)}</div>` : nothing}
    ${hasRemark || isOpen ? trouble : nothing}`;
}

/** Which event of the list something came of, by its place and name. */
function eventTitle({ state: { shown } }: ViewContext, event: number): string {
  const name = shown?.report?.rows.find(({ index }) => index === event)?.name;
  return `Event ${event + 1}${name === undefined ? '' : `: ${name}`}`;
}

/** The time from the start, in as little room as possible. */
function clockOf(at: number): string {
  return at < 1000 ? `${Math.round(at)} ms` : `${(at / 1000).toFixed(at < 10_000 ? 2 : 1)} s`;
}

interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

const spans = new WeakMap<Trace, TimeSpan>();

/** From the first thing that happened to the end of the run: loading the app is left out. */
function spanOf(rows: readonly TimelineRow[], trace: Trace): TimeSpan {
  const known = spans.get(trace);
  if (known !== undefined) return known;
  const end = rows.reduce(
    (last, { at, durationMs }) => Math.max(last, at + durationMs),
    trace.timing.totalMs,
  );
  const span = { start: rows[0]?.at ?? 0, end };
  spans.set(trace, span);
  return span;
}

/** Where on the time of the run it was, and how long. */
function renderAxis({ at, durationMs, tone }: TimelineRow, { start, end }: TimeSpan): TemplateResult {
  const scale = end <= start ? 0 : 100 / (end - start);
  const width = Math.min(100, Math.max(durationMs * scale, 2.5));
  const x = Math.min((at - start) * scale, 100 - width);
  return html`<svg class="axis ${tone} ${durationMs > 0 ? 'timed' : ''}" aria-hidden="true" focusable="false">
    <rect x="${x.toFixed(2)}%" y="25%" width="${width.toFixed(2)}%" height="50%" rx="1.5"></rect>
  </svg>`;
}

function renderDetails(context: ViewContext, trace: Trace, row: TimelineRow): TemplateResult {
  const { kind, index, pointer, text, at } = row;
  switch (kind) {
    case 'request':
    case 'capture': {
      const request = trace.requests[index];
      return request === undefined ? html`` : renderExchange(context, request, index);
    }
    case 'log':
      return valueBlock(context, { value: text, label: 'The log line', pointer: `${pointer}/message` });
    case 'storage':
    case 'cache': {
      const item = trace[kind][index];
      return item === undefined
        ? html``
        : html`<p class="muted">${item.operation} of ${item.key}, after ${duration(at)}</p>
            ${valueBlock(context, { value: item.value, label: 'The value', pointer: `${pointer}/value` })}`;
    }
    case 'job': {
      const job = trace.jobs[index];
      return job === undefined
        ? html``
        : valueBlock(context, { value: job.payload, label: 'The payload', pointer: `${pointer}/payload` });
    }
    case 'metric':
      return html`<p>${row.what}: ${text}, after ${duration(at)}</p>`;
  }
}
