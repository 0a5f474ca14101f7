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
import { entryId } from './history/chainRecord.ts';
import { type EndedRun, makeRecord, secretsOf } from './history/makeRecord.ts';
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

type CallServices = Pick<Services, 'keys' | 'config' | 'runtime'>;

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
  call: Call,
  services: CallServices,
  signal: AbortSignal,
  onStart: (started: StartedCall) => void,
): Promise<EndedCall> {
  const { request, secrets, started } = await prepare(call, services, onStart);
  const { trace, report } = await ask(services.runtime(), request, signal);
  const record = recordOf(call, { request, secrets, started, trace, report, from: call.given.from });
  return { record, request, secrets };
}

/**
 * The whole life of an app in one process: the same as {@link callApp} for each of its calls.
 *
 * @param call whose entry point is what the event is for.
 * @param exports names of what the app exports.
 * @param idOf the id of a run by its place.
 */
export async function callLifeCycle(
  call: Call & { readonly exports: readonly string[]; readonly idOf: (index: number) => string },
  services: CallServices,
  signal: AbortSignal,
  onStart: (started: StartedCall) => void,
): Promise<readonly EndedCall[]> {
  const { exports, idOf } = call;
  const { request, secrets, started } = await prepare(call, services, onStart);
  const steps = await services.runtime().runLifeCycle({ ...request, exports }, signal);
  return steps.map(({ entryPoint, input, trace }, index) => {
    const ofStep = { ...request, entryPoint, input };
    const parts = { request: ofStep, secrets, trace, report: null, from: null };
    const at = { ...started, startedAt: trace.timing.startedAt };
    const record = recordOf({ ...call, id: idOf(index) }, { ...parts, started: at });
    return { record, request: ofStep, secrets };
  });
}

interface PreparedCall {
  readonly request: RunRequest;
  readonly secrets: readonly string[];
  readonly started: StartedCall;
}

async function prepare(
  { id, app, entryPoint, given, isDebugged }: Call,
  services: CallServices,
  onStart: (started: StartedCall) => void,
): Promise<PreparedCall> {
  const root = vscode.Uri.parse(app.rootUri);
  const { manifest } = await readAppManifest(root);
  const built = await buildRunRequest(root, entryPoint, given.value, manifest, services);
  // What it captures may be followed; an app under the debugger goes with that.
  const request = { ...built, isDebugged, ...(isDebugged ? {} : { keptFor: entryId(id) }) };
  const started = { host: request.access.host, startedAt: new Date().toISOString() };
  onStart(started);
  return { request, secrets: secretsOf(manifest, request), started };
}

function recordOf(
  { id, app }: Call,
  { started, ...ended }: PreparedCall & Pick<EndedRun, 'trace' | 'report' | 'from'>,
): RunRecord {
  const fates = captureFates(vscode.Uri.parse(app.rootUri), ended.trace.captured);
  return makeRecord({
    ...ended,
    id,
    app: { rootUri: app.rootUri, name: app.name },
    host: hostLabel(started.host),
    startedAt: started.startedAt,
    isLooping: fates.some((fate) => fate?.grade === 'loops'),
  });
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
