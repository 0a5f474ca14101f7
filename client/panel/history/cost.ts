/** What a run cost, in numbers. */
import type { PanelCost } from '../../../protocol/panel.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { inputName } from './inputName.ts';
import type { RunRecord } from './runRecord.ts';

export function costOf(trace: Trace): PanelCost {
  const { outcome, timing, requests, usage } = trace;
  const sent = requests.reduce((sum, { requestBody }) => sum + Buffer.byteLength(requestBody ?? ''), 0);
  const received = requests.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  const isEnded = isCutShort(trace);
  return {
    totalMs: timing.totalMs,
    // Where the app did not load, or was ended before it was called, there was no call.
    callMs: (isEnded || outcome === 'failed') && timing.callMs === 0 ? null : timing.callMs,
    // A call that was ended does not tell what it used: what is known is that of the set-up before it.
    cpuMs: isEnded ? null : (usage?.cpuMs ?? null),
    memoryBytes: isEnded ? null : (usage?.memoryBytes ?? null),
    requests: requests.length,
    bytes: sent + received,
    ...(isEnded ? { isEnded } : {}),
  };
}

/**
 * Costs mean something beside each other for the same entry point of the same app that did the same with the same kind of
 * input on the same host: an event of that name, or as many events. Not under the debugger, and not where a run did not
 * come to its end.
 *
 * @returns equal for runs that can be compared; null for one that can be compared with none.
 */
export function comparable({
  rootUri,
  entryPoint,
  host,
  input,
  isDebugged,
  report,
  trace,
}: Omit<RunRecord, 'id'>): string | null {
  const { errors, outcome } = trace;
  const isNotSetUp = errors.some(
    ({ cause, kind }) =>
      kind !== 'app' || cause.entryPoint === 'load' || isOfSetUp(cause.entryPoint, entryPoint),
  );
  if (isDebugged === true || isCutShort(trace) || isNotSetUp) return null;
  // Of a list of events, it is told by their number; that one of them fails changes little.
  const kind = report === undefined ? ['call', outcome, errors.length > 0] : ['list', report.total];
  return JSON.stringify([rootUri, entryPoint, host, ...kind, inputName({ input })]);
}

function isCutShort({ isEnded, outcome }: Trace): boolean {
  return isEnded === true || outcome === 'timed-out' || outcome === 'stopped';
}

function isOfSetUp(failed: string, entryPoint: string): boolean {
  return failed === 'setupPlugin' && entryPoint !== 'setupPlugin';
}
