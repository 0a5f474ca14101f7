/** The run whose results the panel shows: the one that is on, the last that ended, or one of the history. */
import * as vscode from 'vscode';
import type { PanelComparison, PanelRun, PanelState } from '../../protocol/panel.ts';
import type { RunRequest } from '../../protocol/runtime.ts';
import type { Trace } from '../../protocol/trace.ts';
import type { Services } from '../services.ts';
import { captureFates } from './captureFates.ts';
import { type FollowedRun, stepsOf } from './followRun.ts';
import { chainStep } from './history/chainRecord.ts';
import { compareRuns } from './history/compareRuns.ts';
import type { RunRecord } from './history/runRecord.ts';
import { shownRun, startedRun } from './history/shownRun.ts';
import type { EndedRun } from './runTarget.ts';
import { stepToShow } from './stepToShow.ts';

export class ShownRuns {
  readonly #services: Pick<Services, 'history' | 'output'>;
  /** Whole, with the runs that it belongs to. */
  #whole: FollowedRun | null = null;
  #run: PanelRun | null = null;
  #comparison: PanelComparison | null = null;
  /** What the runs of this window were asked for, with the input as it was given. */
  readonly #requests = new WeakMap<Trace, RunRequest>();
  /** Of the run that is shown or on, from 1. */
  #number = 0;

  constructor(services: Pick<Services, 'history' | 'output'>) {
    this.#services = services;
  }

  /** As the view shows it; without a trace while it is on. */
  get run(): PanelRun | null {
    return this.#run;
  }

  get whole(): FollowedRun | null {
    return this.#whole;
  }

  /** The runs that belong to it, in their order; it alone where it is of one app. */
  get records(): readonly RunRecord[] {
    return this.#whole === null ? [] : stepsOf(this.#whole);
  }

  get comparison(): PanelComparison | null {
    return this.#comparison;
  }

  get chain(): PanelState['chain'] {
    const chain = this.#whole?.chain ?? null;
    if (chain === null) return null;
    return {
      id: chain.id,
      isLifeCycle: chain.lifeCycle !== undefined,
      steps: chain.steps.map(chainStep),
    };
  }

  /** What a run of this window was asked for; undefined for one of before. */
  requestOf({ trace }: RunRecord): RunRequest | undefined {
    return this.#requests.get(trace);
  }

  /** There is nothing to show. */
  clear(): void {
    this.#show(null, null);
  }

  /** A run is about to begin; its calls count as one. */
  begin(): void {
    this.#number += 1;
  }

  /** A call of the run has begun: the results of the run before stay in sight. */
  callStarted(entryPoint: string, host: string, startedAt: string): PanelRun {
    this.#run = startedRun(this.#number, entryPoint, host, startedAt);
    return this.#run;
  }

  /** The debugger holds the run that is on, or lets it go on. */
  paused(isPaused: boolean): void {
    if (this.#run === null || this.#run.trace !== null) return;
    const { isPaused: _, ...run } = this.#run;
    this.#run = isPaused ? { ...run, isPaused } : run;
  }

  /** The run failed to begin or to end: what was shown before it is shown again. */
  goBackTo(run: PanelRun | null): void {
    this.#run = run;
  }

  /** Keeps a run that has ended in the history, and shows it. */
  ended({ calls, chain, record }: EndedRun): void {
    const { history } = this.#services;
    for (const call of calls) this.#requests.set(call.record.trace, call.request);
    this.#keep(chain === null ? history.add(record) : history.addChain(chain));
    this.#showRecord({ record, chain }, false);
  }

  /** Shows a run of the history. */
  showPast(found: FollowedRun): void {
    // To look at another step of the chain that has just run is no look into the past.
    const isOfShown = found.chain !== null && found.chain.id === this.#whole?.chain?.id;
    const isPast = isOfShown ? (this.#run?.isPast ?? true) : true;
    this.#number += 1;
    this.#showRecord(found, isPast);
  }

  /** Keeps a run with what came back; the user may look at another one by now. */
  followed(before: FollowedRun, after: FollowedRun): void {
    const steps = stepsOf(after);
    for (const [index, { trace }] of stepsOf(before).entries()) {
      const request = this.#requests.get(trace);
      const step = steps[index];
      if (request !== undefined && step !== undefined) this.#requests.set(step.trace, request);
    }
    this.#keep(this.#services.history.replace(after.chain ?? after.record));
    if (this.#run === null) return;
    const { id, isPast } = this.#run;
    const record = stepToShow(steps, this.#whole?.record.id, isPast);
    if (record === undefined) return;
    this.#whole = { record, chain: after.chain };
    this.#run = this.#describe(record, id, isPast);
  }

  /** Says what differs between the run that is shown and another one; nothing for null. */
  compareWith(other: RunRecord | null): void {
    const record = this.#whole?.record;
    this.#comparison =
      other === null || record === undefined
        ? null
        : { id: other.id, startedAt: other.startedAt, differences: compareRuns(other, record) };
  }

  #showRecord(whole: FollowedRun, isPast: boolean): void {
    this.#show(whole, this.#describe(whole.record, this.#number, isPast));
  }

  #show(whole: FollowedRun | null, run: PanelRun | null): void {
    this.#whole = whole;
    this.#run = run;
    this.#comparison = null;
  }

  #describe(record: RunRecord, number: number, isPast: boolean): PanelRun {
    const costBefore = this.#services.history.before(record.id)?.cost ?? null;
    const fates = captureFates(vscode.Uri.parse(record.rootUri), record.trace.captured);
    return shownRun(record, { number, isPast, costBefore, fates });
  }

  /** The view hears of the run first; writing it takes a while. */
  #keep(writing: Promise<void>): void {
    writing.catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#services.output.error(`The run could not be kept: ${message}`);
    });
  }
}
