/** What the app is to do later, on a virtual clock: nobody waits until it is due. Reference 2.7, 3.7. */
import type { JobNote, TimerNote } from '../../protocol/sandbox.ts';

/** The job of batches of `exportEvents` that come again. */
export const retryJob = 'exportEventsWithRetry';

export interface QueuedJob {
  readonly kind: 'job';
  readonly name: string;
  readonly payload: unknown;
  readonly dueMs: number;
}

/** The time after which a buffer of PostHog is flushed. */
export interface QueuedTimer {
  readonly kind: 'timer';
  readonly id: number;
  /** What it leads to, such as `exportEvents`. */
  readonly name: string;
  readonly dueMs: number;
}

type Queued = QueuedJob | QueuedTimer;

export class JobQueue {
  #queue: readonly Queued[] = [];
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
    return this.#queue.length;
  }

  add({ name, payload, inMs }: JobNote): void {
    this.#queue = [...this.#queue, { kind: 'job', name, payload, dueMs: this.#nowMs + inMs }];
  }

  /** Begins or stops a timer. */
  time({ id, name, inMs }: TimerNote): void {
    if (inMs !== null) this.#queue = [...this.#queue, { kind: 'timer', id, name, dueMs: this.#nowMs + inMs }];
    else this.#queue = this.#queue.filter((queued) => queued.kind !== 'timer' || queued.id !== id);
  }

  clear(): void {
    this.#queue = [];
  }

  /** Time passes without a job, such as the wait before another try. */
  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }

  /** What is due first; the clock jumps to it. What is due at the same time comes in the order in which it was added. */
  next(): Queued | undefined {
    const [first] = this.#queue.toSorted((a, b) => a.dueMs - b.dueMs);
    if (first === undefined) return undefined;
    this.#queue = this.#queue.filter((queued) => queued !== first);
    this.#nowMs = Math.max(this.#nowMs, first.dueMs);
    return first;
  }
}
