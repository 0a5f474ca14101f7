/** Runs what the panel shows: an entry point, the whole life of an app, or several apps in order. */
import * as vscode from 'vscode';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { PanelApp } from '../../protocol/panel.ts';
import { wholeLifeCycle } from '../../protocol/runWords.ts';
import type { Json } from '../../protocol/trace.ts';
import type { Services } from '../services.ts';
import { readProfile } from '../settings.ts';
import { NothingCalled, runChain } from './appChain.ts';
import { callApp, callLifeCycle, type EndedCall, type StartedCall } from './callApp.ts';
import { inputKindOf } from './entryPoints.ts';
import { type ChainRecord, mainStep, stepId } from './history/chainRecord.ts';
import { redactInput, type RunRecord } from './history/runRecord.ts';
import type { GivenInput } from './inputChoices.ts';

export interface TargetRun {
  /** Of the entry in the history. */
  readonly id: string;
  readonly app: AppInfo;
  /** Several apps in order, or none for one app alone. */
  readonly apps: readonly AppInfo[];
  readonly isLifeCycle: boolean;
  /** What the input is for. */
  readonly entryPoint: string;
  readonly given: GivenInput;
  readonly isDebugged: boolean;
  readonly signal: AbortSignal;
  readonly services: Services;
  /** A call begins. */
  readonly onStart: (app: PanelApp, entryPoint: string, started: StartedCall) => void;
  /** A call of several has ended; its process goes, and the next may begin. */
  readonly onStepEnd: () => void;
}

export interface EndedRun {
  /** The run to look at. */
  readonly record: RunRecord;
  /** The runs that it belongs to. */
  readonly chain: ChainRecord | null;
  readonly calls: readonly EndedCall[];
}

/**
 * @returns null where nothing was called: the user stopped it before.
 * @throws AttachmentMissing, RuntimeEnded, NothingCalled
 */
export async function runTarget(run: TargetRun): Promise<EndedRun | null> {
  const { app, apps, entryPoint, given, id, isDebugged, services, signal } = run;
  if (apps.length > 0) return endedChain(run, apps, await callSeveral(run));
  const onStart = (started: StartedCall): void =>
    run.onStart(app, run.isLifeCycle ? wholeLifeCycle : entryPoint, started);
  const call = { id, app, entryPoint, given, isDebugged };
  if (!run.isLifeCycle) {
    const ended = await callApp(call, services, signal, onStart);
    return { record: ended.record, chain: null, calls: [ended] };
  }
  const exports = app.entryPoints.map(({ name }) => name);
  const whole = { ...call, exports, idOf: (index: number) => stepId(id, index) };
  const calls = await callLifeCycle(whole, services, signal, onStart);
  if (calls.length === 0 && !signal.aborted) {
    throw new NothingCalled([given.value].flat()[0] ?? null, 'Nothing in this app');
  }
  const eventFor = inputKindOf(entryPoint) === null ? null : entryPoint;
  return endedChain(run, [app], calls, { eventFor });
}

async function callSeveral(run: TargetRun): Promise<readonly EndedCall[]> {
  const { apps, given, id, isDebugged, onStart, services, signal } = run;
  const calls: EndedCall[] = [];
  const step = async (app: AppInfo, entryPoint: string, value: Json): Promise<RunRecord | null> => {
    if (signal.aborted) return null;
    const one = { id: stepId(id, calls.length), app, entryPoint, given: { value, from: null }, isDebugged };
    const ended = await callApp(one, services, signal, (started) => onStart(app, entryPoint, started));
    run.onStepEnd();
    calls.push(ended);
    return ended.record;
  };
  const profile = readProfile(vscode.Uri.parse(run.app.rootUri));
  await runChain(apps, given.value, step, profile, new Date());
  if (calls.length === 0 && !signal.aborted) throw new NothingCalled(given.value, 'None of these apps');
  return calls;
}

function endedChain(
  { given, id }: TargetRun,
  apps: readonly AppInfo[],
  calls: readonly EndedCall[],
  lifeCycle?: ChainRecord['lifeCycle'],
): EndedRun | null {
  const steps = calls.map(({ record }) => record);
  const record = mainStep({ steps, ...(lifeCycle === undefined ? {} : { lifeCycle }) });
  if (record === undefined) return null;
  const secrets = calls.flatMap((call) => call.secrets);
  const chain: ChainRecord = {
    version: 1,
    id,
    apps: apps.map(({ rootUri, name }) => ({ rootUri, name })),
    host: record.host,
    startedAt: steps[0]?.startedAt ?? record.startedAt,
    input: redactInput(given.value, secrets),
    steps,
    ...(lifeCycle === undefined ? {} : { lifeCycle }),
  };
  return { record, chain, calls };
}
