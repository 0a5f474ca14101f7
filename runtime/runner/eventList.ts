/**
 * A list of events on its way through an app: what is handed over next, the row of each event that is done, and what to
 * do when the sandbox dies in the middle of it.
 */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import {
  type EventProblem,
  type EventRow,
  type EventsReport,
  mostKept,
} from '../../protocol/eventsReport.ts';
import type { EventsMessage, EventVerdict, Failure, ToSandbox } from '../../protocol/sandbox.ts';
import type { Json, Outcome, Trace } from '../../protocol/trace.ts';
import type { RunEnd } from './runEnd.ts';
import type { TraceBuilder } from './traceBuilder.ts';
import { judge, type Judgement, recordOf } from './verdict.ts';

/** How events are handed over; the defaults are the quickest that was measured. */
export interface Batching {
  readonly eventsPerMessage: number;
  readonly messagesInFlight: number;
}

export const usualBatching: Batching = { eventsPerMessage: 100, messagesInFlight: 2 };

const mostCharactersPerMessage = 512 * 1024;

interface EventListOptions {
  readonly entryPoint: string;
  readonly inputs: readonly Json[];
  readonly trace: TraceBuilder;
  readonly isLocal: boolean;
  readonly batching: Batching;
  /** Called when events are done, not for each. */
  readonly onProgress: (done: number) => void;
}

/** What the list needs of the app's session. */
interface ListSession {
  readonly nowMs: number;
  send(message: ToSandbox): void;
  /** Writes an error into the trace. */
  recordFailure(entryPoint: string, failure: Failure): EventProblem;
}

export class EventList {
  readonly entryPoint: string;
  readonly rows: EventRow[] = [];
  /** Events that failed with a RetryError, by their place. */
  readonly retries: number[] = [];
  /** What `composeWebhook` returned. */
  readonly webhooks: Json[] = [];
  readonly #options: EventListOptions;
  readonly #takesEvents: boolean;
  #done = Promise.withResolvers<void>();
  #session: ListSession | undefined;
  #sent = 0;
  #inFlight: number[] = [];
  #carefulUntil = 0;
  #hasBegun = false;
  #progressAt = performance.now();
  #kept = { first: 0, bad: 0 };

  constructor(options: EventListOptions) {
    this.#options = options;
    this.entryPoint = options.entryPoint;
    this.#takesEvents = lifecycleExport(options.entryPoint)?.input !== 'none';
  }

  get isOpen(): boolean {
    return this.rows.length < this.#options.inputs.length;
  }

  /** Of `performance.now()`. */
  get progressAt(): number {
    return this.#progressAt;
  }

  /** Hands over what is not done yet. Settles when all is done; who waits races it against the end of the sandbox. */
  run(session: ListSession): Promise<void> {
    this.#session = session;
    this.#done = Promise.withResolvers();
    this.#sent = this.rows.length;
    this.#inFlight = [];
    this.#hasBegun = false;
    this.#progressAt = performance.now();
    this.#options.trace.beginEvent(this.rows.length);
    if (!this.isOpen) this.#done.resolve();
    this.#sendMore();
    return this.#done.promise;
  }

  /** Something came of the event that is worked on, so that one has surely begun. */
  noticed(): void {
    this.#hasBegun = true;
  }

  take(verdicts: readonly EventVerdict[]): void {
    for (const verdict of verdicts) this.#take(verdict);
    this.#hasBegun = false;
    this.#progressAt = performance.now();
    let done = verdicts.length;
    while (done > 0) {
      const [first = 0, ...rest] = this.#inFlight;
      this.#inFlight = first > done ? [first - done, ...rest] : rest;
      done -= Math.min(first, done);
      if (first === 0) break;
    }
    this.#options.onProgress(this.rows.length);
    if (this.isOpen) this.#sendMore();
    else this.#done.resolve();
  }

