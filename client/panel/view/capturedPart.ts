/** The events that the app captured. */
import { html, nothing, type TemplateResult } from 'lit';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import { deliveryWords } from '../../../protocol/runWords.ts';
import type { CapturedEvent } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { disclosure, section, sourceLink, tag, valueBlock } from './parts.ts';

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
    body: () =>
      valueBlock(context, {
        value: { properties, timestamp, uuid },
        label: `Properties of ${event}`,
        pointer: `/captured/${index}`,
      }),
  });
}
