/** How many events a run handed to `exportEvents`. */
import type { Trace } from '../../protocol/trace.ts';

/** By the metric that PostHog keeps for such apps (reference 2.7), which counts a batch once however often it is tried. */
export function exportedIn({ metrics }: Pick<Trace, 'metrics'>): number {
  let count = 0;
  for (const { name, value } of metrics) if (name === 'events_seen') count += value;
  return count;
}
