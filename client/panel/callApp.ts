/** Runs an entry point of an app, and gives what is kept of the run. */
import * as vscode from 'vscode';
import { hostLabel, type HostPair } from '../../platform/hosts.ts';
import type { PanelApp, PanelReport } from '../../protocol/panel.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import type { Trace } from '../../protocol/trace.ts';
import type { RuntimeProcess } from '../runtimeProcess.ts';
import type { Services } from '../services.ts';
import { readAppManifest } from './appManifest.ts';
import { captureFates } from './captureFates.ts';
import { inputKindOf } from './entryPoints.ts';
import { panelReport } from './eventReport.ts';
import { makeRecord, secretsOf } from './history/makeRecord.ts';
import type { RunRecord } from './history/runRecord.ts';
import type { GivenInput } from './inputChoices.ts';
import { buildRunRequest } from './runRequest.ts';

export interface Call {
  /** Of the run in the history. */
  readonly id: string;
  readonly app: PanelApp;
  readonly entryPoint: string;
  readonly given: GivenInput;
  readonly isDebugged: boolean;
}

export interface StartedCall {
  readonly host: HostPair;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
}

export interface EndedCall {
  readonly record: RunRecord;
  /** With the input as it was given. */
  readonly request: RunRequest;
  /** Secrets of the app's config, which no record may hold. */
  readonly secrets: readonly string[];
}

/**
 * @param signal stops the run.
 * @param onStart called when all that it needs is there.
 * @throws AttachmentMissing where an attached file cannot be read; RuntimeEnded where the process that runs it goes.
 */
export async function callApp(
  { id, app, entryPoint, given, isDebugged }: Call,
  services: Pick<Services, 'keys' | 'config' | 'runtime'>,
  signal: AbortSignal,
  onStart: (started: StartedCall) => void,
): Promise<EndedCall> {
  const root = vscode.Uri.parse(app.rootUri);
  const { manifest } = await readAppManifest(root);
  const built = await buildRunRequest(root, entryPoint, given.value, manifest, services);
  const request = { ...built, isDebugged };
  const started: StartedCall = { host: request.access.host, startedAt: new Date().toISOString() };
  onStart(started);
  const { trace, report } = await ask(services.runtime(), request, signal);
  const secrets = secretsOf(manifest, request);
  const fates = captureFates(root, trace.captured);
  const record = makeRecord({
    id,
    app,
    request,
    secrets,
    host: hostLabel(started.host),
    startedAt: started.startedAt,
    trace,
    report,
    from: given.from,
    isLooping: fates.some((fate) => fate?.grade === 'loops'),
  });
  return { record, request, secrets };
}

/** An export that takes one event gets the events of a list one by one. */
async function ask(
  runtime: RuntimeProcess,
  request: RunRequest,
  signal: AbortSignal,
): Promise<{ readonly trace: Trace; readonly report: PanelReport | null }> {
  if (!Array.isArray(request.input) || inputKindOf(request.entryPoint) !== 'event') {
    return { trace: await runtime.run(request, signal), report: null };
  }
  const report = await runtime.runMany(request, signal);
  return { trace: report.trace, report: panelReport(report, request.input) };
}
