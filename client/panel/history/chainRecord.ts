/**
 * Several runs that belong together, as they are kept: one event through several apps in order, or the whole life of one
 * app. One entry of the history, with each of the runs.
 */
import type { PanelApp, PanelChainStep } from '../../../protocol/panel.ts';
import { isStoppedLoop } from '../../../protocol/followWords.ts';
import { isAllSent, wholeLifeCycle } from '../../../protocol/runWords.ts';
import type { Json, Outcome } from '../../../protocol/trace.ts';
import { costOf } from './cost.ts';
import { inputName } from './inputName.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

export interface ChainRecord {
  readonly version: 1;
  readonly id: string;
  /** In the order in which they were chosen; at least one. */
  readonly apps: readonly PanelApp[];
  /** The whole life of the one app; then what the event was for, or null where the app takes none. */
  readonly lifeCycle?: { readonly eventFor: string | null };
  /** Label of the host that the runs used. */
  readonly host: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** What the first of them was given. */
  readonly input: Json;
  /** In the order in which they ran; the ids are those of {@link stepId}. */
  readonly steps: readonly RunRecord[];
}

/** Id of a run in a chain. */
export function stepId(chain: string, index: number): string {
  return `${chain}.${index}`;
}

/** The id of the entry of the history that holds this run: its own, or that of its chain. */
export function entryId(id: string): string {
  return id.split('.')[0] ?? id;
}

export function chainName(apps: readonly PanelApp[]): string {
  return apps.map(({ name }) => name).join(' → ');
}

export function chainStep({ id, appName, entryPoint, isLooping, trace }: RunRecord): PanelChainStep {
  const { outcome, errors, timing } = trace;
  return {
    id,
    appName,
    entryPoint,
    outcome,
    isWithErrors: errors.length > 0,
    isAllSent: isAllSent(trace),
    isLooping: isLooping === true,
    isStoppedLoop: isStoppedLoop(trace),
    totalMs: timing.totalMs,
  };
}

/** The run to look at first: the one that went wrong; else what the event was for in the life of an app, or the last. */
export function mainStep({
  steps,
  lifeCycle,
}: Pick<ChainRecord, 'steps' | 'lifeCycle'>): RunRecord | undefined {
  return (
    steps.find(({ trace }) => isWrong(trace.outcome)) ??
    steps.find(({ entryPoint }) => entryPoint === lifeCycle?.eventFor) ??
    steps.at(-1)
  );
}

/** @param isPinned whether the user wants it kept. */
export function summarizeChain(chain: ChainRecord, isPinned: boolean): RunSummary {
  const { id, apps, host, lifeCycle, startedAt, steps } = chain;
  const [first] = apps;
  const costs = steps.map(({ trace }) => costOf(trace));
  const sum = (key: 'totalMs' | 'callMs' | 'requests' | 'bytes'): number =>
    costs.reduce((total, cost) => total + (cost[key] ?? 0), 0);
  return {
    id,
    rootUri: first?.rootUri ?? '',
    appName: chainName(apps),
    entryPoint: lifeCycle === undefined ? 'processEvent' : wholeLifeCycle,
    host,
    startedAt,
    isPinned,
    outcome: chainOutcome(steps),
    isWithErrors: steps.some(({ trace }) => trace.errors.length > 0),
    isAllSent: steps.every(({ trace }) => isAllSent(trace)),
    isLooping: steps.some(({ isLooping }) => isLooping === true),
    isStoppedLoop: steps.some(({ trace }) => isStoppedLoop(trace)),
    totalMs: sum('totalMs'),
    input: inputName(chain),
    steps: steps.map(chainStep),
    cost: {
      totalMs: sum('totalMs'),
      callMs: sum('callMs'),
      cpuMs: null,
      memoryBytes: null,
      requests: sum('requests'),
      bytes: sum('bytes'),
    },
    comparable: null,
  };
}

/** What went wrong; else what became of the event. */
function chainOutcome(steps: readonly RunRecord[]): Outcome {
  const outcomes = steps.map(({ trace }) => trace.outcome);
  const found = (['stopped', 'timed-out', 'failed', 'dropped', 'changed', 'unchanged'] as const).find(
    (outcome) => outcomes.includes(outcome),
  );
  return found ?? 'completed';
}

function isWrong(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'timed-out';
}
