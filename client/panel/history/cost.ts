/** What a run cost, in numbers. */
import type { PanelCost } from '../../../protocol/panel.ts';
import type { Trace } from '../../../protocol/trace.ts';
import type { RunRecord } from './runRecord.ts';

export function costOf({ timing, requests, usage }: Trace): PanelCost {
  const sent = requests.reduce((sum, { requestBody }) => sum + Buffer.byteLength(requestBody ?? ''), 0);
  const received = requests.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  return {
    totalMs: timing.totalMs,
    callMs: timing.callMs,
    cpuMs: usage?.cpuMs ?? null,
    memoryBytes: usage?.memoryBytes ?? null,
    // A captured event is counted as such.
    requests: requests.filter(({ via }) => via !== 'capture').length,
    bytes: sent + received,
  };
}

/**
 * Costs mean something beside each other for the same entry point of the same app with one event, or with as many events:
 * not under the debugger, and not where a run did not come to its end.
 *
 * @returns equal for runs that can be compared; null for one that can be compared with none.
 */
export function comparable({
  rootUri,
  entryPoint,
  input,
  isDebugged,
  report,
  trace,
}: Omit<RunRecord, 'id'>): string | null {
  const { errors, outcome } = trace;
  const isCutShort = outcome === 'timed-out' || outcome === 'stopped';
  const isNotSetUp = errors.some(
    ({ cause, kind }) =>
      kind !== 'app' || cause.entryPoint === 'load' || isOfSetUp(cause.entryPoint, entryPoint),
  );
  if (isDebugged === true || isCutShort || isNotSetUp) return null;
  const count = report?.total ?? (Array.isArray(input) ? input.length : 1);
  return JSON.stringify([rootUri, entryPoint, report === undefined ? 'call' : 'list', count]);
}

function isOfSetUp(failed: string, entryPoint: string): boolean {
  return failed === 'setupPlugin' && entryPoint !== 'setupPlugin';
}