  /**
   * The sandbox is gone. Where it is not sure which event it died of, those that may be it are handed over once more, to
   * a new sandbox and one by one: nothing of theirs had left the old one.
   *
   * @returns whether an event was found that the end is to blame on; it has its row then.
   */
  ended(end: RunEnd): boolean {
    const isSure =
      this.#hasBegun || this.rows.length < this.#carefulUntil || this.#sent - this.rows.length <= 1;
    if (!isSure) {
      this.#carefulUntil = this.#sent;
      return false;
    }
    const { message, source } = end;
    const ms = Math.round(performance.now() - this.#progressAt);
    this.#add(end.outcome, ms, { message, source });
    this.#keep(this.rows.length - 1, { outcome: end.outcome, after: null, failure: null });
    return true;
  }

  get inputs(): readonly Json[] {
    return this.#options.inputs;
  }

  /** The event was tried again. */
  replace(index: number, outcome: Outcome): void {
    const row = this.rows[index];
    if (row === undefined) return;
    this.rows[index] = { ...row, outcome, problem: outcome === 'failed' ? row.problem : null };
  }

  #sendMore(): void {
    const { batching, inputs, isLocal } = this.#options;
    while (this.#inFlight.length < batching.messagesInFlight && this.#sent < inputs.length) {
      const texts: string[] = [];
      const isCareful = this.#sent < this.#carefulUntil;
      let characters = 0;
      while (
        texts.length < batching.eventsPerMessage &&
        characters < mostCharactersPerMessage &&
        this.#sent + texts.length < (isCareful ? this.#carefulUntil : inputs.length)
      ) {
        const text = JSON.stringify(inputs[this.#sent + texts.length] ?? null);
        texts.push(text);
        characters += text.length;
      }
      this.#sent += texts.length;
      this.#inFlight.push(texts.length);
      this.#session?.send({
        type: 'events',
        entryPoint: this.entryPoint,
        inputs: texts,
        clockMs: this.#session.nowMs,
        isLocal,
        isCareful,
      } satisfies EventsMessage);
    }
  }

  #take(verdict: EventVerdict): void {
    const index = this.rows.length;
    const ms = Math.round(verdict.ms * 1000) / 1000;
    if (verdict.kind === 'failed') {
      const problem = this.#session?.recordFailure(this.entryPoint, verdict.failure) ?? null;
      if (verdict.failure.isRetry) this.retries.push(index);
      this.#add('failed', ms, problem);
      this.#keep(index, { outcome: 'failed', after: null, failure: verdict.failure });
      return;
    }
    if (verdict.kind === 'odd') {
      const value = JSON.parse(verdict.result) as Json;
      const answer = { failure: null, isFalsy: false };
      const judgement = judge(this.entryPoint, this.inputs[index] ?? null, answer, value);
      const problem =
        judgement.failure === null ? null : this.#session?.recordFailure(this.entryPoint, judgement.failure);
      if (this.entryPoint === 'composeWebhook') this.webhooks.push(value);
      this.#add(judgement.outcome, ms, problem ?? null);
      this.#keep(index, judgement);
      return;
    }
    this.#add(verdict.kind, ms, null);
    if (this.#kept.first >= mostKept) return;
    const input = this.inputs[index] ?? null;
    const after =
      verdict.kind === 'changed'
        ? (JSON.parse(verdict.result) as Json)
        : verdict.kind === 'unchanged'
          ? input
          : null;
    this.#keep(index, { outcome: verdict.kind, after, failure: null });
  }

  #add(outcome: Outcome, ms: number, problem: EventProblem | null): void {
    const { trace } = this.#options;
    const { captured, requests, logs } = trace.counts;
    this.rows.push({ index: this.rows.length, outcome, ms, captured, requests, logs, problem });
    trace.beginEvent(this.rows.length);
  }

  /** The first events, and as many of those that went wrong, are in the trace as a whole. */
  #keep(index: number, judgement: Judgement): void {
    if (!this.#takesEvents) return;
    const isBad = judgement.outcome === 'failed' || judgement.outcome === 'timed-out';
    if (this.#kept.first < mostKept) this.#kept.first += 1;
    else if (isBad && this.#kept.bad < mostKept) this.#kept.bad += 1;
    else return;
    const record = recordOf(this.entryPoint, this.inputs[index] ?? null, judgement);
    if (record === undefined) return;
    this.#options.trace.event({ entryPoint: this.entryPoint, source: null, event: index }, record);
  }
}

/** The list with its trace. */
export function reportOf(list: EventList, total: number, trace: Trace): EventsReport {
  const counts: Record<Outcome, number> = {
    changed: 0,
    unchanged: 0,
    dropped: 0,
    completed: 0,
    failed: 0,
    'timed-out': 0,
    stopped: 0,
  };
  for (const { outcome } of list.rows) counts[outcome] += 1;
  return { version: 1, entryPoint: list.entryPoint, total, counts, rows: list.rows, trace };
}
