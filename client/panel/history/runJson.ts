/** A run as JSON. */
import type { RunRecord } from './runRecord.ts';

/** The run as other tools read it; the shape of `run --json` with what was run around it. */
export function exportJson({
  appName,
  config,
  entryPoint,
  host,
  startedAt,
  input,
  trace,
}: RunRecord): string {
  const run = { version: 1, app: appName, entryPoint, host, startedAt, config, input, trace };
  return JSON.stringify(run, null, 2);
}
