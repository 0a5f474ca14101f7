/** The events that the app captured: what, why, and whether they come back. */
import { html, nothing, type TemplateResult } from 'lit';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import type { PanelFate, PanelState, ViewMessage } from '../../../protocol/panel.ts';
import { hasSeveralApps } from '../../../protocol/followWords.ts';
import { deliveryWords } from '../../../protocol/runWords.ts';
import type { CapturedEvent, Trace } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { renderFollowButton, renderFollowState } from './followPart.ts';
import { fatesToTell, fateWords } from '../../../protocol/reportWords.ts';
import { hopRowLabel } from './hopRowLabel.ts';
import { type HopTreeParts, pressHopRow, renderHopRow } from './hopPart.ts';
import { hopRows } from './hopRows.ts';
import { icon } from './icons.ts';
import { disclosure, section, sourceLink, tag, valueBlock } from './parts.ts';
import type { VirtualRows } from './virtualList.ts';

export function renderCaptured(context: ViewContext, trace: Trace): TemplateResult | typeof nothing {
  const { captured, following } = trace;
  if (captured.length === 0) return nothing;
  const comesBack = captured.some(({ cause }) => lifecycleExport(cause.entryPoint)?.onEventPath === true);
  const list = following === undefined ? plainRows(context, captured) : treeRows(context, trace);
  return section({
    title: 'Captured events',
    count: captured.length,
    action: renderFollowButton(context),
    body: html`${renderFollowState(context, trace)}<posthog-virtual-list
        .rows=${list}
      ></posthog-virtual-list>`,
    ...(comesBack ? { note: 'PostHog sends these through all installed apps again, this one too.' } : {}),
  });
}

function plainRows(context: ViewContext, captured: readonly CapturedEvent[]): VirtualRows {
  return {
    id: `captured ${context.state.shown?.id}`,
    label: 'Captured events',
    count: captured.length,
    render: (index, tabIndex) => {
      const event = captured[index];
      return event === undefined ? html`` : renderCapture(context, event, index, tabIndex);
    },
  };
}

/** What came of each, when they were fed back. */
function treeRows(context: ViewContext, trace: Trace): VirtualRows {
  const rows = hopRows(trace, (key, byDefault) => context.isOpen(`run:${key}`, byDefault));
  const fates = fatesToTell(context.state.shown?.fates ?? [], trace);
  const takes = takesEvents(context.state.panel);
  const parts: HopTreeParts = {
    trace,
    rows,
    isNamed: hasSeveralApps(trace.hops),
    fates,
    tags: (index) => renderTags(trace.captured[index], fates[index] ?? null, false),
    remark: (index) => renderRemark(fates[index] ?? null),
    againButton: (event, { captured, hop }, tabIndex) => {
      const message: ViewMessage | null =
        captured !== null
          ? { type: 'runCaptured', index: captured }
          : hop === null
            ? null
            : { type: 'runHop', hop };
      return takes && message !== null ? againButton(context, event, message, tabIndex) : nothing;
    },
  };
  return {
    id: `followed ${context.state.shown?.id}`,
    label: 'Captured events',
    count: rows.length,
    keyOf: (index) => rows[index]?.key ?? '',
    render: (index, tabIndex) => renderHopRow(context, parts, index, tabIndex),
    tree: {
      rowOf: (index) => {
        const row = rows[index];
        return {
          label: row === undefined ? '' : hopRowLabel(parts, row),
          level: (row?.depth ?? 0) + 1,
          parent: row?.parent ?? null,
          position: row?.position ?? 1,
          size: row?.size ?? 1,
          isOpen: row?.kind === 'event' ? row.isOpen : null,
        };
      },
      toggle: (index, isOpen) => context.toggle(`run:${rows[index]?.key}`, isOpen),
      press: (index) => {
        const row = rows[index];
        if (row?.kind === 'event') pressHopRow(context, row);
      },
      // From where a branch leads back, to the row that it leads to.
      goTo: (index) => {
        const row = rows[index];
        if (row?.kind !== 'again') return null;
        return rows.findIndex((one) => one.kind === 'event' && one.hop === row.repeat.of);
      },
    },
  };
}

function renderCapture(
  context: ViewContext,
  captured: CapturedEvent,
  index: number,
  tabIndex: 0 | -1,
): TemplateResult {
  const { event, distinctId, cause } = captured;
  const fate = context.state.shown?.fates[index] ?? null;
  return disclosure(context, {
    id: `run:captured:${index}`,
    label: '',
    tabIndex,
    line: html`<span class="ellipsis"
        ><strong>${event}</strong> <span class="muted">of ${distinctId}</span></span
      >
      ${renderTags(captured, fate)}`,
    beside: html`${sourceLink(context, cause.source, { tabIndex })}${takesEvents(context.state.panel) ? againButton(context, event, { type: 'runCaptured', index }, tabIndex) : nothing}`,
    body: () => renderDetails(context, captured, index, fate),
  });
}

/**
 * Whether it comes back, and where it went.
 *
 * @param saysKept whether an event that stays here is told of where there is nothing else to tell.
 */
function renderTags(
  captured: CapturedEvent | undefined,
  fate: PanelFate | null,
  saysKept = true,
): TemplateResult {
  const { text, tone } = deliveryWords(captured?.delivery ?? 'local');
  const [fateText, fateTone] = fate === null ? ['', 'quiet' as const] : fateWords[fate.grade];
  return html`${fate === null ? nothing : tag(fateText, fateTone)}
  ${(fate === null && saysKept) || captured?.delivery !== 'local' ? tag(text, tone) : nothing}`;
}

function renderRemark(fate: PanelFate | null): TemplateResult | typeof nothing {
  return fate === null ? nothing : html`<p class="fate">${fate.message}</p>`;
}

function renderDetails(
  context: ViewContext,
  { event, properties, timestamp, uuid, cause }: CapturedEvent,
  index: number,
  fate: PanelFate | null,
): TemplateResult {
  const place = cause.source === null ? '' : `, line ${cause.source.line} of ${cause.source.file}`;
  return html`<p class="muted">Captured by ${cause.entryPoint}${place}.</p>
    ${renderRemark(fate)}
    ${valueBlock(context, {
      value: { properties, timestamp, uuid },
      label: `Properties of ${event}`,
      pointer: `/captured/${index}`,
    })}`;
}

/** One click feeds the event back in, as PostHog would. */
function againButton(
  context: ViewContext,
  event: string,
  message: ViewMessage,
  tabIndex: 0 | -1,
): TemplateResult {
  const where = (context.state.panel?.apps ?? []).length > 0 ? 'the apps' : 'the app';
  return html`<button
    class="icon-button"
    tabindex=${tabIndex}
    title="Send through ${where} again, as PostHog does: the next run gets this event"
    aria-label="Send ${event} through ${where} again"
    @click=${(): void => context.send(message)}
  >
    ${icon('replay')}
  </button>`;
}

function takesEvents(panel: PanelState | null): boolean {
  if (panel !== null && panel.apps.length > 0) return true;
  return (panel?.entryPoints ?? []).some(({ name }) => {
    const input = lifecycleExport(name)?.input;
    return input === 'event' || input === 'events';
  });
}
