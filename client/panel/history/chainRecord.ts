/** One event through several apps in order, as it is kept: one entry of the history, with the run of each app. */
import type { PanelApp, PanelChainStep } from '../../../protocol/panel.ts';
import { isAllSent } from '../../../protocol/runWords.ts';
import type { Json, Outcome } from '../../../protocol/trace.ts';
import { costOf } from './cost.ts';
import { inputName, type RunRecord, type RunSummary } from './runRecord.ts';

export interface ChainRecord {
  readonly version: 1;
  readonly id: string;
  /** In the order in which they were chosen; at least one. */
  readonly apps: readonly PanelApp[];
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
    totalMs: timing.totalMs,
  };
}

/** The run to look at first: the one that went wrong, else the last. */
export function mainStep({ steps }: Pick<ChainRecord, 'steps'>): RunRecord | undefined {
  return steps.find(({ trace }) => isWrong(trace.outcome)) ?? steps.at(-1);
}

/** @param isPinned whether the user wants it kept. */
export function summarizeChain(chain: ChainRecord, isPinned: boolean): RunSummary {
  const { id, apps, host, startedAt, steps } = chain;
  const [first] = apps;
  const costs = steps.map(({ trace }) => costOf(trace));
  const sum = (key: 'totalMs' | 'callMs' | 'requests' | 'bytes'): number =>
    costs.reduce((total, cost) => total + cost[key], 0);
  return {
    id,
    rootUri: first?.rootUri ?? '',
    appName: chainName(apps),
    entryPoint: 'processEvent',
    host,
    startedAt,
    isPinned,
    outcome: chainOutcome(steps),
    isWithErrors: steps.some(({ trace }) => trace.errors.length > 0),
    isAllSent: steps.every(({ trace }) => isAllSent(trace)),
    isLooping: steps.some(({ isLooping }) => isLooping === true),
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
