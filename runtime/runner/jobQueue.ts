/** What the app is to do later, on a virtual clock: nobody waits until it is due. Reference 2.7, 3.7. */
import type { JobNote, TimerNote } from '../../protocol/sandbox.ts';
import { DueHeap, isBefore } from './dueHeap.ts';

/** The job of batches of `exportEvents` that come again. */
export const retryJob = 'exportEventsWithRetry';

export interface QueuedJob {
  readonly kind: 'job';
  readonly name: string;
  readonly payload: unknown;
  readonly dueMs: number;
  /** What is due at the same time comes in the order in which it was added. */
  readonly order: number;
}

/** The time after which a buffer of PostHog is flushed. */
export interface QueuedTimer {
  readonly kind: 'timer';
  readonly id: number;
  /** What it leads to, such as `exportEvents`. */
  readonly name: string;
  readonly dueMs: number;
  readonly order: number;
}

export class JobQueue {
  /** An app may enqueue without end. */
  readonly #jobs = new DueHeap<QueuedJob>();
  /** No more than one for each buffer. */
  #timers: readonly QueuedTimer[] = [];
  #added = 0;
  #nowMs: number;

  /** @param nowMs what the virtual clock shows at first. */
  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  /** The time on the virtual clock. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get length(): number {
    return this.#jobs.length + this.#timers.length;
  }

  /** How long it takes until the first timer is due; undefined where none runs. */
  get untilTimerMs(): number | undefined {
    const timer = this.#firstTimer();
    return timer === undefined ? undefined : Math.max(0, timer.dueMs - this.#nowMs);
  }

  add({ name, payload, inMs }: JobNote): void {
    this.#jobs.add({ kind: 'job', name, payload, dueMs: this.#nowMs + inMs, order: this.#added++ });
  }

  /** Begins or stops a timer. */
  time({ id, name, inMs }: TimerNote): void {
    if (inMs === null) {
      this.#timers = this.#timers.filter((timer) => timer.id !== id);
      return;
    }
    const dueMs = this.#nowMs + inMs;
    this.#timers = [...this.#timers, { kind: 'timer', id, name, dueMs, order: this.#added++ }];
  }

  clear(): void {
    this.#jobs.clear();
    this.#timers = [];
  }

  /** Time passes without a job, such as the wait before another try. */
  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }

  /** What is due first; the clock jumps to it. */
  next(): QueuedJob | QueuedTimer | undefined {
    const timer = this.#firstTimer();
    const job = this.#jobs.first;
    return timer === undefined || (job !== undefined && isBefore(job, timer))
      ? this.nextJob()
      : this.nextTimer();
  }

  /** The same, of the jobs alone. */
  nextJob(): QueuedJob | undefined {
    const job = this.#jobs.take();
    if (job !== undefined) this.#nowMs = Math.max(this.#nowMs, job.dueMs);
    return job;
  }

  /** The same, of the timers alone. */
  nextTimer(): QueuedTimer | undefined {
    const timer = this.#firstTimer();
    if (timer === undefined) return undefined;
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
    return timer;
  }

  #firstTimer(): QueuedTimer | undefined {
    let first: QueuedTimer | undefined;
    for (const timer of this.#timers) if (first === undefined || isBefore(timer, first)) first = timer;
    return first;
  }
}
