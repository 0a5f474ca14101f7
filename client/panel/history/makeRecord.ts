/** A run that has just ended, as it is kept. */
import type { Manifest } from '../../../platform/manifest.ts';
import type { PanelReport, PanelRun } from '../../../protocol/panel.ts';
import type { RunRequest } from '../../../protocol/runtime.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { redactInput, type RunRecord } from './runRecord.ts';

export interface EndedRun {
  readonly request: RunRequest;
  readonly run: PanelRun;
  readonly manifest: Manifest;
  readonly appName: string;
  readonly trace: Trace;
  readonly report?: PanelReport;
}

/** Without the secrets of the config, which the input may hold: the user wrote it. */
export function makeRecord(
  { request, run, manifest, appName, trace, report }: EndedRun,
  { id, rootUri }: Pick<RunRecord, 'id' | 'rootUri'>,
): RunRecord {
  const { entryPoint, input, config } = request;
  const secrets = manifest.config.flatMap(({ secret, key }) => (secret === true ? (config[key] ?? '') : []));
  return {
    version: 1,
    id,
    rootUri,
    appName,
    entryPoint,
    host: run.host,
    startedAt: run.startedAt,
    input: redactInput(input, secrets),
    trace,
    ...(report === undefined ? {} : { report }),
  };
}
