/** What a run cost, in numbers. */
import type { PanelCost } from '../../../protocol/panel.ts';
import type { Outcome, Trace } from '../../../protocol/trace.ts';
import { inputName } from './inputName.ts';
import type { RunRecord } from './runRecord.ts';

export function costOf({ outcome, timing, requests, usage }: Trace): PanelCost {
  const sent = requests.reduce((sum, { requestBody }) => sum + Buffer.byteLength(requestBody ?? ''), 0);
  const received = requests.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  return {
    totalMs: timing.totalMs,
    // A call that was ended has no end.
    callMs: isCutShort(outcome) && timing.callMs === 0 ? null : timing.callMs,
    // Nor does it tell what it used: what is known is that of the set-up before it.
    cpuMs: isCutShort(outcome) ? null : (usage?.cpuMs ?? null),
    memoryBytes: isCutShort(outcome) ? null : (usage?.memoryBytes ?? null),
    requests: requests.length,
    bytes: sent + received,
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
  if (isDebugged === true || isCutShort(outcome) || isNotSetUp) return null;
  // Of a list of events, it is told by their number; that one of them fails changes little.
  const kind = report === undefined ? ['call', outcome, errors.length > 0] : ['list', report.total];
  return JSON.stringify([rootUri, entryPoint, host, ...kind, inputName({ input })]);
}

function isCutShort(outcome: Outcome): boolean {
  return outcome === 'timed-out' || outcome === 'stopped';
}

function isOfSetUp(failed: string, entryPoint: string): boolean {
  return failed === 'setupPlugin' && entryPoint !== 'setupPlugin';
}
