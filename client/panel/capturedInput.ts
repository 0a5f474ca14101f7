/** A captured event as the input of a run: what an app would be given when PostHog sends it through again. */
import { completeEvent } from '../../platform/completeEvent.ts';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { CapturedEvent } from '../../protocol/trace.ts';

/** @param now for what a captured event does not have. */
export function capturedInput(
  { event, distinctId, timestamp, uuid, properties }: CapturedEvent,
  entryPoint: string,
  now: Date,
): unknown {
  const whole = completeEvent(
    entryPoint,
    { event, distinct_id: distinctId, timestamp, uuid, properties },
    now,
  );
  return lifecycleExport(entryPoint)?.input === 'events' ? [whole] : whole;
}
