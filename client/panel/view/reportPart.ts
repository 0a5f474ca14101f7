/** What came of a list of events: a row for each, what went wrong first. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelReportRow, PanelRun } from '../../../protocol/panel.ts';
import { describeOutcome, duration, plural } from '../../../protocol/runWords.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { outcomeIcon } from './outcomePart.ts';
import { section, sourceLink } from './parts.ts';
import type { VirtualRows } from './virtualList.ts';

export function renderReport(context: ViewContext, run: PanelRun): TemplateResult | typeof nothing {
  const { report, entryPoint } = run;
  if (report === null) return nothing;
  const hasSources = report.rows.some(({ problem }) => (problem?.source ?? null) !== null);
  const list: VirtualRows = {
    id: `report ${run.id}`,
    label: 'Events that were run',
    count: report.rows.length,
    render: (index, tabIndex) => {
      const row = report.rows[index];
      return row === undefined ? html`` : renderRow(context, entryPoint, row, { hasSources, tabIndex });
    },
  };
  const more = report.total - report.rows.length;
  return section({
    title: 'Events',
    count: report.total,
    body: html`<posthog-virtual-list .rows=${list}></posthog-virtual-list>`,
    ...(more > 0 ? { note: `${plural(more, 'event has', 'events have')} no row here.` } : {}),
  });
}

function lossesOf({
  captured,
  requests,
  unconfirmed = 0,
}: NonNullable<PanelReportRow['notArrived']>): string[] {
  const notAccepted = captured + requests - unconfirmed;
  return [
    ...(notAccepted === 0 ? [] : [`${notAccepted} not accepted`]),
    ...(unconfirmed === 0 ? [] : [`${unconfirmed} not confirmed`]),
  ];
}

function renderRow(
  context: ViewContext,
  entryPoint: string,
  { index, outcome, ms, captured, notArrived, requests, problem, name }: PanelReportRow,
  { hasSources, tabIndex }: { readonly hasSources: boolean; readonly tabIndex: 0 | -1 },
): TemplateResult {
  const source = problem?.source ?? null;
  const { title, tone } = describeOutcome(entryPoint, outcome, [], notArrived === undefined);
  const did = [
    ...(captured === 0 ? [] : [`${captured} captured`]),
    ...(requests === 0 ? [] : [plural(requests, 'request', 'requests')]),
    ...(notArrived === undefined ? [] : lossesOf(notArrived)),
  ];
  return html`<div class="line past report-row ${tone}">
    <button
      class="opener"
      tabindex=${tabIndex}
      title="Run this event alone"
      @click=${(): void => context.send({ type: 'runRow', index })}
    >
      <span class="outcome-icon">${icon(outcomeIcon(outcome, tone))}</span>
      <span class="muted at">${index + 1}</span>
      <span class="ellipsis"
        ><span class="hidden">${title}: </span
        >${problem === null ? name : html`<strong>${name}</strong> <span class="muted">${problem.message}</span>`}</span
      >
      ${did.length === 0 ? nothing : html`<span class="muted time">${did.join(', ')}</span>`}
      <span class="muted time">${duration(ms)}</span>
    </button>
    ${source === null && hasSources ? html`<span class="source"></span>` : sourceLink(context, source, { tabIndex })}
  </div>`;
}
