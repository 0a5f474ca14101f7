/** The events that the app captured: what, why, and whether they come back. */
import { html, nothing, type TemplateResult } from 'lit';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import type { PanelFate, PanelState } from '../../../protocol/panel.ts';
import { deliveryWords, type Tone } from '../../../protocol/runWords.ts';
import type { CapturedEvent } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { disclosure, section, sourceLink, tag, valueBlock } from './parts.ts';
import type { VirtualRows } from './virtualList.ts';

export function renderCaptured(
  context: ViewContext,
  captured: readonly CapturedEvent[],
): TemplateResult | typeof nothing {
  if (captured.length === 0) return nothing;
  const comesBack = captured.some(({ cause }) => lifecycleExport(cause.entryPoint)?.onEventPath === true);
  const list: VirtualRows = {
    id: `captured ${context.state.shown?.id}`,
    label: 'Captured events',
    count: captured.length,
    render: (index, tabIndex) => {
      const event = captured[index];
      return event === undefined ? html`` : renderCapture(context, event, index, tabIndex);
    },
  };
  return section({
    title: 'Captured events',
    count: captured.length,
    body: html`<posthog-virtual-list .rows=${list}></posthog-virtual-list>`,
    ...(comesBack ? { note: 'PostHog sends these through all installed apps again, this one too.' } : {}),
  });
}

const fateWords: Readonly<Record<PanelFate['grade'], readonly [text: string, tone: Tone]>> = {
  loops: ['comes back: a loop', 'bad'],
  'may-loop': ['may come back', 'warn'],
  ends: ['does not loop', 'quiet'],
};

function renderCapture(
  context: ViewContext,
  captured: CapturedEvent,
  index: number,
  tabIndex: 0 | -1,
): TemplateResult {
  const { event, distinctId, delivery, cause } = captured;
  const { text, tone } = deliveryWords(delivery);
  const fate = context.state.shown?.fates[index] ?? null;
  const [fateText, fateTone] = fate === null ? ['', 'quiet' as const] : fateWords[fate.grade];
  return disclosure(context, {
    id: `run:captured:${index}`,
    label: '',
    tabIndex,
    line: html`<span class="ellipsis"
        ><strong>${event}</strong> <span class="muted">of ${distinctId}</span></span
      >
      ${fate === null ? nothing : tag(fateText, fateTone)}
      ${fate === null || delivery !== 'local' ? tag(text, tone) : nothing}`,
    beside: html`${sourceLink(context, cause.source, tabIndex)}${takesEvents(context.state.panel) ? againButton(context, event, index, tabIndex) : nothing}`,
    body: () => renderDetails(context, captured, index, fate),
  });
}

function renderDetails(
  context: ViewContext,
  { event, properties, timestamp, uuid, cause }: CapturedEvent,
  index: number,
  fate: PanelFate | null,
): TemplateResult {
  const place = cause.source === null ? '' : `, line ${cause.source.line} of ${cause.source.file}`;
  return html`<p class="muted">Captured by ${cause.entryPoint}${place}.</p>
    ${fate === null ? nothing : html`<p class="fate">${fate.message}</p>`}
    ${valueBlock(context, {
      value: { properties, timestamp, uuid },
      label: `Properties of ${event}`,
      pointer: `/captured/${index}`,
    })}`;
}

/** One click feeds the event back in, as PostHog would. */
function againButton(context: ViewContext, event: string, index: number, tabIndex: 0 | -1): TemplateResult {
  const where = (context.state.panel?.apps ?? []).length > 0 ? 'the apps' : 'the app';
  return html`<button
    class="icon-button"
    tabindex=${tabIndex}
    title="Send through ${where} again, as PostHog does: the next run gets this event"
    aria-label="Send ${event} through ${where} again"
    @click=${(): void => context.send({ type: 'runCaptured', index })}
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
