/** What an app's process tells of what the app did, besides requests: log lines, storage, jobs, metrics, errors. */
import { jobsExport } from '../../platform/lifecycle.ts';
import { unhandledRejection } from '../../protocol/runWords.ts';
import {
  type EventRange,
  type Failure,
  type JobNote,
  type LogNote,
  type MetricNote,
  type NoteMessage,
  type StoreNote,
  type TimerNote,
  mostFloodMessages,
} from '../../protocol/sandbox.ts';
import type { Cause, JobRecord, Json } from '../../protocol/trace.ts';
import type { Failures } from './failures.ts';
import {
  logFlood,
  mostLogLines,
  mostRejections,
  mostWrittenMb,
  noteFlood,
  rejectionFlood,
  storeFlood,
  writtenFlood,
} from './floods.ts';
import { type JobQueue, retryJob } from './jobQueue.ts';
import type { RunEnd } from './runEnd.ts';
import type { TraceBuilder } from './traceBuilder.ts';

/** Where a batch of `exportEvents` comes again. */
const retryEntryPoint = `${jobsExport}.${retryJob}`;

/** The run that the notes are of, as it is at the moment. */
export interface NotedRun {
  readonly trace: TraceBuilder;
  readonly entryPoint: string;
  /** Whether it was stopped, so that nothing is told any more. */
  readonly isOver: boolean;
  stop(end: RunEnd): void;
}

export class AppNotes {
  /** Place of the first event that was handed over to the app, of the list that it works on. */
  listStart = 0;
  readonly #run: NotedRun;
  readonly #failures: Failures;
  readonly #jobs: JobQueue;
  #hasLostBatch = false;
  #rejections = 0;
  /** Of the call that runs, to tell a flood of them. */
  #stores: { count: number; cause: Cause | undefined } = { count: 0, cause: undefined };

  constructor(run: NotedRun, failures: Failures, jobs: JobQueue) {
    this.#run = run;
    this.#failures = failures;
    this.#jobs = jobs;
  }

  /** What counts for a single call begins again. */
  beginCall(): void {
    this.#stores = { count: 0, cause: undefined };
  }

  take(message: NoteMessage): void {
    const { entryPoint, trace } = this.#run;
    const cause = this.#failures.causeOf(entryPoint, message.stack);
    if (trace.addWritten(message.value.length) > mostWrittenMb * 2 ** 20) {
      this.#run.stop(writtenFlood(cause.source));
      return;
    }
    const value: unknown = JSON.parse(message.value);
    switch (message.kind) {
      case 'log':
        this.#log(cause, value as LogNote);
        return;
      case 'unlogged':
        trace.notice(unlogged(cause, value as LogNote));
        return;
      case 'storage':
      case 'cache':
        this.#stores = { count: this.#stores.count + 1, cause };
        trace.store(message.kind, cause, value as StoreNote & { readonly value: Json });
        return;
      case 'job':
        this.#addJob(value as JobNote);
        trace.job(cause, withoutMark(value as JobNote & { readonly payload: Json }));
        return;
      case 'timer':
        this.#jobs.time(value as TimerNote);
        return;
      case 'metric':
        trace.metric(cause, value as MetricNote);
        return;
      case 'error':
        this.#reject(value as Failure, message.events);
        return;
      case 'failure':
        this.#recordBatch(value as Failure);
        return;
    }
  }

  /** The queue of PostHog takes a date alone (reference 3.7). */
  #addJob(job: JobNote): void {
    this.#jobs.add(job);
    if (job.hasNoTime !== true) return;
    this.#run.trace.notice(
      `The time of the job ${job.name} is none: PostHog cannot queue the job, and never runs it. Here it ran at once. Give runAt a valid Date, and runIn a number.`,
    );
  }

  #log(cause: Cause, { level, message }: LogNote): void {
    const { isOver, trace } = this.#run;
    if (isOver) return;
    if (trace.logCount >= mostLogLines) {
      this.#run.stop(logFlood(cause.source));
      return;
    }
    trace.log(cause, level, message);
  }

  /** A batch of `exportEvents` failed, and comes again after a RetryError. Any other error is the end of it. */
  #recordBatch(failure: Failure): void {
    const { isRetry } = failure;
    const { entryPoint, trace } = this.#run;
    const of = entryPoint === retryEntryPoint ? retryEntryPoint : 'exportEvents';
    this.#failures.record(trace, of, failure, { isTriedAgain: isRetry });
    if (!isRetry) this.#hasLostBatch = true;
  }

  /** @param events that it may be of. */
  #reject(failure: Failure, events: EventRange | undefined): void {
    const { entryPoint, isOver, trace } = this.#run;
    if (isOver) return;
    this.#rejections += 1;
    const { source } = this.#failures.record(trace, entryPoint, failure, {
      prefix: `${unhandledRejection} ${this.#ofEvents(events)}`,
      isLate: true,
      ...(events === undefined || events.first < events.last ? {} : { event: this.listStart + events.first }),
    });
    if (this.#rejections >= mostRejections) this.#run.stop(rejectionFlood(source));
  }

  /** A sentence, where it is not known which event it was. */
  #ofEvents(events: EventRange | undefined): string {
    if (events === undefined || events.first === events.last) return '';
    const [first, last] = [events.first, events.last].map((place) => this.listStart + place + 1);
    return `It came of one of the events ${first} to ${last}. `;
  }

  /** The process ended itself, since too much came at once of what is not counted here. */
  flooded(): RunEnd {
    const { cause, count } = this.#stores;
    if (count >= mostFloodMessages) return storeFlood(cause?.source ?? null);
    return noteFlood(cause?.source ?? this.#failures.placeOf(this.#run.entryPoint));
  }

  /** Whether a batch of `exportEvents` was lost since this was asked last. */
  takeLostBatch(): boolean {
    const hasLost = this.#hasLostBatch;
    this.#hasLostBatch = false;
    return hasLost;
  }
}

/** Why a line is missing, which the rejection of the call alone does not say. Reference 3.8, 4.7. */
function unlogged({ source }: Cause, { level, message }: LogNote): string {
  const place = source === null ? '' : `, ${source.file}:${source.line},`;
  const [reason = ''] = message.split('\n');
  const ofMetrics =
    reason === 'Invalid metric name'
      ? ' That is said of meta as a whole, since meta.metrics has the names of metrics alone: print a part of it, such as meta.config.'
      : '';
  return `console.${level}${place} wrote no line, as in PostHog: what it was given cannot be made a text (${reason}).${ofMetrics}`;
}

function withoutMark({
  inMs,
  name,
  payload,
}: JobNote & { readonly payload: Json }): Omit<JobRecord, 'at' | 'cause'> {
  return { name, payload, inMs };
}
