/** What a run cost, in numbers. */
import type { PanelCost } from '../../../protocol/panel.ts';
import type { Trace } from '../../../protocol/trace.ts';

export function costOf({ timing, requests, usage }: Trace): PanelCost {
  const sent = requests.reduce((sum, { requestBody }) => sum + Buffer.byteLength(requestBody ?? ''), 0);
  const received = requests.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  return {
    totalMs: timing.totalMs,
    callMs: timing.callMs,
    cpuMs: usage?.cpuMs ?? null,
    memoryBytes: usage?.memoryBytes ?? null,
    requests: requests.length,
    bytes: sent + received,
  };
}
