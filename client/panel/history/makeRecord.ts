/** A run that has just ended, as it is kept. */
import type { Manifest } from '../../../platform/manifest.ts';
import type { PanelApp, PanelReport } from '../../../protocol/panel.ts';
import type { RunRequest } from '../../../protocol/runtime.ts';
import type { Trace } from '../../../protocol/trace.ts';
import type { EventSource } from '../inputChoices.ts';
import { redactInput, type RunRecord, shownConfig } from './runRecord.ts';

export interface EndedRun {
  readonly id: string;
  readonly app: PanelApp;
  readonly request: RunRequest;
  /** Secrets of the config. */
  readonly secrets: readonly string[];
  /** Label of the host. */
  readonly host: string;
  readonly startedAt: string;
  readonly trace: Trace;
  readonly report: PanelReport | null;
  /** Where a list of events was read from. */
  readonly from: EventSource['from'] | null;
  readonly isLooping: boolean;
}

/** Without the secrets of the config, which the input may hold: the user wrote it. */
export function makeRecord(ended: EndedRun): RunRecord {
  const { app, from, host, id, isLooping, report, request, secrets, startedAt, trace } = ended;
  return {
    version: 1,
    id,
    rootUri: app.rootUri,
    appName: app.name,
    entryPoint: request.entryPoint,
    host,
    startedAt,
    input: redactInput(request.input, secrets),
    config: shownConfig(request, secrets),
    trace,
    ...(report === null ? {} : { report }),
    ...(from === null ? {} : { from }),
    ...(request.isDebugged === true ? { isDebugged: true } : {}),
    ...(isLooping ? { isLooping } : {}),
  };
}

/** The values of the secret fields of a config. */
export function secretsOf(
  { config: fields }: Manifest,
  { config }: Pick<RunRequest, 'config'>,
): readonly string[] {
  return fields.flatMap(({ secret, key }) => (secret === true ? (config[key] ?? '') : []));
}
