/** Feeds what a run captured back through its apps, as PostHog does, and adds what became of it to the run. */
import * as vscode from 'vscode';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import { isStoppedLoop } from '../../protocol/followWords.ts';
import { hopsOfRun } from '../../protocol/hopTree.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { PanelApp } from '../../protocol/panel.ts';
import {
  type Followed,
  type FollowProgress,
  type FollowRequest,
  mostFollowedEvents,
} from '../../protocol/runtime.ts';
import type { Services } from '../services.ts';
import { readSetting } from '../settings.ts';
import { readAppManifest } from './appManifest.ts';
import { type ChainRecord, entryId } from './history/chainRecord.ts';
import type { RunRecord } from './history/runRecord.ts';
import { nameOfFile } from './history/inputName.ts';
import { buildRunRequest } from './runRequest.ts';

/** A run, with the chain that it belongs to. */
export interface FollowedRun {
  readonly record: RunRecord;
  readonly chain: ChainRecord | null;
}

/** Following could not begin, in a sentence. */
export class FollowProblem extends Error {
  override readonly name = 'FollowProblem';
}

/** Whether there is something to feed back, and an app that would get it. */
export function canFollow(run: FollowedRun, known: readonly AppInfo[]): boolean {
  const steps = stepsOf(run);
  const isDone = steps.some(
    ({ trace }) => trace.following !== undefined && trace.following.end !== 'stopped',
  );
  if (isDone || steps.every(({ trace }) => trace.captured.length === 0)) return false;
  return appsOf(run).some(({ rootUri }) =>
    known.some((app) => app.rootUri === rootUri && app.entryPoints.some(({ name }) => takesEvents(name))),
  );
}

/**
 * @param signal stops it; what came back so far is given back.
 * @param onProgress called now and then.
 * @returns the run with its hops.
 * @throws FollowProblem, AttachmentMissing, RuntimeEnded
 */
export async function followRun(
  run: FollowedRun,
  services: Pick<Services, 'keys' | 'config' | 'runtime'>,
  signal: AbortSignal,
  onProgress: (progress: FollowProgress) => void,
): Promise<FollowedRun> {
  const request = await requestOf(run, services);
  const answer = await services.runtime().follow(request, signal, onProgress);
  if ('problem' in answer) {
    throw new FollowProblem(`The captured events could not be fed back. ${answer.problem}`);
  }
  return withHops(run, answer);
}

/** The folder of an app, by the name that the hops have for it. */
export function rootOf(run: FollowedRun, name: string): string | undefined {
  return namedApps(run).find((app) => app.name === name)?.rootUri;
}

async function requestOf(
  run: FollowedRun,
  services: Pick<Services, 'keys' | 'config'>,
): Promise<FollowRequest> {
  const named = namedApps(run);
  const apps: FollowRequest['apps'][number][] = [];
  for (const { name, rootUri } of named) {
    const root = vscode.Uri.parse(rootUri);
    const { manifest } = await readAppManifest(root);
    apps.push({ name, run: await buildRunRequest(root, 'onEvent', null, manifest, services) });
  }
  const starts = stepsOf(run)
    .flatMap(({ rootUri, trace }) => trace.captured.map((captured) => ({ captured, rootUri })))
    .map(({ captured, rootUri }, index) => {
      const app = named.find((one) => one.rootUri === rootUri)?.name ?? '';
      return { captured, app, index };
    });
  const limits = { maxHops: readSetting('run.maxHops'), maxEvents: mostFollowedEvents };
  // One more than can be followed tells that there are more.
  return { runId: entryId(run.record.id), apps, starts: starts.slice(0, limits.maxEvents + 1), limits };
}

/** Each of several runs gets the hops that began with what it captured itself. */
function withHops(run: FollowedRun, { following, hops }: Followed): FollowedRun {
  let first = 0;
  const steps = stepsOf(run).map((step): RunRecord => {
    const { captured } = step.trace;
    const [from, end] = [first, first + captured.length];
    first = end;
    if (captured.length === 0) return step;
    const own = hopsOfRun(hops, (start) => (start >= from && start < end ? start - from : undefined));
    const isWhole =
      own.every(({ heldBack }) => heldBack === undefined) &&
      own.filter(({ cause }) => cause.captured !== undefined).length === captured.length;
    const isAtRest = isWhole && (following.end === 'hops' || following.end === 'events');
    const trace = {
      ...step.trace,
      hops: own,
      following: isAtRest ? { ...following, end: 'rests' as const } : following,
    };
    const isObserved = isStoppedLoop(trace) || trace.following.end === 'rests';
    return { ...step, trace, ...(isObserved ? { isLooping: isStoppedLoop(trace) } : {}) };
  });
  const record = steps.find(({ id }) => id === run.record.id) ?? run.record;
  return { record, chain: run.chain === null ? null : { ...run.chain, steps } };
}

export function stepsOf({ chain, record }: FollowedRun): readonly RunRecord[] {
  return chain?.steps ?? [record];
}

function appsOf({ chain, record }: FollowedRun): readonly PanelApp[] {
  return chain?.apps ?? [{ rootUri: record.rootUri, name: record.appName }];
}

/** With the folder where two have the same name. */
function namedApps(run: FollowedRun): readonly PanelApp[] {
  const apps = appsOf(run);
  return apps.map(({ name, rootUri }) => {
    const isOne = apps.filter((app) => app.name === name).length === 1;
    return { rootUri, name: isOne ? name : `${name} (${nameOfFile(rootUri)})` };
  });
}

function takesEvents(entryPoint: string): boolean {
  const input = lifecycleExport(entryPoint)?.input;
  return input === 'event' || input === 'events';
}
