/** Jobs that the app enqueued, on a virtual clock: nobody waits until they are due. Reference 3.7. */
import type { JobNote } from '../../protocol/sandbox.ts';

export interface QueuedJob {
  readonly name: string;
  readonly payload: unknown;
  readonly dueMs: number;
}

export class JobQueue {
  #jobs: readonly QueuedJob[] = [];
  #nowMs = 0;

  /** The time on the virtual clock. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get length(): number {
    return this.#jobs.length;
  }

  add({ name, payload, inMs }: JobNote): void {
    this.#jobs = [...this.#jobs, { name, payload, dueMs: this.#nowMs + inMs }];
  }

  clear(): void {
    this.#jobs = [];
  }

  /** Time passes without a job, such as the wait before another try. */
  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }

  /** The job that is due first; the clock jumps to it. Jobs due at the same time run in the order they came. */
  next(): QueuedJob | undefined {
    const [first] = this.#jobs.toSorted((a, b) => a.dueMs - b.dueMs);
    if (first === undefined) return undefined;
    this.#jobs = this.#jobs.filter((job) => job !== first);
    this.#nowMs = Math.max(this.#nowMs, first.dueMs);
    return first;
  }
}
